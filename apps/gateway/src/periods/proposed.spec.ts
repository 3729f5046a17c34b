import { randomUUID } from 'node:crypto';
import { termsConfirmed, termsRefused } from '#contracts/jobs';
import { signStatement } from '#pseudonym/signed';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  confirmPeriod, createProgramme, letters, openPeriod, PERIOD, proposePeriod, signedInOwner,
} from '../../testing/story.ts';

const PERIODS = `{ programmes { periods {
  status refusal proposedOn confirmBy confirmedBy } } }`;

interface Seen { status: string; refusal: string | null; confirmedBy: string | null }

describe('a period that HR has proposed', () => {
  let rig: Rig;
  let owner: Client;
  let programme: string;
  beforeAll(async () => { rig = await startRig(); });
  afterAll(() => rig.close());
  beforeEach(async () => {
    rig.clock.moveTo('2026-11-02');
    owner = await signedInOwner(rig);
    programme = await createProgramme(owner);
    await proposePeriod(owner, programme);
  });

  const seen = async () => {
    const [{ periods: [own] }] = await owner.field<[{ periods: [Seen] }]>(PERIODS);
    return own;
  };
  const jobs = async () => (await rig.cluster.query<{ name: string; payload: object }>('gateway',
    `SELECT name, payload FROM outbox WHERE payload::text LIKE '%' || $1 || '%' ORDER BY position`,
    [programme]));
  const proposal = async () => (await rig.cluster.query<{ proposal: string }>('gateway',
    'SELECT proposal FROM period WHERE programme_id = $1', [programme]))[0]!.proposal;
  const operator = () => {
    const client = rig.client();
    client.authorization = `Operator ${rig.operatorToken}`;
    return client;
  };
  const counts = () => operator().field<Record<string, number>>(
    '{ operations { periodsWaiting periodsOverdue } }');

  it('waits: it has no letters, no keys go to the vault, and both lists say since when', async () => {
    expect(await seen()).toEqual({ status: 'PROPOSED', refusal: null, proposedOn: '2026-11-02',
      confirmBy: '2026-11-05', confirmedBy: null });
    expect(await letters(rig, programme)).toEqual([]);
    expect((await jobs()).map(({ name }) => name)).toEqual(['terms.proposed']);
    const [listed] = await operator().field<[object]>(
      `{ allPeriods(programmeId: "${programme}") { status proposedOn confirmBy } }`);
    expect(listed).toEqual(
      { status: 'PROPOSED', proposedOn: '2026-11-02', confirmBy: '2026-11-05' });
  });

  it('is told to the vault by a contract\'s number, with nothing of a name', async () => {
    const payload = (await jobs())[0]?.payload as { terms: Record<string, unknown> };
    expect(payload).toMatchObject({ confirmation: null, terms: {
      rules: 'year-1', spareSeats: 15, programme, period: PERIOD, currency: 'EUR', sessionPriceMinor: '9500',
      sessionsPerMember: 8, k: 10, rateBps: 450, departments: [
        { number: 1, site: 1, people: 70 }, { number: 2, site: 1, people: 20 },
        { number: 3, site: 2, people: 65 }] } });
    expect(payload.terms['contract']).toMatch(/^C-[0-9A-F]{8}$/);
    expect(JSON.stringify(payload)).not.toMatch(/Berlin|Wien|Care|Sales|Firma|example/);
  });

  it('is confirmed, gets its letters, and is open with the last mirrored key', async () => {
    await confirmPeriod(rig, programme);
    expect(await seen()).toMatchObject({ status: 'CONFIRMED', confirmedBy: 'OPERATOR' });
    expect(await letters(rig, programme)).toHaveLength(155);
    expect((await jobs()).map(({ name }) => name)).toEqual(['terms.proposed', 'keys.registered']);
    // Told again, as after a restore of this gateway: keys that wait are registered again.
    await confirmPeriod(rig, programme);
    expect((await jobs()).map(({ name }) => name)).toHaveLength(3);
    await openPeriod(rig, owner, programme);
    expect(await seen()).toMatchObject({ status: 'OPEN' });
    const before = await jobs();
    await confirmPeriod(rig, programme);
    expect(await jobs()).toEqual(before);
  });

  it('that the vault confirms by itself says so', async () => {
    await confirmPeriod(rig, programme, { by: 'automatic' });
    expect(await seen()).toMatchObject({ status: 'CONFIRMED', confirmedBy: 'AUTOMATIC' });
  });

  it('takes no other\'s word, and none on other terms', async () => {
    const stranger = await signStatement(new Uint8Array(32).fill(7), 'terms', {});
    await expect(rig.deliver(termsConfirmed, {
      type: 'terms', signature: stranger.signature,
      body: Buffer.from(stranger.body).toString('base64url'),
    })).rejects.toThrow('not signed');
    const { terms } = (await jobs())[0]?.payload as { terms: object };
    await confirmPeriod(rig, programme, { terms: { ...terms, sessionPriceMinor: '1' } });
    expect(await seen()).toMatchObject({ status: 'PROPOSED', confirmedBy: null });
    expect(await letters(rig, programme)).toEqual([]);
  });

  it('is not confirmed any more once the vault keeps to other terms, and the reason is told',
    async () => {
      const refuse = async (reason: string) =>
        rig.deliver(termsRefused,
          { programme, period: PERIOD, reason, proposal: await proposal() });
      await refuse('conflict');
      expect(await seen()).toMatchObject({ status: 'REFUSED', refusal: 'conflict' });
      expect(await letters(rig, programme)).toEqual([]);
      // Later the vault's operator says why, and that goes before; the first word of others stays.
      await refuse('declined-people');
      await refuse('too-late');
      expect(await seen()).toMatchObject({ status: 'REFUSED', refusal: 'declined-people' });
    });

  it('that was declined is proposed anew, with the headcounts of now; nothing of before is left',
    async () => {
      const declined = async (which: string) =>
        rig.deliver(termsRefused,
          { programme, period: PERIOD, reason: 'declined-people', proposal: which });
      const before = await proposal();
      await declined(randomUUID());
      expect(await seen()).toMatchObject({ status: 'PROPOSED' });
      await declined(before);
      expect(await seen()).toMatchObject({ status: 'REFUSED', refusal: 'declined-people' });
      await owner.field(`mutation ($id: ID!, $file: String!) {
        replaceHeadcounts(programmeId: $id, file: $file) { __typename } }`,
      { id: programme,
        file: Buffer.from('site,department,headcount\nBerlin,Care,90\n').toString('base64') });
      await proposePeriod(owner, programme);
      expect(await seen()).toMatchObject({ status: 'PROPOSED', refusal: null });
      expect(await proposal()).not.toBe(before);
      // The refusal comes again, as a job may: it is about another proposal.
      await declined(before);
      expect(await seen()).toMatchObject({ status: 'PROPOSED' });
      await confirmPeriod(rig, programme);
      expect(await seen()).toMatchObject({ status: 'CONFIRMED' });
      // What is confirmed is never forgotten, whatever is asked.
      const kept = await letters(rig, programme);
      await declined(await proposal());
      await rig.cluster.query('gateway', 'SELECT forget_refused($1, $2)', [programme, PERIOD]);
      expect(await letters(rig, programme)).toEqual(kept);
    });

  it.each(['conflict', 'too-late', 'other-before', 'unknown-rules', 'odd-terms', 'too-small',
    'too-many-blocks', 'rate-rises', 'declined-people'])('that was refused as %s is proposed anew, also with the same headcounts', async (reason) => {
    const before = await proposal();
    await rig.deliver(termsRefused,
      { programme, period: PERIOD, reason, proposal: before });
    await proposePeriod(owner, programme);
    expect(await seen()).toMatchObject({ status: 'PROPOSED', refusal: null });
    expect(await proposal()).not.toBe(before);
    expect((await jobs()).map(({ name }) => name)).toEqual(['terms.proposed', 'terms.proposed']);
  });

  it('that was refused gives way to a year of another month, which shares days with it', async () => {
    const other = () => owner.field<{ code?: string }>(`mutation ($id: ID!) {
      openPeriod(programmeId: $id, period: "2026-11") { ... on PeriodRefused { code } } }`,
    { id: programme });
    expect(await other()).toEqual({ code: 'WRONG_PERIOD' });
    await rig.deliver(termsRefused,
      { programme, period: PERIOD, reason: 'declined-people', proposal: await proposal() });
    expect(await other()).toEqual({});
  });

  it('is counted while the vault\'s operator is away: overdue, and on no day by itself open',
    async () => {
      await confirmPeriod(rig, programme);
      const before = await counts();
      const next = await createProgramme(owner, 'Next');
      await owner.field(`mutation ($id: ID!) { openPeriod(programmeId: $id, period: "2027-10") {
        __typename } }`, { id: next });
      expect(await counts()).toEqual(
        { ...before, periodsWaiting: before['periodsWaiting']! + 1 });
      rig.clock.moveTo('2027-10-01');
      owner = await signedInOwner(rig);
      expect((await counts())['periodsOverdue']).toBe((await counts())['periodsWaiting']);
      const [row] = await operator().field<[object]>(
        `{ allPeriods(programmeId: "${next}") { status } }`);
      expect(row).toEqual({ status: 'PROPOSED' });
    });
});
