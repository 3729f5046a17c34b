import fc from 'fast-check';
import {
  decideBookings, MOST_BOOKED_A_DAY, type BookingFacts, type BookingVerdict, type CaseSession,
  type FundFacts,
  type PeriodFacts, type SlotFacts,
} from './decide-booking.ts';
import { money } from './money.ts';

const PROGRAMME = 'p1';
const PRICE = money(9_500n, 'EUR');
const MOMENT = { now: new Date('2026-11-02T12:00:00Z'), today: '2026-11-02' };
const RICH: FundFacts = { sessions: 100n, minor: 950_000n };
const EMPTY: FundFacts = { sessions: 0n, minor: 0n };

const PERIOD: PeriodFacts = {
  programme: PROGRAMME, period: '2026-10', opens: '2026-10-01', closes: '2027-10-01',
  startsBooking: '2026-08-02', isEnded: false, isReleased: false, price: PRICE, creditsLeft: 8n,
};
const SLOT: SlotFacts = {
  isOpen: true, isTherapists: true, canBeHeld: true, startsAt: new Date('2026-11-10T09:00:00Z'),
  serviceOn: '2026-11-10', noticeHours: 24,
};
const SESSION: CaseSession = {
  by: 'case', caseId: 'case 1', isReferred: true, isEnrolled: true, isTherapistActive: true,
  bookedToday: MOST_BOOKED_A_DAY - 1, gaveBackUntil: null, licensedUntil: '2028-12-31', slot: SLOT,
};

/** Who books and pays honestly, in each of the three ways. */
const HONEST: Record<'credit' | 'returned' | 'bearer', BookingFacts> = {
  credit: {
    key: 'new', session: SESSION, payment: { by: 'credit', isVerified: true, isSpent: false },
    period: PERIOD, wants: { payment: 'credit 1', slot: 'slot 1' },
  },
  returned: {
    key: 'new', session: SESSION, payment: { by: 'returned', isOwn: true, isUsed: false },
    period: PERIOD, wants: { payment: 'returned 1', slot: 'slot 1' },
  },
  bearer: {
    key: 'new', payment: { by: 'credit', isVerified: true, isSpent: false }, period: PERIOD,
    session: {
      by: 'bearer', isTherapistActive: true, serviceOn: '2026-11-02', today: '2026-11-02',
    },
    wants: { payment: 'credit 1', slot: null },
  },
};
type Way = keyof typeof HONEST;

const inSession = (change: Partial<CaseSession>) => (facts: BookingFacts): BookingFacts =>
  facts.session.by === 'case' ? { ...facts, session: { ...facts.session, ...change } } : facts;
const inSlot = (change: Partial<SlotFacts>) => (facts: BookingFacts): BookingFacts =>
  facts.session.by === 'case' && facts.session.slot
    ? { ...facts, session: { ...facts.session, slot: { ...facts.session.slot, ...change } } }
    : facts;
const inPeriod = (change: Partial<PeriodFacts>) => (facts: BookingFacts): BookingFacts =>
  ({ ...facts, period: facts.period && { ...facts.period, ...change } });
const inCredit = (change: object) => (facts: BookingFacts): BookingFacts =>
  ({ ...facts, payment: { ...facts.payment, ...change } as BookingFacts['payment'] });

interface Fault {
  readonly what: string;
  readonly of: readonly Way[];
  readonly kind: Exclude<BookingVerdict['kind'], 'booked'>;
  readonly apply: (facts: BookingFacts) => BookingFacts;
}

const EVERY: readonly Way[] = ['credit', 'returned', 'bearer'];
const CASES: readonly Way[] = ['credit', 'returned'];
const CREDITS: readonly Way[] = ['credit', 'bearer'];
const at = (iso: string) => inSlot({ startsAt: new Date(iso) });

const ROWS: [string, readonly Way[], Fault['kind'], Fault['apply']][] = [
  ['the same request was booked before', EVERY, 'replayed', (f) => ({ ...f, key: 'same' })],
  ['the key stands for another request', EVERY, 'key-reused', (f) => ({ ...f, key: 'other' })],
  ['the referral is nobody\'s, another\'s or not open', CASES, 'no-referral', inSession({ isReferred: false })],
  ['the credit is forged', CREDITS, 'not-usable', inCredit({ isVerified: false })],
  ['the credit is spent', CREDITS, 'not-usable', inCredit({ isSpent: true })],
  ['the credit\'s period was ended', CREDITS, 'not-usable', inPeriod({ isEnded: true })],
  ['the returned session is another\'s', ['returned'], 'not-usable', inCredit({ isOwn: false })],
  ['the returned session is used', ['returned'], 'not-usable', inCredit({ isUsed: true })],
  ['no period is known', EVERY, 'not-usable', (f) => ({ ...f, period: null })],
  ['the period can be booked from tomorrow on', EVERY, 'not-usable',
    inPeriod({ startsBooking: '2026-11-03' })],
  ['the period was over yesterday', EVERY, 'not-usable', inPeriod({ closes: '2026-11-02' })],
  ['the period is told', EVERY, 'not-usable', inPeriod({ isReleased: true })],
  ['the case is not enrolled', CASES, 'not-usable', inSession({ isEnrolled: false })],
  ['the case has booked as often as it may today', CASES, 'too-often',
    inSession({ bookedToday: MOST_BOOKED_A_DAY })],
  ['the case has given back as often as it may', CASES, 'too-often',
    inSession({ gaveBackUntil: '2026-11-20' })],
  ['more credits of the period came than were issued', CREDITS, 'not-now',
    inPeriod({ creditsLeft: 0n })],
  ['the therapist was taken out', EVERY, 'slot-taken',
    (f) => ({ ...f, session: { ...f.session, isTherapistActive: false } })],
  ['she has no licence there', CASES, 'slot-taken', inSession({ licensedUntil: null })],
  ['her licence ends the day before', CASES, 'slot-taken', inSession({ licensedUntil: '2026-11-09' })],
  ['there is no such slot', CASES, 'slot-taken', inSession({ slot: null })],
  ['the slot is taken or withdrawn', CASES, 'slot-taken', inSlot({ isOpen: false })],
  ['the slot is another therapist\'s', CASES, 'slot-taken', inSlot({ isTherapists: false })],
  ['its way of meeting is not offered', CASES, 'slot-taken', inSlot({ canBeHeld: false })],
  ['the slot is over', CASES, 'slot-taken', at('2026-11-01T09:00:00Z')],
  ['the slot begins when the notice does', CASES, 'slot-taken', at('2026-11-03T12:00:00Z')],
  ['the day is before the period', CASES, 'slot-taken', inSlot({ serviceOn: '2026-09-30' })],
  ['the day is the first after the period', CASES, 'slot-taken', inSlot({ serviceOn: '2027-10-01' })],
  ['where the therapist works, the period is over', ['bearer'], 'not-usable',
    (f) => ({ ...f, session: { ...f.session, today: '2027-10-01' } })],
  ['the bearer\'s day is before the period', ['bearer'], 'slot-taken',
    (f) => ({ ...f, session: { ...f.session, serviceOn: '2026-09-30' } })],
  ['the bearer\'s day is after the period', ['bearer'], 'slot-taken',
    (f) => ({ ...f, session: { ...f.session, serviceOn: '2027-10-01' } })],
];
/** Every fact that can be wrong, by itself, with what is said of it. */
const FAULTS: readonly Fault[] = ROWS.map(([what, of, kind, apply]) => ({ what, of, kind, apply }));

/** Of facts that are wrong together, the kind that stands first here is told. */
const ORDER: readonly Fault['kind'][] = [
  'replayed', 'key-reused', 'no-referral', 'not-usable', 'too-often', 'not-now', 'slot-taken'];

const decide = (facts: BookingFacts, fund: FundFacts = RICH) =>
  decideBookings([facts], new Map([[PROGRAMME, fund]]), MOMENT)[0]!;
const linesOf = (verdict: BookingVerdict) => verdict.kind !== 'booked' ? null : [
  verdict.loan?.postings, verdict.hold.postings].map((postings) => postings && Object.fromEntries(
  postings.map(({ account, amount }) => [account.code, amount])));

describe('a booking', () => {
  it.each(EVERY)('by an honest %s is made: a session and its price go from fund to hold', (way) => {
    expect(linesOf(decide(HONEST[way]))).toEqual([undefined, {
      'fund:programme/p1/SES': 1n, 'hold:programme/p1/SES': -1n,
      'fund:programme/p1/EUR': 9_500n, 'hold:programme/p1/EUR': -9_500n,
    }]);
  });

  it.each(FAULTS.flatMap((fault) => fault.of.map((way) => [way, fault.what, fault] as const)))(
    'by %s where %s is refused by that', (way, _, fault) => {
      expect(decide(fault.apply(HONEST[way])).kind).toBe(fault.kind);
    });

  it('of a case that books or gives back too often says from which day on it can again', () => {
    const often = (change: Partial<CaseSession>) => decide(inSession(change)(HONEST.credit));
    expect(often({ bookedToday: MOST_BOOKED_A_DAY })).toEqual(
      { kind: 'too-often', limit: 'booked', again: '2026-11-03' });
    expect(often({ bookedToday: MOST_BOOKED_A_DAY, gaveBackUntil: '2026-11-20' })).toEqual(
      { kind: 'too-often', limit: 'given-back', again: '2026-11-20' });
  });

  it('is answered alike whether its time is free, where it is refused for anything else', () => {
    const taken = inSlot({ isOpen: false });
    for (const fault of FAULTS.filter(({ kind }) => kind !== 'slot-taken')) {
      for (const way of fault.of) {
        const wrong = fault.apply(HONEST[way]);
        expect(decide(taken(wrong))).toEqual(decide(wrong));
      }
    }
  });

  it('by a returned session is made also where more credits came than were issued', () => {
    for (const fund of [RICH, EMPTY]) {
      expect(decide(inPeriod({ creditsLeft: 0n })(HONEST.returned), fund).kind).toBe('booked');
    }
  });

  it('by a returned session is made in a period that was ended for credits', () => {
    expect(decide(inPeriod({ isEnded: true })(HONEST.returned)).kind).toBe('booked');
  });

  it('is made on the first and the last day, up to the notice, until the licence\'s last day', () => {
    const edges = [
      inPeriod({ startsBooking: '2026-11-02' }), inPeriod({ opens: '2026-11-10' }),
      inPeriod({ closes: '2026-11-11' }),
      inSession({ licensedUntil: '2026-11-10' }), at('2026-11-03T12:00:00.001Z'),
    ];
    for (const edge of edges) expect(decide(edge(HONEST.credit)).kind).toBe('booked');
    expect(decide(inPeriod({ startsBooking: '2026-11-02' })(HONEST.bearer)).kind).toBe('booked');
  });

  it('tells of all that is wrong together what stands first, however empty the fund is', () => {
    const some = fc.constantFrom(...EVERY).chain((way) => fc.record({
      way: fc.constant(way), fund: fc.constantFrom(RICH, EMPTY),
      faults: fc.subarray(FAULTS.filter(({ of }) => of.includes(way)), { minLength: 1 }),
    }));
    fc.assert(fc.property(some, ({ way, faults, fund }) => {
      // One key is one of both.
      const keys = faults.filter(({ kind }) => kind === 'replayed' || kind === 'key-reused');
      fc.pre(keys.length < 2);
      const facts = faults.reduce((wrong, { apply }) => apply(wrong), HONEST[way]);
      const first = ORDER.find((kind) => faults.some((fault) => fault.kind === kind));
      expect(decide(facts, fund).kind).toBe(first);
    }));
  });
});

describe('a fund that is short', () => {
  const SHORT: [string, FundFacts][] = [
    ['of both', EMPTY], ['of sessions', { ...RICH, sessions: 0n }],
    ['of a cent', { ...RICH, minor: 9_499n }],
  ];

  it.each(SHORT)('%s is lent one session and its price first', (_, fund) => {
    expect(linesOf(decide(HONEST.credit, fund))?.[0]).toEqual({
      'overdraft:programme/p1/SES': 1n, 'fund:programme/p1/SES': -1n,
      'overdraft:programme/p1/EUR': 9_500n, 'fund:programme/p1/EUR': -9_500n,
    });
  });

  it('never refuses a credit that can have been issued, whatever it has', () => {
    const amounts = fc.record({ sessions: fc.bigInt(0n, 3n), minor: fc.bigInt(0n, 30_000n) });
    fc.assert(fc.property(amounts, fc.constantFrom(...EVERY), fc.bigInt(1n, 9n),
      (fund, way, creditsLeft) => {
        expect(decide(inPeriod({ creditsLeft })(HONEST[way]), fund).kind).toBe('booked');
      }));
  });
});

describe('bookings of one batch', () => {
  const wish = fc.record({
    way: fc.constantFrom(...EVERY), payment: fc.nat(5), slot: fc.nat(5), programme: fc.nat(1),
    caseId: fc.constantFrom('case 1', 'case 2'), bookedToday: fc.integer({ min: 5, max: 8 }),
    faults: fc.subarray(FAULTS as Fault[], { maxLength: 1 }),
  });
  const fund = fc.record({ sessions: fc.bigInt(0n, 4n), minor: fc.bigInt(0n, 40_000n) });
  const creditsLeft = fc.bigInt(0n, 9n);

  it('give each slot and each payment once, to the first, and spend no more than was issued',
    () => {
      fc.assert(fc.property(fc.array(wish), creditsLeft, fund, fund, (wishes, left, ...funds) => {
        const purses = new Map(funds.map((one, n) => [`p${n}`, one] as const));
        const asked = wishes.map((wish): BookingFacts => {
          const { way, payment, slot, programme, faults, caseId, bookedToday } = wish;
          const honest = inSession({ caseId, bookedToday })(HONEST[way]);
          const facts = inPeriod({ programme: `p${programme}`, creditsLeft: left })(faults
            .filter(({ of }) => of.includes(way))
            .reduce((wrong, { apply }) => apply(wrong), honest));
          const place = way === 'bearer' ? null : `slot ${slot}`;
          return { ...facts, wants: { payment: `${facts.payment.by} ${payment}`, slot: place } };
        });
        const verdicts = decideBookings(asked, purses, MOMENT);
        const won = asked.filter((_, n) => verdicts[n]!.kind === 'booked');
        const wants = won.flatMap(({ wants: { payment, slot } }) =>
          slot ? [payment, slot] : [payment]);
        expect(new Set(wants).size).toBe(wants.length);
        for (const hers of Map.groupBy(won.flatMap(({ session }) =>
          session.by === 'case' ? session : []), ({ caseId }) => caseId).values()) {
          expect(Math.max(...hers.map(({ bookedToday }, n) => bookedToday + n)))
            .toBeLessThan(MOST_BOOKED_A_DAY);
        }
        // Each alone, after those who won before it, is told the same.
        asked.forEach((one, n) => {
          const before = asked.slice(0, n).filter((_, m) => verdicts[m]!.kind === 'booked');
          expect(decideBookings([...before, one], purses, MOMENT).at(-1)).toEqual(verdicts[n]);
        });
        for (const [programme, { sessions, minor }] of purses) {
          const own = verdicts.filter((verdict, n) => verdict.kind === 'booked'
            && asked[n]!.period?.programme === programme);
          const loans = own.filter((verdict) => verdict.kind === 'booked' && verdict.loan).length;
          const held = BigInt(own.length - loans);
          expect(held <= sessions && held * 9_500n <= minor).toBe(true);
          const credits = won.filter(({ payment, period }) =>
            payment.by === 'credit' && period?.programme === programme);
          expect(BigInt(credits.length) <= left).toBe(true);
        }
      }));
    });
});
