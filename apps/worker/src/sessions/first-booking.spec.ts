import { randomUUID } from 'node:crypto';
import { pauseAt } from '../../../../test/faults/forced.ts';
import {
  book, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Issuer, type Vault,
} from '../../test/vault.ts';

const BOOK = `mutation ($input: BookSessionInput!) { bookSession(input: $input) { __typename
  ... on SessionBooked { authorisation { id } case { openedOn enrolments { period }
    preferences { jurisdiction } referrals { id status provider { id } }
    authorisations { id status } returnedSessions { id } } }
  ... on CreditNotUsable { code } ... on SlotTaken { code } ... on NotNow { code }
  ... on NoMatch { code } } }`;

interface Answer {
  readonly __typename: string;
  readonly authorisation?: { readonly id: string };
  readonly case?: Record<string, unknown>;
}

describe('one request asks the therapist and books', () => {
  let vault: Vault;
  let issuer: Issuer;
  let therapist: { id: string; authorization: string };
  let slots: string[];

  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());
  beforeEach(async () => {
    vault.clock.set('2026-11-02T12:00:00Z');
    issuer = await openPeriod(vault);
    therapist = await registerTherapist(vault);
    await publishSlots(vault, therapist, [1, 2, 3, 4].map((day) => `2026-11-1${day}T09:00:00Z`));
    const helper = await openCase(vault, issuer);
    const { referral: { id } } = await refer(vault, helper, { providerId: therapist.id });
    slots = (await openSlots(vault, helper, id)).map((slot) => slot.id);
  });

  /** A case that was opened and knows no therapist, and all that its first session needs. */
  const newcomer = async (of = issuer) => {
    const { authorization } = await openCase(vault, of);
    const input = {
      idempotencyKey: randomUUID(), slotId: slots[0], payment: { credit: of.mint('session') },
      referral: { providerId: therapist.id, preferences: { languages: ['en'], jurisdiction: 'DE' } },
    };
    const ask = (more: object = {}) =>
      vault.get<Answer>(BOOK, { input: { ...input, ...more } }, authorization);
    return { authorization, input, ask };
  };
  type Newcomer = Awaited<ReturnType<typeof newcomer>>;
  /** All that a first booking writes, but for what everybody shares. */
  const everything = async () => JSON.stringify(await vault.row(
    `SELECT (SELECT count(*) FROM nullifier) AS spent, (SELECT count(*) FROM referral) AS referred,
       (SELECT count(*) FROM case_preference) AS preferred, (SELECT count(*) FROM idempotency WHERE scope NOT LIKE 'refused:%') AS keys,
       (SELECT count(*) FROM authorisation) AS booked, (SELECT count(*) FROM journal_entry) AS posted,
       (SELECT array_agg(status ORDER BY id) FROM slot) AS slots`));

  it('and answers with the case as it is then', async () => {
    const { ask } = await newcomer();
    const booked = await ask();
    expect(booked).toMatchObject({ __typename: 'SessionBooked', case: {
      openedOn: '2026-11-01', enrolments: [{ period: '2026-10' }],
      preferences: { jurisdiction: 'DE' },
      referrals: [{ status: 'open', provider: { id: therapist.id } }],
      authorisations: [{ id: booked.authorisation!.id, status: 'held' }], returnedSessions: [],
    } });
  });

  it('once, however often it is sent; another request under its key is a conflict', async () => {
    const { ask } = await newcomer();
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => ask()));
    const again = await ask();
    expect(first!.__typename).toBe('SessionBooked');
    for (const other of [...others, again]) expect(other).toEqual(first);
    const before = await everything();
    await expect(ask({ slotId: slots[1] })).rejects.toThrow('CONFLICT');
    expect(await everything()).toBe(before);
  });

  const spent = async () => {
    const other = await newcomer();
    expect((await other.ask({ slotId: slots[3] })).__typename).toBe('SessionBooked');
    return other.input.payment.credit;
  };
  const REFUSED: [string, string, (wish: Newcomer['input']) => Promise<object>][] = [
    ['the therapist does not speak it', 'NoMatch', (wish) => Promise.resolve(
      { referral: { ...wish.referral, preferences: { languages: ['fr'], jurisdiction: 'DE' } } })],
    ['the therapist is nobody', 'NoMatch', (wish) => Promise.resolve(
      { referral: { ...wish.referral, providerId: randomUUID() } })],
    ['the session credit is spent', 'CreditNotUsable', async () => (
      { payment: { credit: await spent() } })],
    ['the session credit is an entry credit', 'CreditNotUsable', () => Promise.resolve(
      { payment: { credit: issuer.mint('entry') } })],
    ['the returned session is nobody\'s', 'CreditNotUsable', () => Promise.resolve(
      { payment: { returnedSessionId: randomUUID() } })],
    ['the slot is taken', 'SlotTaken', async () => {
      await spent();
      return { slotId: slots[3] };
    }],
    ['the slot is nobody\'s', 'SlotTaken', () => Promise.resolve({ slotId: randomUUID() })],
  ];

  it.each(REFUSED)('and where %s, nothing at all was done, and the rest is good for another try',
    async (_, kind, wrong) => {
      const { input, ask, authorization } = await newcomer();
      const change = await wrong(input);
      const before = await everything();
      expect((await ask(change)).__typename).toBe(kind);
      expect(await everything()).toBe(before);
      expect(await vault.get('{ case { referrals { id } preferences { jurisdiction } } }', {},
        authorization)).toEqual({ referrals: [], preferences: null });
      // The same key too: a refusal is not remembered.
      expect((await ask()).__typename).toBe('SessionBooked');
    });

  it('and where no fund pays, an alarm is all that is left of it', async () => {
    const poor = await openPeriod(vault, { sessions: 0, headcount: 1, sessionsPerMember: 1 });
    const [other, { ask }] = [await newcomer(poor), await newcomer(poor)];
    expect((await other.ask()).__typename).toBe('SessionBooked');
    const before = await everything();
    expect((await ask({ slotId: slots[1] })).__typename).toBe('NotNow');
    expect(await everything()).toBe(before);
    expect(await vault.row('SELECT tries FROM credits_beyond WHERE programme = $1',
      [poor.programme])).toEqual({ tries: 1 });
  });

  it('from two devices with the same words: both book, with one referral', async () => {
    const { ask } = await newcomer();
    const answers = await Promise.all([0, 1].map((n) => ask({
      idempotencyKey: randomUUID(), slotId: slots[n], payment: { credit: issuer.mint('session') } })));
    expect(answers.map(({ __typename }) => __typename)).toEqual(['SessionBooked', 'SessionBooked']);
    const third = await ask({
      idempotencyKey: randomUUID(), slotId: slots[2], payment: { credit: issuer.mint('session') } });
    expect(third.case!['authorisations']).toHaveLength(3);
    expect(third.case!['referrals']).toHaveLength(1);
  });

  it('for the case of the secret alone, with a referral or with whom to ask', async () => {
    const { ask, input, authorization } = await newcomer();
    for (const wrong of [undefined, 'Case abc', `Case ${'ab'.repeat(32)}`]) {
      await expect(vault.get(BOOK, { input }, wrong)).rejects.toThrow('UNAUTHENTICATED');
    }
    for (const wrong of [therapist.authorization, vault.operator]) {
      await expect(vault.get(BOOK, { input }, wrong)).rejects.toThrow('FORBIDDEN');
    }
    const both = { referralId: randomUUID() };
    await expect(ask(both)).rejects.toThrow('BAD_USER_INPUT: "referralId" must be given, or');
    await expect(ask({ referral: null })).rejects.toThrow('BAD_USER_INPUT');
    const { payment } = input;
    await expect(book(vault, { authorization }, { ...both, slotId: slots[0]!, payment }))
      .rejects.toThrow('NOT_FOUND');
  });

  it('and who takes the therapist out meanwhile returns what was booked', async () => {
    const { ask, authorization } = await newcomer();
    const { login } = await vault.row<{ login: string }>(
      'SELECT login FROM provider WHERE id = $1', [therapist.id]);
    const stuck = await pauseAt(vault.cluster, 'SELECT 1 FROM account WHERE code = $1 FOR UPDATE',
      [`fund:programme/${issuer.programme}/EUR`]);
    const booking = await stuck.queueUp(() => ask());
    const ending = await stuck.queueUp(() => vault.get<{ returnedSessions: number }>(
      `mutation ($login: String!) { setProviderActive(login: $login, active: false) {
        ... on ProviderActiveSet { returnedSessions } } }`, { login }, vault.operator));
    await stuck.letGo();
    expect((await booking.ends).__typename).toBe('SessionBooked');
    expect(await ending.ends).toEqual({ returnedSessions: 1 });
    expect(await vault.get('{ case { referrals { status } returnedSessions { used } } }', {},
      authorization)).toEqual({
      referrals: [{ status: 'declined' }], returnedSessions: [{ used: false }] });
  });
});
