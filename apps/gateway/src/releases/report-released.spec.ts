import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { reportReleased } from '#contracts/jobs';
import type { Report } from '#disclosure/year/statement';
import { JobDeclined } from '#platform/queue/job-worker';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  confirmPeriod, createProgramme, deliverReports, openPeriod, PERIOD, proposePeriod, reportTerms,
  signedInOwner,
} from '../../testing/story.ts';
import { madeYear, reportsOf, sitesOf, type MadeYear } from '../../testing/year-reports.ts';
import { digestOf, reportOf, ReportsStore } from './reports.store.ts';

const sites = sitesOf(16, 400);
const NEW_PEOPLE = [40, 60, 40, 60];

let rig: Rig;
let owner: Client;
beforeAll(async () => {
  rig = await startRig();
  owner = await signedInOwner(rig);
});
afterAll(() => rig.close());

const sign = (report: object, type = 'report') => rig.sign(type, report);
const storedOf = (programme: string) =>
  rig.db.read('reports', (tx) => new ReportsStore().list(tx, programme));

async function opened(name: string, of = owner): Promise<string> {
  const programme = await createProgramme(of, name, { sites });
  await openPeriod(rig, of, programme);
  return programme;
}

async function made(programme: string, newPeople = NEW_PEOPLE): Promise<MadeYear> {
  return madeYear(await reportTerms(rig, programme), newPeople);
}

const yearOf = async (programme: string, newPeople = NEW_PEOPLE) =>
  reportsOf(programme, PERIOD, await made(programme, newPeople));

/** What an operator is told of this programme's reports that are not shown. */
async function notShown(programme: string) {
  const operator = rig.client();
  operator.authorization = `Operator ${rig.operatorToken}`;
  const { reportsNotShown } = await operator.field<{ reportsNotShown: {
    programme: string; report: string; reason: string | null; promise: string | null }[] }>(
    '{ operations { reportsNotShown { programme report reason promise since } } }');
  return reportsNotShown.filter((one) => one.programme === programme);
}

describe('a report of the vault', () => {
  let programme: string;
  let year: Report[];
  beforeAll(async () => {
    programme = await opened('EAP');
    year = await yearOf(programme);
  });

  it.each<[string, (first: Report) => Promise<{ type: string; body: string; signature: string }>]>([
    ['another\'s signature', async (first) => ({ ...await sign(first), signature: 'A'.repeat(86) })],
    ['another type\'s signature', async (first) => ({ ...await sign(first, 'terms'), type: 'report' })],
    ['a body of another shape', () => sign({ programme })],
    ['a number that is none', (first) => sign({ ...first, release: { ...first.release, settled: -1 } })],
    ['more than it may say', (first) => sign({ ...first, people: ['Ana'] })],
    ['the label of another period', (first) => sign({ ...first, report: `${PERIOD}.2` })],
    ['another day', (first) => sign({ ...first, releasedOn: '2026-10-30' })],
    ['a programme that is not ours', (first) => sign({ ...first, programme: randomUUID() })],
  ])('is not stored with %s', async (_what, job) => {
    await expect(rig.deliver(reportReleased, await job(year[0]!))).rejects.toThrow('is malformed');
    expect(await storedOf(programme)).toEqual([]);
    expect(await notShown(programme)).toEqual([]);
  });

  it('is stored as it was signed, once, and never another in its place', async () => {
    const job = await sign(year[0]!);
    const id = randomUUID();
    await rig.deliver(reportReleased, job, id);
    await rig.deliver(reportReleased, job, id);
    await rig.deliver(reportReleased, job);
    const [other] = await yearOf(programme, [41, 60, 40, 60]);
    const another = await sign(other!);
    await expect(rig.deliver(reportReleased, another, id)).resolves.toBeUndefined();
    await expect(rig.deliver(reportReleased, another)).resolves
      .toEqual(new JobDeclined('told-otherwise'));
    const kept = { body: job.body, signature: job.signature };
    expect(await storedOf(programme)).toEqual([kept]);
    expect(reportOf(kept)).toEqual(year[0]);
    await expect(rig.cluster.query('gateway', 'DELETE FROM report_release'))
      .rejects.toThrow('a release is made once');
  });

  it('that was refused is an alarm, without what it says, until a later one agrees', async () => {
    expect(await notShown(programme)).toEqual([{ programme, report: `${PERIOD}.1`,
      reason: 'told-otherwise', promise: null, since: '2026-11-02' }]);
    const rows = await rig.cluster.query<{ digest: string }>('gateway',
      'SELECT body, signature, digest FROM report_aside WHERE programme_id = $1', [programme]);
    expect(rows).toMatchObject([{ body: null, signature: null }]);
    // All but its few numbers is known: whoever tries them finds them by no hash that stands here.
    const [other] = await yearOf(programme, [41, 60, 40, 60]);
    expect(rows[0]!.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[0]!.digest).not.toBe(digestOf(await sign(other!)));
    const broken = { ...year[1]!, release: { ...year[1]!.release, settled: 1 } };
    for (const one of [broken, broken]) {
      await expect(deliverReports(rig, [one])).rejects.toThrow('refused: breaks-plan');
      expect(await notShown(programme)).toHaveLength(2);
    }
    expect((await notShown(programme))[1]).toMatchObject({ report: `${PERIOD}.2`,
      reason: 'breaks-plan', promise: expect.stringContaining('Period 2: one session') as string });
    await deliverReports(rig, year.slice(1));
    expect(await notShown(programme)).toEqual([]);
    expect((await storedOf(programme)).map(reportOf)).toEqual(year);
  });

  it('is no alarm any more after a year', async () => {
    await expect(deliverReports(rig, await yearOf(programme, [41, 60, 40, 60])))
      .rejects.toThrow('told-otherwise');
    rig.clock.moveTo('2027-11-02');
    expect(await notShown(programme)).toHaveLength(1);
    rig.clock.moveTo('2027-11-04');
    expect(await notShown(programme)).toEqual([]);
    rig.clock.moveTo('2026-11-02');
  });
});

describe('reports of one year', () => {
  it('are stored, shown and settled alike in whatever order they come', async () => {
    const SEEN = `query ($id: ID!) { reports(programmeId: $id) { released settled
      use { people turns } course { turns status people } statements { report } } }`;
    const inOrder = new Map<number, unknown>();
    await fc.assert(fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2, 3, 0, 2], { minLength: 6 }), async (order) => {
        const programme = await opened(`In any order ${randomUUID()}`);
        const year = await yearOf(programme);
        const come = new Set<number>();
        for (const at of order) {
          await deliverReports(rig, [year[at]!]);
          come.add(at);
          const whole = [0, 1, 2, 3].findIndex((one) => !come.has(one));
          const count = whole < 0 ? 4 : whole;
          expect((await storedOf(programme)).map(reportOf)).toEqual(year.slice(0, count));
          expect(await notShown(programme)).toHaveLength(come.size - count);
          const seen = JSON.stringify(await owner.field(SEEN, { id: programme }));
          if (!inOrder.has(count)) inOrder.set(count, seen);
          expect(seen).toBe(inOrder.get(count));
        }
      }), { numRuns: 8, examples: [[[0, 1, 2, 3, 0, 2]], [[1, 0, 2, 3, 0, 2]]] });
    expect(inOrder.size).toBe(5);
    expect(await rig.cluster.query('gateway', 'SELECT * FROM ledger_verify()')).toEqual([]);
  });

  it('come at once, and none is lost', async () => {
    const programme = await opened('At once');
    const year = await yearOf(programme);
    await Promise.all([3, 1, 0, 2].map((at) => deliverReports(rig, [year[at]!])));
    expect((await storedOf(programme)).map(reportOf)).toEqual(year);
    expect(await notShown(programme)).toEqual([]);
  });

  it('wait until their year is confirmed, as after a restore, and are then taken in order', async () => {
    const programme = await createProgramme(owner, 'Unknown', { sites });
    await proposePeriod(owner, programme);
    const year = await yearOf(programme);
    await deliverReports(rig, [year[1]!, year[0]!]);
    const other = reportsOf(programme, '2028-10', await made(programme));
    await deliverReports(rig, [other[0]!]);
    expect(await storedOf(programme)).toEqual([]);
    expect((await notShown(programme)).map(({ report, reason }) => [report, reason])).toEqual([
      [`${PERIOD}.1`, null], [`${PERIOD}.2`, null], ['2028-10.1', null]]);
    await confirmPeriod(rig, programme);
    expect((await storedOf(programme)).map(reportOf)).toEqual(year.slice(0, 2));
    expect((await notShown(programme)).map(({ report }) => report)).toEqual(['2028-10.1']);
  });

  it('of other terms are refused also where they waited, and those after them go on', async () => {
    const programme = await createProgramme(owner, 'Other terms', { sites });
    await proposePeriod(owner, programme);
    const year = await yearOf(programme);
    const finer = { ...year[0]!, terms: { ...year[0]!.terms, rateBps: 1_000 } };
    await deliverReports(rig, [finer, year[1]!, year[0]!]);
    await confirmPeriod(rig, programme);
    expect((await storedOf(programme)).map(reportOf)).toEqual(year.slice(0, 2));
  });

  it('of which one was refused hold up no other year', async () => {
    const programme = await opened('Next year');
    await owner.field(`mutation ($id: ID!) {
      openPeriod(programmeId: $id, period: "2027-10") { __typename } }`, { id: programme });
    await confirmPeriod(rig, programme, {}, '2027-10');
    const year = await yearOf(programme);
    const broken = { ...year[1]!, release: { ...year[1]!.release, settled: 1 } };
    await deliverReports(rig, [year[0]!]);
    await expect(deliverReports(rig, [broken])).rejects.toThrow('breaks-plan');
    await deliverReports(rig, [year[2]!, year[3]!]);
    const next = reportsOf(programme, '2027-10',
      madeYear(await reportTerms(rig, programme, '2027-10'), NEW_PEOPLE));
    await deliverReports(rig, next);
    expect((await storedOf(programme)).map(reportOf)).toEqual([year[0], ...next]);
    expect((await notShown(programme)).map(({ report, reason }) => [report, reason])).toEqual([
      [`${PERIOD}.2`, 'breaks-plan'], [`${PERIOD}.3`, null], [`${PERIOD}.4`, null]]);
    // What waited is taken as soon as the right one comes.
    await deliverReports(rig, [year[1]!]);
    expect((await storedOf(programme)).map(reportOf)).toEqual([...year, ...next]);
  });
});

it('what reports settle beyond the one before is settled once, as far as it is paid',
  async () => {
    // Another employer: what others have prepaid pays nothing of hers.
    const buyer = await signedInOwner(rig);
    const ours = await opened('Settled', buyer);
    const year = await yearOf(ours);
    const sums = year.map(({ release }) => release.settled ?? 0);
    const book = async () => Object.fromEntries((await rig.cluster.query<{
      account: string; sessions: number }>('gateway', `SELECT split_part(code, ':', 1) AS account,
      (balance / 9500)::int AS sessions FROM account
      WHERE code LIKE 'settled:%' OR code LIKE 'prepaid:%' ORDER BY 1`))
      .map(({ account, sessions }) => [account, sessions]));
    const buy = (sessions: number) => buyer.field(
      'mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) { __typename } }',
      { input: { programmeId: ours, sessions, method: 'CARD', cardToken: 'sandbox-ok',
        idempotencyKey: randomUUID() } });
    const start = await book();
    const by = async () => {
      const { prepaid = 0, settled = 0 } = await book();
      return [prepaid - (start['prepaid'] ?? 0), settled - (start['settled'] ?? 0)];
    };
    const last = sums.at(-1)!;
    const bought = sums[1]! + 5;
    await buy(bought);
    // The third comes before the second: nobody knows yet what it settles beyond that one.
    await deliverReports(rig, [year[0]!, year[2]!, year[3]!]);
    expect(await by()).toEqual([bought - sums[0]!, sums[0]]);
    await deliverReports(rig, [year[1]!]);
    // What is paid of it is settled at once.
    expect(await by()).toEqual([0, bought]);
    await buy(last - bought);
    expect(await by()).toEqual([0, last]);
    await deliverReports(rig, year);
    await buy(7);
    expect(await by()).toEqual([7, last]);
    expect(await rig.cluster.query('gateway', 'SELECT * FROM ledger_verify()')).toEqual([]);
  });
