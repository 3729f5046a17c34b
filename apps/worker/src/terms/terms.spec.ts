import { randomUUID } from 'node:crypto';
import type { Log, LogFields } from '#platform/logging';
import { Idempotency } from '../foundation/idempotency.store.ts';
import { Signer } from '../foundation/signer.ts';
import { FreeTimes } from '../matching/free-times.service.ts';
import { Housekeeping } from '../housekeeping/housekeeping.ts';
import { tellAgain } from '../restores/told-again.ts';
import { confirm, departmentsOf, propose, termsOf } from '../../test/terms.ts';
import { openVault, type Vault } from '../../test/vault.ts';

const LIST = `query ($contract: String) { proposedTerms(contract: $contract) {
  programme period state proposedOn confirmBy confirmedOn confirmedBy seats refusals
  total { minor currency } blocks { block people site departments } } }`;

const DECLINE = `mutation ($input: DeclineTermsInput!) { declineTerms(input: $input) {
  __typename ... on TermsDeclined { period } ... on TermsNotDeclined { code } } }`;

interface Listed {
  readonly programme: string;
  readonly state: string;
  readonly refusals: number;
  readonly [name: string]: unknown;
}

describe('terms at the vault', () => {
  let vault: Vault;
  const lines: LogFields[] = [];
  const log: Log = { write: (level, fields) => { lines.push({ ...fields, name: level }); } };
  beforeAll(async () => { vault = await openVault(8, log); });
  afterAll(() => vault.close());
  beforeEach(() => {
    lines.splice(0);
    vault.clock.set('2026-08-03T12:00:00Z');
  });

  const own = () => termsOf({ contract: `C-${randomUUID().slice(0, 8).toUpperCase()}` });
  const listed = async ({ contract }: { contract: string }) =>
    vault.get<Listed[]>(LIST, { contract }, vault.operator);
  const decline = ({ contract, programme }: { contract: string; programme: string | null }) =>
    vault.get<{ __typename: string; code?: string }>(DECLINE,
      { input: { contract, period: '2026-10', programmeId: programme, reason: 'people' } }, vault.operator);
  const told = (programme: string) => vault.cluster.query<{ name: string; reason: string | null }>(
    'vault', `SELECT name, payload ->> 'reason' AS reason FROM outbox
      WHERE name LIKE 'terms.%' AND (payload ->> 'programme' = $1
        OR convert_from(decode(translate(rpad(payload ->> 'body',
          ((length(payload ->> 'body') + 3) / 4) * 4, '='), '-_', '+/'), 'base64'), 'UTF8')
          LIKE '%' || $1 || '%') ORDER BY position`, [programme]);
  const isOpen = async (programme: string) => (await vault.cluster.query('vault',
    'SELECT FROM programme_period WHERE programme = $1', [programme])).length > 0;

  it('wait for its operator, with all that she compares, planned by the vault itself', async () => {
    const terms = { ...own(), departments: departmentsOf(70, 65) };
    await propose(vault, terms);
    expect(await listed(terms)).toEqual([{
      programme: terms.programme, period: '2026-10', state: 'WAITING', proposedOn: '2026-08-03',
      confirmBy: '2026-09-17', confirmedOn: null, confirmedBy: null, seats: 135, refusals: 0,
      total: { minor: String(135 * 8 * 9500), currency: 'EUR' },
      blocks: [{ block: 'B1', people: 70, site: 1, departments: [1] },
        { block: 'B2', people: 65, site: 2, departments: [2] }],
    }]);
    expect(await isOpen(terms.programme)).toBe(false);
    expect(await told(terms.programme)).toEqual([]);
    expect(await confirm(vault, terms)).toEqual({
      __typename: 'TermsConfirmed', terms: { state: 'CONFIRMED', confirmedBy: 'operator' } });
    expect(await isOpen(terms.programme)).toBe(true);
    expect(await told(terms.programme)).toEqual([{ name: 'terms.confirmed', reason: null }]);
  });

  it('are confirmed once, whoever confirms at once or again', async () => {
    const terms = own();
    await propose(vault, terms);
    const answers = await Promise.all([1, 2, 3].map(() => confirm(vault, terms)));
    answers.push(await confirm(vault, terms));
    expect(answers.map(({ __typename }) => __typename))
      .toEqual(Array.from({ length: 4 }, () => 'TermsConfirmed'));
    expect(await told(terms.programme)).toHaveLength(1);
  });

  it.each([
    ['people', { people: 60 }], ['spare seats', { spareSeats: 6 }], ['sessions', { sessionsPerMember: 4 }],
    ['price', { priceMinor: '4500' }], ['currency', { currency: 'CHF' }],
    ['smallest group', { k: 12 }], ['stated use', { rateBps: 200 }],
  ])('are not confirmed when the contract has other %s', async (what, more) => {
    const terms = own();
    await propose(vault, terms);
    const answer = await confirm(vault, terms, more);
    expect(answer).toMatchObject({ __typename: 'TermsNotConfirmed', code: 'TERMS_DIFFER' });
    expect(answer.message).toMatch(what === 'currency' ? 'price' : what);
    expect(await isOpen(terms.programme)).toBe(false);
  });

  it('are named by the contract and their number, which is another for each programme', async () => {
    const terms = own();
    expect(await confirm(vault, terms)).toMatchObject({ code: 'TERMS_NOT_FOUND' });
    const other = { ...terms, programme: randomUUID() };
    await propose(vault, terms);
    await propose(vault, other);
    expect(await decline({ ...terms, programme: null })).toMatchObject({ code: 'TERMS_SEVERAL' });
    expect((await confirm(vault, other)).__typename).toBe('TermsConfirmed');
    expect((await listed(terms)).map(({ programme, state }) => [programme, state])).toEqual([
      [terms.programme, 'WAITING'], [other.programme, 'CONFIRMED']]);
  });

  it.each(['before', 'after'] as const)(
    'that were first proposed stay: others are refused and alarmed, %s they are confirmed',
    async (when) => {
      const terms = own();
      await propose(vault, terms);
      if (when === 'after') await confirm(vault, terms);
      const others = [
        { departments: departmentsOf(240) }, { departments: departmentsOf(60, 60) },
        { sessionPriceMinor: '9501' }, { sessionsPerMember: 9 }, { k: 6 }, { currency: 'CHF' },
        { contract: 'C-OTHER' }, { rateBps: 1000 }, { rules: 'year-2' },
      ];
      for (const more of others) await propose(vault, { ...terms, ...more });
      expect(await told(terms.programme)).toEqual([
        ...(when === 'after' ? [{ name: 'terms.confirmed', reason: null }] : []),
        ...others.map(() => ({ name: 'terms.refused', reason: 'conflict' }))]);
      expect(lines).toEqual(others.map(() =>
        ({ event: 'terms-refused', code: 'conflict', name: 'error' })));
      expect((await listed(terms))[0]).toMatchObject({ refusals: 1 });
      expect((await confirm(vault, terms)).terms?.state).toBe('CONFIRMED');
      expect(await vault.row(`SELECT sum(headcount)::int AS people, max(k) AS k
        FROM programme_block JOIN programme_period USING (programme, period)
        WHERE programme = $1`, [terms.programme])).toEqual({ people: 120, k: 10 });
    });

  it('that say something else than the contract are declined: others come in their place', async () => {
    const terms = own();
    const [first, again] = [randomUUID(), randomUUID()];
    await propose(vault, terms, first);
    // A gateway that has forgotten it says the same by another proposal.
    await propose(vault, terms, again);
    expect(await decline(terms)).toEqual({ __typename: 'TermsDeclined', period: '2026-10' });
    expect(await listed(terms)).toEqual([]);
    expect(await decline(terms)).toMatchObject({ code: 'TERMS_NOT_FOUND' });
    expect(await confirm(vault, terms)).toMatchObject({ code: 'TERMS_NOT_FOUND' });
    const declined = [first, again].map((proposal) => ({ proposal, reason: 'declined-people' }));
    const refusals = () => vault.cluster.query('vault', `SELECT payload ->> 'proposal' AS proposal,
      payload ->> 'reason' AS reason FROM outbox WHERE payload ->> 'programme' = $1
      ORDER BY position`, [terms.programme]);
    expect(await refusals()).toEqual(declined);
    // The old job comes again, and waits nowhere, also where another says the same now.
    await propose(vault, terms, first);
    expect(await listed(terms)).toEqual([]);
    await propose(vault, terms, randomUUID());
    await propose(vault, terms, again);
    expect(await refusals()).toEqual([...declined, ...declined]);
    expect(await listed(terms)).toMatchObject([{ state: 'WAITING' }]);
    await decline(terms);
    const others = { ...terms, sessionsPerMember: 6 };
    await propose(vault, others);
    expect(await listed(terms)).toMatchObject([{ state: 'WAITING', refusals: 1 }]);
    expect((await confirm(vault, others)).terms?.state).toBe('CONFIRMED');
    expect(await decline(terms)).toMatchObject({
      __typename: 'TermsNotDeclined', code: 'TERMS_CONFIRMED' });
    expect((await listed(terms))[0]).toMatchObject({ state: 'CONFIRMED' });
  });

  it('are confirmed or declined, never both, whoever comes first', async () => {
    for (let tries = 0; tries < 8; tries += 1) {
      const terms = own();
      await propose(vault, terms);
      const first = tries % 2 ? confirm(vault, terms) : decline(terms);
      const second = tries % 2 ? decline(terms) : confirm(vault, terms);
      const answers = await Promise.all([first, second]);
      const [confirmed, declined] = tries % 2 ? answers : answers.toReversed();
      const kinds = [confirmed?.__typename, declined?.__typename];
      expect([['TermsConfirmed', 'TermsNotDeclined'], ['TermsNotConfirmed', 'TermsDeclined']])
        .toContainEqual(kinds);
      expect(await isOpen(terms.programme)).toBe(kinds[0] === 'TermsConfirmed');
    }
  });

  it.each([
    ['unknown-rules', { rules: 'year-9' }], ['odd-terms', { currency: 'ZZZ' }],
    ['odd-terms', { spareSeats: 13 }], ['odd-terms', { departments: departmentsOf(120).map((one) => ({ ...one, site: 2 })) }],
    ['odd-terms', { sessionPriceMinor: '9'.repeat(18) }],
    ['too-small', { departments: departmentsOf(59) }], ['too-late', { period: '2025-07' }],
  ])('that have no plan are refused by name: %s, %j', async (reason, more) => {
    const terms = { ...own(), ...more };
    await propose(vault, terms);
    expect(await told(terms.programme)).toEqual([{ name: 'terms.refused', reason }]);
    expect(await listed(terms)).toEqual([]);
  });

  const counts = () => vault.get<Record<string, number>>(
    '{ operations { termsWaiting termsOverdue refusedTerms } }', {}, vault.operator);

  it('wait while their operator is away: overdue is told, nothing opens by itself, and no day moves',
    async () => {
      const terms = own();
      await propose(vault, terms);
      const before = await counts();
      vault.clock.set('2026-09-17T00:00:00Z');
      expect((await counts())['termsOverdue']).toBe((await counts())['termsWaiting']);
      expect((await listed(terms))[0]).toMatchObject({ state: 'OVERDUE' });
      const keeping = new Housekeeping(vault.db, vault.clock, log, vault.app.get(Idempotency),
        vault.app.get(FreeTimes, { strict: false }));
      await keeping.tidy();
      await keeping.tidy();
      expect(lines).toEqual(
        [{ event: 'terms-overdue', name: 'warn', count: (await counts())['termsOverdue'] }]);
      // The first day has come, and she is away.
      vault.clock.set('2026-10-01T08:00:00Z');
      await propose(vault, terms);
      expect(await isOpen(terms.programme)).toBe(false);
      expect(await told(terms.programme)).toEqual([]);
      vault.clock.set('2026-11-20T08:00:00Z');
      expect((await confirm(vault, terms)).__typename).toBe('TermsConfirmed');
      expect(await vault.row(`SELECT opens::text, closes::text, releases::text FROM programme_period
        WHERE programme = $1`, [terms.programme])).toEqual(
        { opens: '2026-10-01', closes: '2027-10-01', releases: '2027-10-30' });
      expect((await counts())['termsWaiting']).toBe(before['termsWaiting']! - 1);
    });

  it('are too late once their period is over', async () => {
    const terms = own();
    await propose(vault, terms);
    vault.clock.set('2027-10-01T00:00:00Z');
    expect((await listed(terms))[0]).toMatchObject({ state: 'TOO_LATE' });
    expect(await confirm(vault, terms)).toMatchObject({ code: 'TERMS_TOO_LATE' });
    expect(await isOpen(terms.programme)).toBe(false);
  });

  it('that hold are told again, in the same bytes, to a gateway that was restored', async () => {
    const terms = own();
    await propose(vault, terms);
    await confirm(vault, terms);
    const words = () => vault.cluster.query('vault', `SELECT payload FROM outbox
      WHERE name = 'terms.confirmed' ORDER BY position DESC LIMIT 1`);
    const first = await words();
    await propose(vault, terms);
    expect(await words()).toEqual(first);
    const signer = vault.app.get(Signer, { strict: false });
    await vault.db.transaction('tell-again', tellAgain(signer));
    const all = await vault.cluster.query('vault',
      `SELECT payload FROM outbox WHERE name = 'terms.confirmed'`);
    expect(all.filter((one) => JSON.stringify(one) === JSON.stringify(first[0]))).toHaveLength(3);
  });

  it('are read and confirmed by operators alone', async () => {
    const terms = own();
    await propose(vault, terms);
    for (const who of [undefined, `Case ${'ab'.repeat(32)}`, 'Provider x', 'Operator wrong']) {
      const { errors } = await vault.ask(LIST, {}, who);
      expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
    expect(await isOpen(terms.programme)).toBe(false);
  });
});
