import { randomUUID } from 'node:crypto';
import { holdSession } from '#billing/hold';
import { encodeItems, journalItem } from '#billing/journal';
import { money } from '#billing/money';
import { drawOverdraft } from '#billing/overdraft';
import type { ProgrammePeriod } from '../programmes/programme-periods.store.ts';

/** On what terms sessions of a period are booked on a day: the same for all, so written once. */
export interface SessionTerms {
  readonly day: string;
  readonly programme: string;
  /** `booking_term` of the migration 0031, JSON. */
  readonly term: string;
  /** The ledger entries that set a session's price aside, and that lend it to the fund, JSON. */
  readonly entries: string;
}

const known = new WeakMap<ProgrammePeriod, SessionTerms>();

/** The terms of a period, which never change but for the day. */
export function sessionTerms(period: ProgrammePeriod, day: string): SessionTerms {
  const before = known.get(period);
  if (before?.day === day) return before;
  const terms = {
    day, programme: period.programme, term: termOf(period), entries: entriesOf(period, day),
  };
  known.set(period, terms);
  return terms;
}

function termOf(period: ProgrammePeriod): string {
  const { programme, period: label, opens, closes, sessionPriceMinor, currency } = period;
  return JSON.stringify(
    { programme, period: label, opens, closes, fee_cap: sessionPriceMinor, currency });
}

/** Two entries, comma between; each session's have ids of their own, and these are for none. */
function entriesOf({ programme, sessionPriceMinor, currency }: ProgrammePeriod, day: string) {
  const decision = holdSession(programme, money(BigInt(sessionPriceMinor), currency));
  if (decision.kind !== 'held') throw new Error('a period has a session price');
  const entries = [decision.entry, drawOverdraft(decision.held)];
  return encodeItems(entries.map((entry) => journalItem(randomUUID(), day, entry))).slice(1, -1);
}
