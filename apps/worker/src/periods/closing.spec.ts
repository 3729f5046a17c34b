import { randomUUID } from 'node:crypto';
import { readPeriod, readReport } from '#calendar/periods';
import { vaultAccount } from '#billing/accounts';
import type { WorkerConfig } from '#platform/settings/config';
import type { LogFields } from '#platform/logging';
import { signingPublicKey, verifyStatement } from '#pseudonym/signed';
import { CareFixture, SetClock } from '../claims/care.fixture.ts';
import { ClaimsService } from '../claims/claims.service.ts';
import { ClaimsStore } from '../claims/claims.store.ts';
import { Idempotency } from '../foundation/idempotency.store.ts';
import { Signer } from '../foundation/signer.ts';
import { CapsStore } from '../funding/caps.store.ts';
import { OperationsStore } from '../operations/operations.store.ts';
import { PayoutsService } from '../payouts/payouts.service.ts';
import { PayoutRequestsStore } from '../payouts/payout-requests.store.ts';
import { PayoutsStore } from '../payouts/payouts.store.ts';
import { PeriodsBook } from '../programmes/periods-book.service.ts';
import { ProgrammePeriodsStore } from '../programmes/programme-periods.store.ts';
import { tellAgain } from '../restores/told-again.ts';
import { ClosingService } from './closing.service.ts';
import { ClosingStore, type ReportDays } from './closing.store.ts';
import { DueClosings } from './due-closings.service.ts';
import { ReportsService } from './reports.service.ts';
import { ReportsStore } from './reports.store.ts';

const seed = new Uint8Array(32).map((_, place) => place * 7 + 3);
const clock = new SetClock('2026-11-20T09:00:00Z');
let care: CareFixture;
let closing: DueClosings;
const told: LogFields[] = [];
let payouts: PayoutsService;
let claims: ClaimsService;

const outbox = () => care.cluster.query<{ name: string; payload: {
  type: string; body: string; signature: string } }>('vault',
  'SELECT name, payload FROM outbox ORDER BY position');

async function deliver(
  providerId: string, block: string, of = care.referral(providerId, block),
): Promise<void> {
  const referral = await of;
  const number = await care.session(providerId, referral);
  const me = { kind: 'provider', providerId, timeZone: 'Europe/Berlin', hasFactor: true,
    tokenHash: new Uint8Array() } as const;
  await claims.submit(me, {
    idempotencyKey: randomUUID(), authorisationNumber: number, serviceDate: '2026-10-20', units: 1,
    serviceCode: '90834', modality: 'VIDEO', fee: { minor: '9500', currency: 'EUR' },
  });
}

const reportOf = (label: string, programme: string): ReportDays => {
  const { period, opens, closes } = readReport(label)!;
  return { programme, period, report: label, opens, closes };
};

async function openYear(programme: string, period: string): Promise<void> {
  const { opens, closes, startsBooking, reports } = readPeriod(period)!;
  await care.db.transaction('open', (tx) => new ProgrammePeriodsStore().keep(tx, {
    programme, period, opens, closes, startsBooking, releases: reports[3]!.releases, k: 10,
    rateBps: 450, sessionsPerMember: 8, currency: 'EUR', sessionPriceMinor: '9500',
    seatPriceMinor: null,
  }, reports, []));
}

const addBlocks = (programme: string, period: string) => care.cluster.query('vault',
  `INSERT INTO programme_block (programme, period, block, headcount)
   VALUES ($1, $2, 'B1', 80), ($1, $2, 'B2', 80)`, [programme, period]);

beforeAll(async () => {
  care = await CareFixture.open(2, 80);
  const signer = new Signer({ signingSeed: seed } as unknown as WorkerConfig);
  const periods = new PeriodsBook(care.db, new ProgrammePeriodsStore());
  const one = new ClosingService(
    clock, care.db, periods, care.ledger, new ClosingStore(),
    new ReportsService(clock, signer, care.ledger, new ProgrammePeriodsStore(),
      new ReportsStore(), care.flats(clock)));
  closing = new DueClosings(clock, { write: (_level, fields) => { told.push(fields); } }, care.db,
    new ClosingStore(), one);
  payouts = new PayoutsService(
    clock, care.db, care.ledger, new PayoutsStore(), new ClaimsStore(),
    new PayoutRequestsStore(), new CapsStore(), { payoutsAloneUpTo: 10_000_000n });
  const once = new Idempotency(clock);
  claims = new ClaimsService(clock, care.db, once, care.ledger, new ClaimsStore());
});
afterAll(() => care.cluster.drop());

describe('the calendar', () => {
  it('pays each therapist what her claims were paid, once for a run', async () => {
    const [one, other, third] = [
      await care.provider(), await care.provider(), await care.provider()];
    for (let person = 0; person < 7; person += 1) await deliver(one, 'B1');
    for (let person = 0; person < 6; person += 1) {
      // Four sessions each: sessions that tell of fewer than k people would be hidden.
      const referral = care.referral(other, 'B2');
      for (const by of [other, other, third, third]) await deliver(by, 'B2', referral);
    }
    const key = randomUUID();
    const runs = await Promise.all(
      [key, key, randomUUID()].map((run) => payouts.run(run, 'anna')));
    expect(runs[0]).toEqual(runs[1]);
    const total = await care.cluster.query('vault',
      `SELECT count(*)::integer AS count, sum(amount_minor)::text AS minor FROM payout
       WHERE status = 'confirmed'`);
    expect(total).toEqual([{ count: 3, minor: String(31 * 8_550) }]);
    expect(await care.problems()).toEqual([]);
    const me = { kind: 'provider', providerId: one, timeZone: 'Europe/Berlin', hasFactor: true,
      tokenHash: new Uint8Array() } as const;
    const [payout] = await payouts.list(me, 5);
    const advice = await payouts.advice(me, payout!.id);
    expect(advice.lines).toHaveLength(7);
    expect(advice.lines.reduce((sum, line) => sum + BigInt(line.paid.minor), 0n).toString())
      .toBe(advice.amount.minor);
    await expect(payouts.advice({ ...me, providerId: other }, payout!.id))
      .rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('releases nothing before the release day', async () => {
    clock.set('2027-01-29T23:59:59Z');
    expect(await closing.closeDue()).toEqual({ closed: 0, failed: 0 });
    expect(await outbox()).toEqual([]);
  });

  it('closes a period once: holds expire, the release is signed and stored', async () => {
    await care.session(await care.provider(), null);
    clock.set('2027-01-30T00:00:01Z');
    await Promise.all([closing.closeDue(), closing.closeDue()]);
    expect(await closing.closeDue()).toEqual({ closed: 0, failed: 0 });
    const holds = await care.cluster.query('vault', 'SELECT * FROM open_hold');
    expect(holds).toEqual([]);
    const jobs = await outbox();
    expect(jobs.map(({ name }) => name)).toEqual(['report.released']);
    const key = await signingPublicKey(seed);
    const [report] = await Promise.all(jobs.map(async ({ payload }) =>
      verifyStatement(key, payload.type, {
        ...payload, body: Buffer.from(payload.body, 'base64url').toString('utf8'),
      })));
    expect(report).toMatchObject({ kind: 'valid', body: {
      period: '2026-10', report: '2026-10.1', releasedOn: '2027-01-30', terms: { k: 10 },
      release: { period: 1, totals: [], settled: 0 } } });
    // Posted once, although four workers and looks came to it.
    expect(await care.db.read('settled', (tx) => care.ledger.balances(tx,
      [vaultAccount('released:programme', care.programme, 'SES')]))).toEqual([0n]);
    expect(await care.problems()).toEqual([]);
  });

  it('tells a gateway that was restored of it again, in the same bytes', async () => {
    const first = await outbox();
    const signer = new Signer({ signingSeed: seed } as unknown as WorkerConfig);
    await care.db.transaction('tell-again', tellAgain(signer));
    expect((await outbox()).slice(first.length)).toEqual(first);
  });

  it('closes a programme\'s periods in their order: each goes on from the one before', async () => {
    const programme = randomUUID();
    // A year without blocks cannot be released: the verifier refuses it. Three reports are due.
    await openYear(programme, '2026-02');
    clock.set('2027-01-31T00:00:01Z');
    expect(await closing.closeDue()).toEqual({ closed: 0, failed: 3 });
    const failure = { event: 'period-not-closed', code: 'PeriodNotClosed no-plan-too-small', attempt: 1 };
    expect(told).toEqual([failure]);
    // Tried again after a second, then after two: not at every look.
    expect(await closing.closeDue()).toEqual({ closed: 0, failed: 3 });
    expect(told).toHaveLength(1);
    clock.set('2027-01-31T00:00:02Z');
    expect(await closing.closeDue()).toEqual({ closed: 0, failed: 3 });
    expect(told).toEqual([failure, { ...failure, attempt: 2 }]);
    const alarms = await care.db.read('alarms', (tx) => new OperationsStore().periodsNotClosed(tx));
    expect(alarms).toEqual([{ programme, period: '2026-02.1', reason: 'PeriodNotClosed no-plan-too-small',
      failedOn: '2027-01-31', tries: 2 }]);
    await addBlocks(programme, '2026-02');
    clock.set('2027-01-31T00:00:04Z');
    expect(await closing.closeDue()).toEqual({ closed: 3, failed: 0 });
    expect(await care.db.read('alarms', (tx) => new OperationsStore().periodsNotClosed(tx))).toEqual([]);
    expect(await care.cluster.query('vault', `SELECT report FROM report_release
      WHERE programme = $1 ORDER BY report`, [programme]))
      .toEqual(['2026-02.1', '2026-02.2', '2026-02.3'].map((report) => ({ report })));
  });

  it('holds up no other programme when one\'s closing is stuck', async () => {
    const [stuck, other] = [randomUUID(), randomUUID()];
    for (const programme of [stuck, other]) {
      await openYear(programme, '2026-09');
      await addBlocks(programme, '2026-09');
    }
    clock.set('2027-02-01T00:00:01Z');
    const closed = () => care.cluster.query<{ programme: string }>('vault',
      `SELECT programme FROM report_release WHERE report = '2026-09.1'`);
    // As a session would that began to close it and hangs; it ends when the other one is closed.
    await care.db.transaction('stuck', async (tx) => {
      await new ClosingStore().lock(tx, reportOf('2026-09.1', stuck));
      expect(await closing.closeDue()).toEqual({ closed: 1, failed: 1 });
    });
    expect(await closed()).toEqual([{ programme: other }]);
    expect(told.at(-1)).toEqual(
      { event: 'period-not-closed', code: 'DatabaseUnavailable 55P03', attempt: 1 });
  });
});

describe('what is finished', () => {
  it.each([
    ['a claimed session', `UPDATE authorisation SET status = 'held' WHERE status = 'claimed'`],
    ['a confirmed payout', `UPDATE payout SET status = 'failed' WHERE status = 'confirmed'`],
    ['a claim paid out', 'UPDATE claim SET payout_id = NULL WHERE payout_id IS NOT NULL'],
  ])('stays so: %s is not undone by the worker\'s own role', async (_what, undoing) => {
    await expect(care.db.transaction('undo', (tx) => tx.query(undoing)))
      .rejects.toThrow('what is finished is not undone');
  });
});
