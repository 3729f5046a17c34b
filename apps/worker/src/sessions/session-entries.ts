import type { Entry } from '#billing/postings';
import { holdSession } from '#billing/hold';
import { money } from '#billing/money';
import { drawOverdraft } from '#billing/overdraft';
import type { ProgrammePeriod } from '../programmes/programme-periods.store.ts';

/** The ledger entries of booking one session in a period: the same for all of its sessions. */
export interface SessionEntries {
  /** Sets the session's price aside. */
  readonly hold: Entry;
  /** Lends the fund one session and its price. */
  readonly overdraft: Entry;
}

const known = new WeakMap<ProgrammePeriod, SessionEntries>();

/** The entries of a period, which never change, so they are made once. */
export function sessionEntries(period: ProgrammePeriod): SessionEntries {
  const made = known.get(period);
  if (made) return made;
  const price = money(BigInt(period.sessionPriceMinor), period.currency);
  const decision = holdSession(period.programme, price);
  if (decision.kind !== 'held') throw new Error('a period has a session price');
  const entries = { hold: decision.entry, overdraft: drawOverdraft(decision.held) };
  known.set(period, entries);
  return entries;
}
