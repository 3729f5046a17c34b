import { fitsDay, LEAST_MINUTES } from './day-hours.ts';
import { daysBetween, isDay } from '#calendar/days';
import { least, minus, money, times, type Money } from './money.ts';

/**
 * Why a claim is paid less or not at all: a claim adjustment reason code (CARC, X12 external code
 * list) with its group. CO: the contract, the therapist may not bill the client; OA: other.
 */
export interface Adjustment {
  readonly carc: keyof typeof REASONS;
  readonly group: 'CO' | 'OA';
  readonly reason: string;
  readonly amount: Money;
}

const REASONS = {
  15: ['CO', 'We know no authorisation of yours with this number. Check it and claim again.'],
  16: ['CO', 'Something that we need is missing or unreadable. Complete the claim and send it.'],
  18: ['OA', 'This session has been claimed already.'],
  26: ['CO', 'The session took place before the authorisation had begun.'],
  27: ['CO', 'The session took place after the authorisation had expired.'],
  29: ['CO', 'The claim came after the last day for filing it.'],
  45: ['CO', 'The fee is above the agreed schedule; the schedule is paid.'],
  110: ['CO', 'The session has not begun: it lies in the future. Claim once it has taken place.'],
  119: ['CO', 'The sessions that were authorised have all been used.'],
  197: ['CO', 'The claim names no authorisation. Add its number and claim again.'],
  222: ['CO',
    'More hours than anybody works are claimed for this day. Check the day of each session.'],
  284: ['CO', 'The authorisation is for another day or another service than the claim.'],
} as const satisfies Record<number, readonly ['CO' | 'OA', string]>;

/** Psychotherapy service codes that we pay for (CPT: intake, 45 minutes, 60 minutes). */
export const SERVICE_CODES: readonly string[] = Object.keys(LEAST_MINUTES);

/** One claim is for one session, billed in at most this many units. */
const MOST_UNITS = 4;

/** A claim as it was submitted; what a therapist left out is null. Days are `YYYY-MM-DD`. */
export interface SubmittedClaim {
  readonly authorisation: string | null;
  readonly serviceDay: string | null;
  readonly serviceCode: string | null;
  readonly units: number | null;
  readonly billed: Money | null;
}

/** What we know of the authorisation, and only if it is this therapist's own. */
export interface Authorisation {
  /** Day of the session: as it was booked, or as its therapist says of a bearer credit. */
  readonly sessionDay: string;
  /** Whether the booked session has begun; null for a bearer credit, which fixes no hour. */
  readonly begun: boolean | null;
  /** First and last day on which a session may take place under it. */
  readonly opens: string;
  readonly expires: string;
  /** Service codes that it covers. */
  readonly services: readonly string[];
  /** Units authorised, and how many of them earlier claims have used. */
  readonly units: number;
  readonly unitsUsed: number;
  /** An earlier claim for the same session has been accepted. */
  readonly claimed: boolean;
  /** How long the session lasts. */
  readonly minutes: number;
  /** Minutes that count of what this therapist was paid for on the claimed day. */
  readonly minutesPaidThatDay: number;
}

/** The rules of the day: today, days to file in, and the most that a unit is paid. */
export interface ClaimRules {
  readonly today: string;
  readonly filingDays: number;
  readonly unitFee: Money;
}

/** Verdict on a claim. `denied` has one adjustment, the reason that decided. */
export type Adjudication =
  | {
    readonly kind: 'approved';
    readonly allowed: Money;
    readonly adjustments: readonly Adjustment[];
  }
  | { readonly kind: 'denied'; readonly adjustments: readonly Adjustment[] };

type Code = Adjustment['carc'];

interface CompleteClaim {
  readonly serviceDay: string;
  readonly serviceCode: string;
  readonly units: number;
  readonly billed: Money;
}

/**
 * Adjudicate a claim against the authorisation that it names; null when there is none, or none of
 * this therapist's: the answer to both is the same, so nobody learns that a foreign one exists.
 *
 * The fee schedule caps what is paid (45); everything else denies. One reason is given, the first
 * found in the order: form, authorisation, duplicate, day, allowance, filing, hours of the day.
 */
export function adjudicateClaim(
  claim: SubmittedClaim, authorisation: Authorisation | null, rules: ClaimRules,
): Adjudication {
  const complete = completeClaim(claim, rules);
  if (!complete) return denied(16, billedOr(claim, rules));
  if (claim.authorisation === null) return denied(197, complete.billed);
  if (!authorisation) return denied(15, complete.billed);
  const code = denial(complete, authorisation, rules);
  if (code !== null) return denied(code, complete.billed);
  const allowed = least(complete.billed, times(rules.unitFee, BigInt(complete.units)));
  const above = minus(complete.billed, allowed);
  return { kind: 'approved', allowed, adjustments: above.minor > 0n ? [adjust(45, above)] : [] };
}

/** The claim with nothing missing, or null when something is, or makes no sense. */
function completeClaim(claim: SubmittedClaim, rules: ClaimRules): CompleteClaim | null {
  const { serviceDay, serviceCode, units, billed } = claim;
  if (serviceDay === null || serviceCode === null || units === null || billed === null) return null;
  if (!isDay(serviceDay) || !SERVICE_CODES.includes(serviceCode)) return null;
  if (!Number.isInteger(units) || units < 1 || units > MOST_UNITS) return null;
  if (billed.minor <= 0n || billed.currency !== rules.unitFee.currency) return null;
  return { serviceDay, serviceCode, units, billed };
}

/** The decisive reason to deny a complete claim; null when it is payable. */
function denial(claim: CompleteClaim, known: Authorisation, rules: ClaimRules): Code | null {
  if (known.claimed) return 18;
  if (claim.serviceDay > rules.today) return 110;
  if (claim.serviceDay < known.opens) return 26;
  if (claim.serviceDay > known.expires) return 27;
  if (claim.serviceDay !== known.sessionDay) return 284;
  if (!known.services.includes(claim.serviceCode)) return 284;
  if (known.unitsUsed + claim.units > known.units) return 119;
  // Last but filing: the day, the service and the units are right, so that waiting mends the claim.
  if (known.begun === false) return 110;
  if (daysBetween(claim.serviceDay, rules.today) > rules.filingDays) return 29;
  return fitsDay(known.minutesPaidThatDay, known.minutes) ? null : 222;
}

function denied(code: Code, amount: Money): Adjudication {
  return { kind: 'denied', adjustments: [adjust(code, amount)] };
}

function adjust(carc: Code, amount: Money): Adjustment {
  const [group, reason] = REASONS[carc];
  return { carc, group, reason, amount };
}

function billedOr({ billed }: SubmittedClaim, { unitFee }: ClaimRules): Money {
  return billed ?? money(0n, unitFee.currency);
}
