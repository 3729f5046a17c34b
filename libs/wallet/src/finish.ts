import { begunBookings, nameOf, type Booking } from './booking.ts';
import { cancelSession, openCase } from './care.ts';
import type { Outcome } from './content.ts';
import { openErrands, unanswered, intentOf, type BookIntent } from './intents.ts';
import type { Wallet } from './wallet.ts';

/**
 * Send again what was sent and not answered: a page that was closed, a vault that was stopped. The
 * answer is the one that was missed, and what it comes to is told. One that fails keeps no other
 * from its answer.
 *
 * @throws Refusal of the first that failed.
 */
export async function finishWhatWasBegun(wallet: Wallet): Promise<void> {
  const failures: unknown[] = [];
  for (const goOn of begun(wallet)) {
    await goOn().catch((error: unknown) => { failures.push(error); });
  }
  if (failures.length > 0) throw failures[0];
}

/** What this page is not waiting for already. */
function begun(wallet: Wallet): (() => Promise<void>)[] {
  const openings = unanswered(wallet).map(intentOf)
    .filter((intent) => intent?.kind === 'open-case')
    .map(({ agreement }) => async () => { await openCase(wallet, agreement); });
  const bookings = begunBookings(wallet)
    .filter(({ intent }) => !wallet.isInHand(nameOf(intent.slotId)))
    .map(({ intent, goOn }) => async () => tell(wallet, intent, await goOn()));
  const cancellations = openErrands(wallet).map(({ intent }) => intent)
    .filter((intent) => intent.kind === 'cancel')
    .filter(({ authorisationId }) => !wallet.isInHand(`cancel ${authorisationId}`))
    .map(({ kind: _, ...session }) => async () => {
      if (await cancelSession(wallet, session)) return;
      const { authorisationId, startsAt } = session;
      await note(wallet, { id: authorisationId, kind: 'too-late', startsAt, name: '' });
    });
  return [...(wallet.isInHand('open-case') ? [] : openings), ...bookings, ...cancellations];
}

/** The time that was to be booked. */
type Wanted = Pick<BookIntent, 'slotId' | 'startsAt'> & { readonly practice: { readonly name: string } };

/** Tell of a booking that came to nothing; one that came to something is there to be seen. */
export function tell(wallet: Wallet, wanted: Wanted, booking: Booking): Promise<void> {
  if (booking === 'booked') return Promise.resolve();
  const { slotId: id, startsAt, practice: { name } } = wanted;
  return note(wallet, { id, kind: booking, startsAt, name });
}

function note(wallet: Wallet, outcome: Outcome): Promise<void> {
  return wallet.change(({ outcomes = [] }) => ({
    outcomes: [...outcomes.filter(({ id }) => id !== outcome.id), outcome] }));
}

/** The person has seen what became of something. */
export function acknowledge(wallet: Wallet, seen: string): Promise<void> {
  return wallet.change(({ outcomes = [] }) => ({
    outcomes: outcomes.filter(({ id }) => id !== seen) }));
}
