import {
  adjudicateClaim, type Adjudication, type Authorisation, type ClaimRules, type SubmittedClaim,
} from './adjudicate-claim.ts';
import { money } from './money.ts';

const euro = (minor: bigint) => money(minor, 'EUR');
const claim: SubmittedClaim = {
  authorisation: 'A-1', serviceDay: '2026-11-10', serviceCode: '90834', units: 1,
  billed: euro(9_000n),
};
const authorisation: Authorisation = {
  sessionDay: '2026-11-10', begun: true, opens: '2026-10-01', expires: '2026-12-31',
  services: ['90834', '90837'], units: 1, unitsUsed: 0, claimed: false, minutes: 50,
  minutesPaidThatDay: 0,
};
const rules: ClaimRules = { today: '2026-11-22', filingDays: 90, unitFee: euro(8_000n) };

const code = (verdict: Adjudication) =>
  `${verdict.kind} ${verdict.adjustments.map((a) => `${a.group}-${a.carc}`).join(' ')}`.trim();

describe('adjudication of a claim', () => {
  it('pays the fee as billed, and at most the schedule', () => {
    expect(adjudicateClaim({ ...claim, billed: euro(7_000n) }, authorisation, rules))
      .toEqual({ kind: 'approved', allowed: euro(7_000n), adjustments: [] });
    const capped = adjudicateClaim(claim, authorisation, rules);
    expect(capped).toMatchObject({ kind: 'approved', allowed: euro(8_000n) });
    expect(code(capped)).toBe('approved CO-45');
    expect(capped.adjustments[0]?.amount).toEqual(euro(1_000n));
  });

  it.each<[string, string, Partial<SubmittedClaim>, Partial<Authorisation>, Partial<ClaimRules>]>([
    ['nothing billed', 'denied CO-16', { billed: null }, {}, {}],
    ['a negative fee', 'denied CO-16', { billed: euro(-1n) }, {}, {}],
    ['a free session', 'denied CO-16', { billed: euro(0n) }, {}, {}],
    ['another currency', 'denied CO-16', { billed: money(1n, 'USD') }, {}, {}],
    ['a service we do not know', 'denied CO-16', { serviceCode: '99999' }, {}, {}],
    ['no day', 'denied CO-16', { serviceDay: null }, {}, {}],
    ['a day that does not exist', 'denied CO-16', { serviceDay: '2026-02-31' }, {}, {}],
    ['half a unit', 'denied CO-16', { units: 0.5 }, {}, {}],
    ['no unit', 'denied CO-16', { units: 0 }, {}, {}],
    ['no number of units', 'denied CO-16', { units: null }, {}, {}],
    ['no service', 'denied CO-16', { serviceCode: null }, {}, {}],
    ['the most units', 'approved CO-45', { units: 4, billed: euro(40_000n) }, { units: 4 }, {}],
    ['more units than a session has', 'denied CO-16', { units: 5 }, { units: 9 }, {}],
    ['no authorisation', 'denied CO-197', { authorisation: null }, {}, {}],
    ['a session claimed before', 'denied OA-18', {}, { claimed: true }, {}],
    ['a day in the future', 'denied CO-110', { serviceDay: '2026-11-23' }, {}, {}],
    ['a session that begins later today', 'denied CO-110', {}, { begun: false }, {}],
    ['a session of today', 'approved CO-45', {}, {}, { today: claim.serviceDay! }],
    ['the last day', 'approved CO-45', {}, { expires: claim.serviceDay! }, {}],
    ['a day after expiry', 'denied CO-27', {}, { expires: '2026-11-09' }, {}],
    ['the first day', 'approved CO-45', {}, { opens: claim.serviceDay! }, {}],
    ['a day before it opens', 'denied CO-26', {}, { opens: '2026-11-11' }, {}],
    ['another day than the session\'s', 'denied CO-284', { serviceDay: '2026-11-11' }, {}, {}],
    ['a service not authorised', 'denied CO-284', { serviceCode: '90791' }, {}, {}],
    ['an allowance used up', 'denied CO-119', {}, { unitsUsed: 1 }, {}],
    ['more units than authorised', 'denied CO-119', { units: 2 }, {}, {}],
    ['a claim too late', 'denied CO-29', {}, {}, { filingDays: 11 }],
    ['a claim on the last day', 'approved CO-45', {}, {}, { filingDays: 12 }],
    ['the last minutes of fourteen hours', 'approved CO-45', {}, { minutesPaidThatDay: 780 }, {}],
    ['a minute more than fourteen hours', 'denied CO-222', {}, { minutesPaidThatDay: 781 }, {}],
    ['a quarter of an hour where an hour fits', 'approved CO-45', { serviceCode: '90837' },
      { minutes: 15, minutesPaidThatDay: 780 }, {}],
    ['one where none fits', 'denied CO-222', {}, { minutes: 15, minutesPaidThatDay: 781 }, {}],
    ['a bearer session', 'approved CO-45', {}, { begun: null }, {}],
    ['a bearer session of another day', 'denied CO-284', { serviceDay: '2026-11-09' },
      { begun: null }, {}],
  ])('answers %s with %s', (_, expected, claimed, known, ruled) => {
    expect(code(adjudicateClaim(
      { ...claim, ...claimed }, { ...authorisation, ...known }, { ...rules, ...ruled },
    ))).toBe(expected);
  });

  it('names the sum that is not paid, or none of the currency where none was billed', () => {
    const amount = (billed: SubmittedClaim['billed']) => adjudicateClaim(
      { ...claim, billed, serviceDay: null }, authorisation, rules).adjustments[0]?.amount;
    expect(amount(euro(9_000n))).toEqual(euro(9_000n));
    expect(amount(null)).toEqual(euro(0n));
  });

  it('says the same of an authorisation that is foreign as of one that does not exist', () => {
    expect(code(adjudicateClaim(claim, null, rules))).toBe('denied CO-15');
  });
});
