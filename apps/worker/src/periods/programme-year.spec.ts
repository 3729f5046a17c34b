import { randomUUID } from 'node:crypto';
import { CareFixture, SetClock } from '../claims/care.fixture.ts';
import { ClaimsService } from '../claims/claims.service.ts';
import { ClaimsStore } from '../claims/claims.store.ts';
import { Idempotency } from '../foundation/idempotency.store.ts';
import { Signer } from '../foundation/signer.ts';
import { CapsStore } from '../funding/caps.store.ts';
import { PeriodsBook } from '../programmes/periods-book.service.ts';
import { ProgrammePeriodsStore } from '../programmes/programme-periods.store.ts';
import type { WorkerConfig } from '#platform/settings/config';
import type { Report } from '#disclosure/year/statement';
import { ClosingService } from './closing.service.ts';
import { ClosingStore } from './closing.store.ts';
import { DueClosings } from './due-closings.service.ts';
import { ReportsService } from './reports.service.ts';
import { ReportsStore } from './reports.store.ts';
import {
  book, openCase, openPeriod, openSlots, openVault, passMidnight, publishSlots, refer,
  registerTherapist,
  type BookingAnswer, type Issuer, type Vault,
} from '../../test/vault.ts';
import { OWN_PASSWORD, signInFully } from '../../test/sign-in.ts';
import { confirm as confirmTerms, propose, termsOf } from '../../test/terms.ts';

/** The year of these specs: October 2026 to September 2027. */
const YEAR = '2026-10';

describe('a programme year', () => {
  const clock = new SetClock('2027-02-25T09:00:00Z');
  let care: CareFixture;
  let closing: DueClosings;
  let claims: ClaimsService;
  beforeAll(async () => {
    care = await CareFixture.open(2, 80, 1_000, YEAR);
    const signer = new Signer(
      { signingSeed: new Uint8Array(32).fill(7) } as unknown as WorkerConfig);
    const one = new ClosingService(clock, care.db,
      new PeriodsBook(care.db, new ProgrammePeriodsStore()), care.ledger,
      new ClosingStore(),
      new ReportsService(clock, signer, care.ledger, new ProgrammePeriodsStore(),
        new ReportsStore(), care.flats(clock)));
    closing = new DueClosings(clock, { write: () => undefined }, care.db, new ClosingStore(), one);
    claims = new ClaimsService(
      clock, care.db, new Idempotency(clock), care.ledger, new ClaimsStore());
  });
  afterAll(() => care.cluster.drop());

  const claim = (providerId: string, number: string, serviceDate: string) => claims.submit(
    { kind: 'provider', providerId, timeZone: 'Europe/Berlin', hasFactor: true, tokenHash: new Uint8Array() }, {
      idempotencyKey: randomUUID(), authorisationNumber: number, serviceDate, units: 1,
      serviceCode: '90834', modality: 'VIDEO', fee: { minor: '9500', currency: 'EUR' } });
  const statuses = () => care.cluster.query('vault', `SELECT status, service_on::text AS day,
    count(*)::integer AS n FROM authorisation GROUP BY 1, 2 ORDER BY 2, 1`);
  const releases = async () => (await care.cluster.query<{ body: string }>('vault',
    'SELECT body FROM report_release ORDER BY report'))
    .map(({ body }) => JSON.parse(body) as Report);

  it('is reported period by period: each session in that of its day, and by nothing between', async () => {
    // Three therapists: one is not paid for so many sessions of a day.
    const provider = await care.provider();
    const providers = [provider, await care.provider(), await care.provider()];
    const people = await Promise.all(Array.from({ length: 13 }, () => care.referral(provider)));
    /** Seven have one session, and six have four: so few that have as many as others are hidden. */
    const takePlace = async (day: string, some: readonly string[]) => {
      let last = { id: '', by: provider };
      const sessions = some.flatMap((one, at) => Array<string>(at < 7 ? 1 : 4).fill(one));
      for (const [at, referral] of sessions.entries()) {
        const by = providers[at % providers.length] ?? provider;
        const claimed = await claim(by, await care.session(by, referral, day), day);
        if (claimed.kind !== 'claim-adjudicated' || claimed.claim.status !== 'PAID') throw new Error(day);
        last = { id: claimed.claim.id, by };
      }
      return last;
    };
    const isReported = ({ id, by }: { id: string; by: string }) => care.db.transaction('look', async (tx) =>
      (await new ClaimsStore().lockPaid(tx, id, by))?.isPeriodReported);
    clock.set('2026-11-20T09:00:00Z');
    const autumn = await takePlace('2026-11-10', people);
    // What nobody claims: one of each reporting period, and one of the last day of the year.
    for (const day of ['2026-12-31', '2027-01-01', '2027-09-30']) {
      await care.session(provider, people[0]!, day);
    }
    clock.set('2027-01-29T23:59:59Z');
    expect(await closing.closeDue()).toEqual({ closed: 0, failed: 0 });
    clock.set('2027-01-30T00:00:01Z');
    expect(await closing.closeDue()).toEqual({ closed: 1, failed: 0 });
    expect(await statuses()).toEqual([
      { day: '2026-11-10', status: 'claimed', n: 31 },
      { day: '2026-12-31', status: 'expired', n: 1 },
      { day: '2027-01-01', status: 'held', n: 1 }, { day: '2027-09-30', status: 'held', n: 1 }]);
    clock.set('2027-02-25T09:00:00Z');
    const winter = await takePlace('2027-02-10', people.toReversed().slice(1));
    expect([await isReported(autumn), await isReported(winter)]).toEqual([true, false]);
    clock.set('2027-04-30T00:00:01Z');
    expect(await closing.closeDue()).toEqual({ closed: 1, failed: 0 });
    expect(await closing.closeDue()).toEqual({ closed: 0, failed: 0 });
    // So few people are told of once a year: until then reports say nothing, and settle nothing.
    expect((await releases()).map(({ report, releasedOn, release: { totals, settled } }) =>
      [report, releasedOn, totals, settled])).toEqual([
      ['2026-10.1', '2027-01-30', [], 0], ['2026-10.2', '2027-04-30', [], 0]]);
    expect(await isReported(winter)).toBe(true);
    expect(await care.problems()).toEqual([]);
  });

  it('closes its reporting periods in their order, the last of them with the year', async () => {
    clock.set('2027-10-30T00:00:01Z');
    expect(await closing.closeDue()).toEqual({ closed: 2, failed: 0 });
    expect((await releases()).map(({ report }) => report))
      .toEqual(['2026-10.1', '2026-10.2', '2026-10.3', '2026-10.4']);
    // Thirteen people, and their further sessions in lots of ten.
    expect((await releases())[3]!.release).toMatchObject(
      { totals: [{ turns: [1, 2, 3, 4], people: 13 }], settled: 13 + 40 });
    expect(await care.cluster.query('vault', 'SELECT * FROM open_hold')).toEqual([]);
    expect(await care.problems()).toEqual([]);
  });
});

const REDEEM = `mutation ($input: RedeemBearerCreditInput!) { redeemBearerCredit(input: $input) {
  __typename ... on BearerRedeemed { authorisation { id number status serviceDate startsAt } } } }`;
const CORRECT = `mutation ($input: CorrectBearerSessionInput!) { correctBearerSession(input: $input) {
  __typename } }`;
const CONFIRM = `mutation ($input: ConfirmSessionInput!) { confirmSession(input: $input) {
  __typename ... on ClaimAdjudicated { claim { id } } } }`;
const TAKE_BACK = `mutation ($input: TakeBackClaimInput!) { takeBackClaim(input: $input) {
  __typename ... on ClaimFinal { code } } }`;

describe('the credits of a programme year', () => {
  let vault: Vault;
  let issuer: Issuer;
  let therapist: { id: string; login: string; authorization: string };
  beforeAll(async () => {
    vault = await openVault();
    vault.clock.set('2026-07-20T12:00:00Z');
    issuer = await openPeriod(vault, { period: YEAR });
  });
  /** Each in her own time: sign-ins end when the clock is moved far. */
  const itIs = async (now: string) => {
    vault.clock.set(now);
    therapist = await registerTherapist(vault);
  };
  const laterItIs = async (now: string) => {
    vault.clock.set(now);
    const { token } = await signInFully(vault, therapist.login, OWN_PASSWORD);
    therapist = { ...therapist, authorization: `Provider ${token}` };
  };
  afterAll(() => vault.close());

  const redeem = (serviceDate: string, credit = issuer.mint('session')) =>
    vault.get<BookingAnswer>(REDEEM, { input: {
      idempotencyKey: randomUUID(), credit, serviceDate, modality: 'VIDEO' } },
    therapist.authorization);

  it('open a case and book its sessions from sixty days before it, and none of other days', async () => {
    await itIs('2026-08-01T23:00:00Z');
    await expect(openCase(vault, issuer)).rejects.toThrow('CreditNotUsable');
    await laterItIs('2026-08-02T12:00:00Z');
    const person = await openCase(vault, issuer);
    // Nobody is shown times so many weeks ahead.
    await laterItIs('2026-09-20T12:00:00Z');
    await publishSlots(vault, therapist, ['2026-09-30T09:00:00Z', '2026-10-01T09:00:00Z']);
    await passMidnight(vault);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    const [early, first] = await openSlots(vault, person, referral.id);
    const credit = issuer.mint('session');
    const of = (slotId: string) =>
      ({ referralId: referral.id, slotId, payment: { credit } });
    expect((await book(vault, person, of(early!.id))).__typename).toBe('SlotTaken');
    expect(await book(vault, person, of(first!.id))).toMatchObject(
      { __typename: 'SessionBooked', authorisation: { serviceDate: '2026-10-01' } });
  });

  it('on paper pay for sessions of the year alone', async () => {
    await itIs('2026-08-02T12:00:00Z');
    for (const day of ['2026-08-02', '2026-09-30', '2027-10-01']) {
      await expect(redeem(day)).rejects.toThrow('not a day that this credit pays for');
    }
    for (const day of ['2026-10-01', '2027-09-30']) {
      expect(await redeem(day)).toMatchObject({ authorisation: { serviceDate: day } });
    }
  });

  it('never move a session into months whose numbers are told, nor take one out of it', async () => {
    await itIs('2026-12-10T12:00:00Z');
    const [told, kept, moved] = [
      await redeem('2026-12-01'), await redeem('2026-12-02'), await redeem('2027-01-20')];
    const confirm = async ({ authorisation }: BookingAnswer) => (await vault.get<{
      claim: { id: string } }>(CONFIRM, { input: {
      idempotencyKey: randomUUID(), authorisationId: authorisation!.id } },
    therapist.authorization)).claim.id;
    const takeBack = (claimId: string) => vault.get<{ __typename: string }>(TAKE_BACK,
      { input: { idempotencyKey: randomUUID(), claimId } }, therapist.authorization);
    const correct = ({ authorisation }: BookingAnswer, serviceDate: string) =>
      vault.get<{ __typename: string }>(CORRECT, { input: {
        idempotencyKey: randomUUID(), authorisationId: authorisation!.id, serviceDate,
        modality: 'VIDEO', minutes: 50 } }, therapist.authorization);
    await confirm(told);
    expect((await correct(moved, '2026-12-03')).__typename).toBe('BearerCorrected');
    expect((await correct(moved, '2027-01-20')).__typename).toBe('BearerCorrected');
    await laterItIs('2027-01-30T12:00:00Z');
    await vault.app.get(DueClosings, { strict: false }).closeDue();
    expect(await vault.row('SELECT status FROM authorisation WHERE id = $1', [kept.authorisation!.id]))
      .toEqual({ status: 'expired' });
    await expect(correct(moved, '2026-12-03')).rejects.toThrow('The numbers of "serviceDate"');
    await expect(redeem('2026-12-31')).rejects.toThrow('The numbers of "serviceDate"');
    const open = await confirm(moved);
    expect((await takeBack(open)).__typename).toBe('ClaimTakenBack');
    expect((await correct(moved, '2027-01-21')).__typename).toBe('BearerCorrected');
  });

  it.each(['2025-11', '2026-09', '2026-11', '2027-09'])(
    'are of one year: terms of %s, which share a day with it, are refused', async (period) => {
      vault.clock.set('2026-07-20T12:00:00Z');
      await propose(vault, termsOf({ programme: issuer.programme, period }));
      expect(await vault.row(`SELECT payload ->> 'reason' AS reason FROM outbox
        WHERE name = 'terms.refused' AND payload ->> 'period' = $1`, [period]))
        .toEqual({ reason: 'conflict' });
    });

  it('are for spare seats too: the contract has them, all may be lent, no headcount counts them',
    async () => {
      vault.clock.set('2026-07-20T12:00:00Z');
      const terms = termsOf({ period: YEAR, spareSeats: 12 });
      const { programme } = terms;
      await propose(vault, terms);
      expect(await confirmTerms(vault, terms, { spareSeats: 0 })).toMatchObject({ code: 'TERMS_DIFFER' });
      expect((await confirmTerms(vault, terms)).__typename).toBe('TermsConfirmed');
      expect(await vault.row('SELECT headcount, spare FROM programme_block WHERE programme = $1',
        [programme])).toEqual({ headcount: 120, spare: 12 });
      const [cap] = await vault.db.read('caps', (tx) =>
        new CapsStore().of(tx, [{ programme, currency: 'EUR' }]));
      expect(cap?.confirmed).toEqual({ sessions: 132n * 8n, minor: 132n * 8n * 9_500n });
    });

  it('are followed by those of the next year without a gap: both are good before it opens', async () => {
    await itIs('2027-09-20T12:00:00Z');
    const next = await openPeriod(vault, { programme: issuer.programme, period: '2027-10' });
    const person = await openCase(vault, issuer);
    await openCase(vault, next, person.secret);
    await publishSlots(vault, therapist, ['2027-09-30T09:00:00Z', '2027-10-01T09:00:00Z']);
    await passMidnight(vault);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    const [last, first] = await openSlots(vault, person, referral.id);
    const tried = async (slotId: string, of: Issuer) => (await book(vault, person, {
      referralId: referral.id, slotId, payment: { credit: of.mint('session') } })).__typename;
    expect(await tried(last!.id, next)).toBe('SlotTaken');
    expect(await tried(first!.id, issuer)).toBe('SlotTaken');
    expect(await tried(last!.id, issuer)).toBe('SessionBooked');
    expect(await tried(first!.id, next)).toBe('SessionBooked');
  });
});
