import { randomUUID } from 'node:crypto';
import { vaultAccount, type VaultFamily } from '#billing/accounts';
import { journalItem } from '#billing/journal';
import { money } from '#billing/money';
import { drawOverdraft } from '#billing/overdraft';
import type { Entry } from '#billing/postings';
import { fundCredits } from '#billing/purchase';
import type { Report } from '#disclosure/year/statement';
import { verifyYear } from '#disclosure/year/verify';
import { planYear } from '#disclosure/year/plan';
import type { WorkerConfig } from '#platform/settings/config';
import { CareFixture, SetClock } from '../claims/care.fixture.ts';
import { ClaimsService } from '../claims/claims.service.ts';
import { ClaimsStore } from '../claims/claims.store.ts';
import { Idempotency } from '../foundation/idempotency.store.ts';
import { Signer } from '../foundation/signer.ts';
import { CapsStore } from '../funding/caps.store.ts';
import { FundingService } from '../funding/funding.service.ts';
import { FundingStore } from '../funding/funding.store.ts';
import { moneyAlarms } from '../housekeeping/alarms.store.ts';
import { PeriodsBook } from '../programmes/periods-book.service.ts';
import { ProgrammePeriodsStore } from '../programmes/programme-periods.store.ts';
import { ClosingService } from './closing.service.ts';
import { ClosingStore } from './closing.store.ts';
import { DueClosings } from './due-closings.service.ts';
import { ReportsService } from './reports.service.ts';
import { ReportsStore } from './reports.store.ts';

/** 80 people with 8 sessions of EUR 95.00, for EUR 24.00 each. */
const PRICE = 192_000n;
const COST = 7n * 9_500n + 7n * 9_000n;

/** A year of care at a flat price; paid before it is closed, after, or while it is. */
describe.each(['before', 'after', 'at once with'])('a year whose flat price is paid %s its last report', (when) => {
  const clock = new SetClock('2026-10-02T09:00:00Z');
  let care: CareFixture;
  let closing: DueClosings;
  let claims: ClaimsService;
  let fundings: FundingService;
  let provider: string;
  beforeAll(async () => {
    // Sessions of another year, which pay this one's care until it is paid.
    care = await CareFixture.open(1, 80, 30);
    await care.cluster.query('vault', 'UPDATE programme_period SET seat_price_minor = 2400');
    const periods = new ProgrammePeriodsStore();
    const reports = new ReportsService(clock,
      new Signer({ signingSeed: new Uint8Array(32).fill(7) } as unknown as WorkerConfig),
      care.ledger, periods, new ReportsStore(), care.flats(clock));
    closing = new DueClosings(clock, { write: () => undefined }, care.db, new ClosingStore(),
      new ClosingService(clock, care.db, new PeriodsBook(care.db, periods), care.ledger,
        new ClosingStore(), reports));
    claims = new ClaimsService(
      clock, care.db, new Idempotency(clock), care.ledger, new ClaimsStore());
    fundings = new FundingService(
      clock, care.ledger, new FundingStore(), new CapsStore(), care.flats(clock));
    provider = await care.provider();
  });
  afterAll(() => care.cluster.drop());

  const pay = (meanwhile = () => Promise.resolve()) => care.db.transaction('fund', async (tx) => {
    const taken = await fundings.fund(tx, {
      programme: care.programme, funding: randomUUID(), sessions: 640,
      amountMinor: PRICE.toString(), currency: 'EUR', period: '2026-10' });
    await meanwhile();
    return taken;
  });
  /** Close what is due while the price is paid and not committed: it waits, or comes to its end. */
  const closeWhilePaid = async () => {
    let isDone = false;
    let closed = Promise.resolve();
    const waits = async () => (await care.cluster.query('vault',
      'SELECT FROM pg_locks WHERE locktype = \'advisory\' AND NOT granted')).length > 0;
    expect(await pay(async () => {
      closed = closing.closeDue().then(() => { isDone = true; });
      while (!isDone && !await waits());
    })).toBe('taken');
    await closed;
  };
  const balance = async (family: VaultFamily, owner: string | null, unit: 'EUR' | 'SES' = 'EUR') =>
    (await care.db.read('balance', (tx) =>
      care.ledger.balances(tx, [vaultAccount(family, owner, unit)])))[0] ?? 0n;
  /** One session each of so many people; the therapist asks for a fee. */
  const deliver = async (people: number, day: string, fee: string) => {
    clock.set(`${day}T20:00:00Z`);
    for (let person = 0; person < people; person += 1) {
      const number = await care.session(provider, await care.referral(provider), day);
      const me = { kind: 'provider', providerId: provider, timeZone: 'Europe/Berlin',
        hasFactor: true, tokenHash: new Uint8Array() } as const;
      const verdict = await claims.submit(me, {
        idempotencyKey: randomUUID(), authorisationNumber: number, serviceDate: day, units: 1,
        serviceCode: '90834', modality: 'VIDEO', fee: { minor: fee, currency: 'EUR' } });
      expect(verdict).toMatchObject({ kind: 'claim-adjudicated', claim: { status: 'PAID' } });
    }
  };

  it('pays therapists like each other year, tells people and settles nothing', async () => {
    if (when === 'before') expect(await pay()).toBe('taken');
    await deliver(7, '2026-11-10', '9500');
    await deliver(7, '2027-02-10', '9000');
    for (const day of ['2027-01-31', '2027-04-30', '2027-07-31', '2027-10-31']) {
      clock.set(`${day}T00:00:01Z`);
      if (day === '2027-10-31' && when === 'at once with') await closeWhilePaid();
      else await closing.closeDue();
    }
    expect(await balance('payable:provider', provider)).toBe(7n * 8_550n + 7n * 8_100n);
    const reports = (await care.cluster.query<{ body: string }>('vault',
      'SELECT body FROM report_release ORDER BY report')).map(({ body }) => JSON.parse(body) as Report);
    expect(reports.map(({ terms, release }) => [terms.paid, release.settled])).toEqual(
      Array(4).fill(['flat', null]));
    expect(reports.at(-1)?.release.totals).toEqual([{ turns: [1, 2, 3, 4], people: 14 }]);
    const plan = planYear(reports[0]!.terms);
    if (plan.kind === 'refused') throw new Error(plan.fault);
    expect(verifyYear(plan, reports.map(({ release }) => release))).toEqual({ kind: 'kept' });
    expect(await balance('released:programme', care.programme, 'SES')).toBe(0n);
  });

  it('leaves the platform the flat price less what care has cost, to the cent', async () => {
    if (when === 'after') expect(await pay()).toBe('taken');
    expect(await balance('flat-care', null)).toBe(PRICE - COST);
    expect(await care.problems()).toEqual([]);
    expect(await pay()).toBe('beyond');
    expect(await balance('flat-care', null)).toBe(PRICE - COST);
    expect(await balance('fund:programme', care.programme)).toBe(30n * 9_500n);
    expect(await balance('fund:programme', care.programme, 'SES')).toBe(30n);
  });

  it('leaves nothing that the next year could be lent from without an alarm', async () => {
    const alarm = async () => (await care.db.read('alarm', (tx) => moneyAlarms(tx, '2027-11-01'))).lent;
    const next = (entries: readonly Entry[]) => care.db.transaction('next', (tx) => care.ledger.mustPost(
      tx, entries.map((one) => journalItem(randomUUID(), '2027-11-01', one))));
    expect(await alarm()).toBe(0);
    // What was paid of other years is used up, and two sessions more.
    await next([used(30n), ...Array.from({ length: 2 }, () =>
      drawOverdraft({ programme: care.programme, price: money(9_500n, 'EUR') })), used(2n)]);
    expect(await alarm()).toBe(1);
    const fund = (sessions: number) => care.db.transaction('fund', (tx) => fundings.fund(tx, {
      programme: care.programme, funding: randomUUID(), sessions,
      amountMinor: String(sessions * 9_500), currency: 'EUR' }));
    await care.cluster.query('vault', 'UPDATE programme_period SET seat_price_minor = NULL');
    expect(await fund(1)).toBe('taken');
    expect(await alarm()).toBe(1);
    expect(await balance('overdraft:programme', care.programme, 'SES')).toBe(1n);
    expect(await fund(1)).toBe('taken');
    expect(await alarm()).toBe(0);
  });

  /** So many sessions of the next year leave the fund. */
  const used = (sessions: bigint) => {
    const funded = fundCredits(care.programme, sessions, money(sessions * 9_500n, 'EUR'));
    return { ...funded,
      postings: funded.postings.map((line) => ({ ...line, amount: -line.amount })) };
  };
});
