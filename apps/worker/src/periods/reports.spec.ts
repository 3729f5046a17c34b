import { randomUUID } from 'node:crypto';
import { readReport } from '#calendar/periods';
import { vaultAccount } from '#billing/accounts';
import type { Report } from '#disclosure/year/statement';
import type { WorkerConfig } from '#platform/settings/config';
import { Database } from '#platform/database';
import { CareFixture, SetClock } from '../claims/care.fixture.ts';
import { ClaimsService } from '../claims/claims.service.ts';
import { ClaimsStore } from '../claims/claims.store.ts';
import { Idempotency } from '../foundation/idempotency.store.ts';
import { Signer } from '../foundation/signer.ts';
import { PeriodsBook } from '../programmes/periods-book.service.ts';
import { ProgrammePeriodsStore } from '../programmes/programme-periods.store.ts';
import { ClosingService } from './closing.service.ts';
import { ClosingStore, type ReportDays } from './closing.store.ts';
import { DueClosings } from './due-closings.service.ts';
import { ReportsService } from './reports.service.ts';
import { ReportsStore } from './reports.store.ts';

const clock = new SetClock('2026-11-20T09:00:00Z');
let care: CareFixture;
let closing: DueClosings;
/** Runs once, between the two transactions of a closing. */
let between: () => Promise<unknown> = () => Promise.resolve();
let claims: ClaimsService;
const providers: string[] = [];
const told: unknown[] = [];

const provider = (at: number) => providers[at % providers.length] ?? '';

async function claim(referral: string | null, day: string, at = 0): Promise<string> {
  const number = await care.session(provider(at), referral, day);
  const me = { kind: 'provider', providerId: provider(at), timeZone: 'Europe/Berlin', hasFactor: true,
    tokenHash: new Uint8Array() } as const;
  const verdict = await claims.submit(me, {
    idempotencyKey: randomUUID(), authorisationNumber: number, serviceDate: day, units: 1,
    serviceCode: '90834', modality: 'VIDEO', fee: { minor: '9500', currency: 'EUR' },
  });
  if (verdict.kind !== 'claim-adjudicated' || verdict.claim.status !== 'PAID') throw new Error(day);
  return verdict.claim.id;
}

/** So many new people with a session each, on days from the tenth of a month on. */
async function newPeople(count: number, month: string, block = 'B1'): Promise<string[]> {
  const people: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const referral = await care.referral(provider(at), block);
    await claim(referral, `${month}-${10 + (at % 10)}`, at);
    people.push(referral);
  }
  return people;
}

const daysOf = (label: string): ReportDays => {
  const { period, opens, closes } = readReport(label)!;
  return { programme: care.programme, period, report: label, opens, closes };
};
const facts = (label: string) => care.db.read('facts', (tx) =>
  new ReportsStore().counted(tx, daysOf(label), 8));
const reports = async () => (await care.cluster.query<{ body: string }>('vault',
  'SELECT body FROM report_release ORDER BY report')).map(({ body }) => JSON.parse(body) as Report);
const settled = async () => (await care.db.read('settled', (tx) => care.ledger.balances(tx,
  [vaultAccount('released:programme', care.programme, 'SES')])))[0];
const jobs = async () => (await care.cluster.query<{ name: string }>('vault',
  `SELECT name FROM outbox WHERE name = 'report.released'`)).length;
const without = (sql: string, ...values: unknown[]) => care.cluster.query('vault', sql, values);

beforeAll(async () => {
  care = await CareFixture.open(2, 1_500);
  for (let at = 0; at < 4; at += 1) providers.push(await care.provider());
  const signer = new Signer(
    { signingSeed: new Uint8Array(32).fill(5) } as unknown as WorkerConfig);
  const service = new ReportsService(
    clock, signer, care.ledger, new ProgrammePeriodsStore(), new ReportsStore(),
    care.flats(clock));
  const transaction: Database['transaction'] = async (name, work) => {
    if (name === 'release-period') {
      const [once] = [between, between = () => Promise.resolve()];
      await once();
    }
    return care.db.transaction(name, work);
  };
  const db = { read: care.db.read.bind(care.db), transaction } as unknown as Database;
  const one = new ClosingService(clock, db,
    new PeriodsBook(care.db, new ProgrammePeriodsStore()), care.ledger, new ClosingStore(),
    service);
  closing = new DueClosings(clock, { write: (_level, fields) => { told.push(fields['code']); } },
    care.db, new ClosingStore(), one);
  claims = new ClaimsService(
    clock, care.db, new Idempotency(clock), care.ledger, new ClaimsStore());
});
afterAll(() => care.cluster.drop());

describe('who is counted', () => {
  let people: string[];
  let late: string;

  it('is everybody who has had a session, in the period of her first; a no-show makes no case', async () => {
    people = await newPeople(12, '2026-11');
    const missed = await care.referral(provider(0));
    const number = await care.session(provider(0), missed, '2026-11-11');
    await without(`UPDATE authorisation SET status = 'no_show' WHERE number = $1`, number);
    late = missed;
    await claim(null, '2026-11-12');
    // Of the second period: not counted yet.
    clock.set('2027-02-20T09:00:00Z');
    await claim(people[0]!, '2027-02-10');
    clock.set('2027-01-30T00:00:01Z');
    expect(await closing.closeDue()).toEqual({ closed: 1, failed: 0 });
    const counted = await facts('2026-10.1');
    expect(counted).toHaveLength(12);
    expect(new Set(counted.map((one) => JSON.stringify(one)))).toEqual(new Set([JSON.stringify({
      turn: 1, block: 'B1', concern: 'STRESS', modality: 'VIDEO', sessions: 1,
      waitDays: counted[0]!.waitDays }), ...counted.map((one) => JSON.stringify(one))]));
    expect((await reports())[0]).toMatchObject({ report: '2026-10.1', releasedOn: '2027-01-30',
      release: { period: 1, totals: [{ turns: [1], people: 12 }], settled: 12 } });
    expect(await settled()).toBe(12n);
  });

  it('stays as she was counted, whatever she had later or says later', async () => {
    clock.set('2027-02-25T09:00:00Z');
    const fresh = await newPeople(12, '2027-02', 'B2');
    await claim(late, '2027-02-12');
    await without(`UPDATE case_enrolment SET concern = NULL WHERE case_id IN
      (SELECT case_id FROM referral WHERE id = ANY ($1))`, fresh.slice(0, 11));
    clock.set('2027-04-30T00:00:01Z');
    expect(await closing.closeDue()).toEqual({ closed: 1, failed: 0 });
    const counted = await facts('2026-10.2');
    const turns = Map.groupBy(counted, ({ turn }) => turn);
    expect([turns.get(1)?.length, turns.get(2)?.length]).toEqual([12, 13]);
    expect(counted.filter(({ sessions }) => sessions === 2)).toHaveLength(2);
    expect(counted.filter(({ concern }) => concern === 'OTHER')).toHaveLength(11);
    const [, second] = await reports();
    expect(second!.release).toMatchObject({ totals: [{ turns: [2], people: 13 }], settled: 25 });
    expect(second!.release.concerns?.people).toBe(25);
    expect(await settled()).toBe(25n);
    expect(await care.problems()).toEqual([]);
  });
});

describe('between the two transactions of a closing', () => {
  it('nothing of its days moves: a kill is repaired by the next look, with the same numbers', async () => {
    clock.set('2027-05-28T09:00:00Z');
    const paid = await claim((await newPeople(11, '2027-05', 'B2'))[0]!, '2027-05-27');
    const open = await care.session(provider(0), await care.referral(provider(0)), '2027-05-27');
    clock.set('2027-07-30T00:00:01Z');
    between = () => Promise.reject(new Error('killed'));
    expect(await closing.closeDue()).toEqual({ closed: 0, failed: 1 });
    expect([await jobs(), (await reports()).length]).toEqual([2, 2]);
    const held = await care.db.transaction('look', (tx) =>
      new ClaimsStore().lockPaid(tx, paid, provider(0)));
    expect(held?.isPeriodReported).toBe(true);
    expect(await without('SELECT status FROM authorisation WHERE number = $1', open))
      .toEqual([{ status: 'expired' }]);
    const before = await facts('2026-10.3');
    clock.set('2027-07-30T00:00:03Z');
    expect(await closing.closeDue()).toEqual({ closed: 1, failed: 0 });
    expect(await facts('2026-10.3')).toEqual(before);
    expect([await jobs(), (await reports()).length]).toEqual([3, 3]);
    expect(await care.problems()).toEqual([]);
  });

  it('a fact that changes nevertheless is noticed: the report is made anew', async () => {
    clock.set('2027-10-30T00:00:01Z');
    between = () => without(`UPDATE case_enrolment SET concern = 'GRIEF' WHERE case_id =
      (SELECT min(case_id::text)::uuid FROM counted_case)`);
    expect(await closing.closeDue()).toEqual({ closed: 0, failed: 1 });
    expect(told.at(-1)).toBe('PeriodNotClosed facts-changed');
    clock.set('2027-10-30T00:00:03Z');
    expect(await closing.closeDue()).toEqual({ closed: 1, failed: 0 });
    expect((await reports()).map(({ report }) => report))
      .toEqual(['2026-10.1', '2026-10.2', '2026-10.3', '2026-10.4']);
  });

  it('two workers close it once', async () => {
    expect(await jobs()).toBe(4);
    await Promise.all([closing.closeDue(), closing.closeDue()]);
    expect(await jobs()).toBe(4);
    expect(await settled()).toBe(BigInt((await reports())[3]!.release.settled!));
  });

  it.each(['counted_case', 'frozen_report', 'report_release'])('%s is never changed', async (table) => {
    await expect(without(`DELETE FROM ${table}`)).rejects.toThrow('never changed');
  });
});

describe('those who are counted', () => {
  it('are at most as many of a block as it had people at the start', async () => {
    await without(`INSERT INTO programme_block VALUES ($1, '2026-10', 'B3', 2)`, care.programme);
    for (let at = 0; at < 4; at += 1) {
      const referral = await care.referral(provider(at), 'B3');
      clock.set('2027-09-25T09:00:00Z');
      await claim(referral, `2027-09-1${at}`, at);
    }
    for (let again = 0; again < 2; again += 1) {
      await care.db.transaction('count', (tx) => new ReportsStore().count(tx, daysOf('2026-10.4'), 4));
    }
    expect((await facts('2026-10.4')).filter(({ block }) => block === 'B3')).toHaveLength(2);
  });
});
