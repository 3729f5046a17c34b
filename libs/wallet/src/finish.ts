import { begunBookings, goOnBooking, type Booking } from './booking.ts';
import { cancelSession, openCase, readCase } from './care.ts';
import type { Outcome } from './content.ts';
import { underWay, type BookIntent } from './intents.ts';
import { exchangeMessages } from './messages.ts';
import type { Wallet } from './wallet.ts';

/**
 * Bring a wallet up to what the other side has, and finish what was begun. Pages do this every
 * minute: all of it goes sealed to the vault, whatever the gateway ever said.
 *
 * @throws Refusal
 */
export async function synchronise(wallet: Wallet): Promise<void> {
  await finishWhatWasBegun(wallet);
  await readCase(wallet);
  await exchangeMessages(wallet);
}

/**
 * Send again what was sent and not answered: a page that was closed, a vault that was stopped. The
 * answer is the one that was missed, and what it comes to is told. One that fails keeps no other
 * from its answer.
 *
 * @throws Refusal of the first that failed.
 */
async function finishWhatWasBegun(wallet: Wallet): Promise<void> {
  const failures: unknown[] = [];
  for (const goOn of begun(wallet)) {
    await goOn().catch((error: unknown) => { failures.push(error); });
  }
  if (failures.length > 0) throw failures[0];
}

/** What this page is not waiting for already. */
function begun(wallet: Wallet): (() => Promise<void>)[] {
  const intents = underWay(wallet);
  const openings = wallet.isInHand('open-case') ? []
    : intents.filter((intent) => intent.kind === 'open-case')
        .map(({ agreement }) => async () => { await openCase(wallet, agreement); });
  const bookings = begunBookings(wallet)
    .map((intent) => async () => tell(wallet, intent, await goOnBooking(wallet, intent)));
  const cancellations = intents.filter((intent) => intent.kind === 'cancel')
    .filter(({ authorisationId }) => !wallet.isInHand(`cancel ${authorisationId}`))
    .map((intent) => async () => {
      if (await cancelSession(wallet, intent)) return;
      const { authorisationId, startsAt } = intent;
      await note(wallet, { id: authorisationId, kind: 'too-late', startsAt, name: '' });
    });
  return [...openings, ...bookings, ...cancellations];
}

/** The time that was to be booked. */
type Wanted = Pick<BookIntent, 'slotId' | 'startsAt'>
  & { readonly practice: { readonly name: string } };

/** Tell of a booking that came to nothing; one that came to something is there to be seen. */
export function tell(wallet: Wallet, wanted: Wanted, booking: Booking): Promise<void> {
  if (booking === 'booked') return Promise.resolve();
  const { slotId: id, startsAt, practice: { name } } = wanted;
  return note(wallet, { id, kind: booking, startsAt, name });
}

function note(wallet: Wallet, outcome: Outcome): Promise<void> {
  return wallet.change(({ outcomes }) => ({
    outcomes: [...outcomes.filter(({ id }) => id !== outcome.id), outcome] }));
}

/** The person has seen what became of something. */
export function acknowledge(wallet: Wallet, seen: string): Promise<void> {
  return wallet.change(({ outcomes }) => ({
    outcomes: outcomes.filter(({ id }) => id !== seen) }));
}
