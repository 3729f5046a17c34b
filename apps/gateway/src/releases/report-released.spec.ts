import { randomUUID } from 'node:crypto';
import { reportReleased } from '#contracts/jobs';
import type { Report } from '#disclosure/year/statement';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { createProgramme, openPeriod, PERIOD, signedInOwner } from '../../testing/story.ts';
import { madeYear, reportsOf, termsOf } from '../../testing/year-reports.ts';
import { reportOf, ReportsStore } from './reports.store.ts';

const MADE = madeYear(termsOf(6, 400), [40, 60, 40, 60]);

describe('a report of the vault', () => {
  let rig: Rig;
  let owner: Client;
  let programme: string;
  let year: Report[];

  beforeAll(async () => {
    rig = await startRig();
    owner = await signedInOwner(rig);
    programme = await createProgramme(owner);
    await openPeriod(rig, owner, programme);
    year = reportsOf(programme, PERIOD, MADE);
  });
  afterAll(() => rig.close());

  const sign = (report: object, type = 'report') => rig.sign(type, JSON.parse(JSON.stringify(report)));
  const stored = () => rig.db.read('reports', (tx) => new ReportsStore().list(tx, programme));

  it.each<[string, (first: Report) => Promise<{ type: string; body: string; signature: string }>]>([
    ['another\'s signature', async (first) => ({ ...await sign(first), signature: 'A'.repeat(86) })],
    ['another type\'s signature', async (first) => ({ ...await sign(first, 'terms'), type: 'report' })],
    ['a body of another shape', () => sign({ programme })],
    ['a number that is none', (first) => sign({ ...first, release: { ...first.release, settled: -1 } })],
    ['more than it may say', (first) => sign({ ...first, people: ['Ana'] })],
    ['the label of another period', (first) => sign({ ...first, report: `${PERIOD}.2` })],
    ['another day', (first) => sign({ ...first, releasedOn: '2026-10-30' })],
    ['a year that was never opened', (first) => sign({ ...first, period: '2028-10',
      report: '2028-10.1', releasedOn: '2029-01-30' })],
    ['a programme that is not ours', (first) => sign({ ...first, programme: randomUUID() })],
  ])('is not stored with %s', async (_what, job) => {
    await expect(rig.deliver(reportReleased, await job(year[0]!))).rejects.toThrow('is malformed');
    expect(await stored()).toEqual([]);
  });

  it('is stored as it was signed, once, and never another in its place', async () => {
    const job = await sign(year[0]!);
    const id = randomUUID();
    await rig.deliver(reportReleased, job, id);
    await rig.deliver(reportReleased, job, id);
    await rig.deliver(reportReleased, job);
    const other = { ...year[0]!, release: { ...year[0]!.release, settled: 10 } };
    await expect(rig.deliver(reportReleased, await sign(other))).rejects.toThrow('is malformed');
    const kept = { body: job.body, signature: job.signature };
    expect(await stored()).toEqual([kept]);
    expect(reportOf(kept)).toEqual(year[0]);
  });

  it('is there with those after it, in their order', async () => {
    for (const at of [2, 1, 3]) await rig.deliver(reportReleased, await sign(year[at]!));
    expect((await stored()).map(reportOf)).toEqual(year);
    await expect(rig.cluster.query('gateway', 'DELETE FROM report_release'))
      .rejects.toThrow('a release is made once');
  });

  it('settles what it settles beyond the one before, once, and waits for payment where it must', async () => {
    const ours = await createProgramme(owner, 'Settled');
    await openPeriod(rig, owner, ours);
    const reports = reportsOf(ours, PERIOD, MADE).map((one, at) =>
      ({ ...one, release: { ...one.release, settled: [0, 30, 30, 75][at]! } }));
    const book = async () => Object.fromEntries((await rig.cluster.query<{
      account: string; sessions: number }>('gateway', `SELECT split_part(code, ':', 1) AS account,
      (balance / 9500)::int AS sessions FROM account
      WHERE code LIKE 'settled:%' OR code LIKE 'prepaid:%' ORDER BY 1`))
      .map(({ account, sessions }) => [account, sessions]));
    const buy = (sessions: number) => owner.field(
      'mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) { __typename } }',
      { input: { programmeId: ours, sessions, method: 'CARD', cardToken: 'sandbox-ok',
        idempotencyKey: randomUUID() } });
    const start = await book();
    const by = async () => {
      const { prepaid = 0, settled = 0 } = await book();
      return [prepaid - (start['prepaid'] ?? 0), settled - (start['settled'] ?? 0)];
    };
    await buy(50);
    const jobs = await Promise.all(reports.map((report) => sign(report)));
    // The third comes before the second: nobody knows yet what it settles beyond that one.
    for (const at of [0, 2, 3]) await rig.deliver(reportReleased, jobs[at]!);
    expect(await by()).toEqual([5, 45]);
    await rig.deliver(reportReleased, jobs[1]!);
    expect(await by()).toEqual([5, 45]);
    await buy(30);
    expect(await by()).toEqual([5, 75]);
    for (const job of jobs) await rig.deliver(reportReleased, job);
    await buy(7);
    expect(await by()).toEqual([12, 75]);
    expect(await rig.cluster.query('gateway', 'SELECT * FROM ledger_verify()')).toEqual([]);
  });
});
