import { firstUse, leftOf, type PeriodLeft } from './credits.ts';
import { underWay, freeReturned } from './intents.ts';
import type { Wallet } from './wallet.ts';

/**
 * What is left of each period, the oldest first: sessions of one pay for its own days alone, so no
 * sum of them has a last day. Whoever came back with her words has credits that she does not know
 * to be spent, but her case says how many sessions she booked. What can be spent shows when it is.
 */
export function leftByPeriod(wallet: Wallet): PeriodLeft[] {
  const { content, today, programme } = wallet;
  const keys = new Map(content.credits
    .filter((held) => held.kind === 'session' && held.programme === programme
      && firstUse(held.period) <= today && today <= held.notAfter)
    .map((held) => [held.keyId, held]));
  const unspent = wallet.unspent('session');
  const free = [...keys.values()].map(({ keyId, period, notBefore, notAfter }) => {
    const ours = content.credits.filter((held) => held.keyId === keyId);
    const unknown = bookedIn(wallet, period, notBefore, notAfter)
      - ours.filter(({ state }) => state === 'spent').length;
    const count = unspent.filter((held) => held.keyId === keyId).length;
    const sessions = Math.max(0, count - Math.max(0, unknown - beingSpent(wallet, keyId)));
    return { period, sessions };
  });
  const back = freeReturned(wallet).map(({ period }) => ({ period, sessions: 1 }));
  return leftOf([...free, ...back], content.endsOn);
}

/** How many sessions are left, of all periods. */
export function sessionsLeft(wallet: Wallet): number {
  return leftByPeriod(wallet).reduce((sum, { sessions }) => sum + sessions, 0);
}

/** First day of an appointment that what is left pays for, while all of it is of a year to come. */
export function paysFrom(wallet: Wallet): string | null {
  const [first] = leftByPeriod(wallet);
  return first && first.opens > wallet.today ? first.opens : null;
}

/** Sessions of a period that the case booked with credits. */
function bookedIn({ care }: Wallet, period: string, first: string, last: string) {
  const booked = care?.authorisations.filter(({ startsAt }) => {
    const day = startsAt?.slice(0, 10) ?? '';
    return first <= day && day <= last;
  }).length ?? 0;
  const again = care?.returnedSessions.filter((one) => one.period === period && one.used).length;
  return booked - (again ?? 0);
}

/** Credits whose spending may be done, and be in the case, without an answer having come. */
function beingSpent(wallet: Wallet, keyId: string): number {
  return underWay(wallet).filter((intent) => 'creditId' in intent
    && intent.kind === 'book' && wallet.held(intent.creditId).keyId === keyId).length;
}
