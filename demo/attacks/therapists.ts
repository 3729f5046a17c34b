import { cancelSession } from '#wallet/care';
import { written } from '#wallet/documents';
import type { Attack } from '../story/attack-log.ts';
import { claimsOf, submit, type Claim } from '../story/billing.ts';
import { bookSessions, openSlots } from '../story/booking.ts';
import { referralOf, type Client } from '../story/care.ts';
import { CANCEL } from '../story/changes.ts';
import type { Kind } from '../story/kinds.ts';
import type { Therapist } from '../story/practices.ts';
import { newKey, type Scenario } from '../story/scenario.ts';
import { succeeds, yields } from './verdicts.ts';

const OWN_PAYOUTS = written<{ payouts: { id: string }[] }>('query { payouts { id } }');
const MEETINGS = written<{ case: { meetings: unknown[] } }>(
  'query { case { meetings { phone videoLink inPerson { address } } } }');
const ADVICE = written<{ remittanceAdvice: object | null }>(`query ($payoutId: ID!) {
  remittanceAdvice(payoutId: $payoutId) { lines { authorisationNumber } } }`);
const OWN_REFERRALS = written<Referrals>('query { provider { referrals { handle } } }');
const TIMES = written<object>(`query ($ids: [ID!]!) {
  openings(providerIds: $ids, jurisdiction: "DE") { slot { id } } }`);
const UNDER_REFERRAL = written<{ bookSession: Kind }>(`mutation ($input: BookSessionInput!) {
  bookSession(input: $input) { __typename } }`);
const CASE = written<object>('query { case { openedOn } }');

/** A claim succeeds when it is worth money. */
const PAID = { wants: 'paid', defences: ['AuthorisationNotFound', 'ClaimAdjudicated'] };
const CANCELS = { wants: 'SessionCancelled', defences: ['TooLateToCancel', 'NOT_FOUND'] };
const NOT_HERS = ['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND'];

/** Claims for sessions that nobody authorised, or that another therapist was authorised for. */
export async function claimsWithoutAuthorisation(
  scenario: Scenario, honest: Therapist, crooked: Therapist,
): Promise<void> {
  const [due] = await claimsOf(honest);
  if (!due) throw new Error('no session is due to try this with');
  for (let place = 0; place < 4; place += 1) {
    const invented = due.authorisationNumber.replaceAll(/\d/g, (digit) =>
      String((Number(digit) + place + 1) % 10));
    await claim(scenario, 'a claim without authorisation', crooked,
      { ...due, authorisationNumber: invented });
  }
  await claim(scenario, 'a claim for another therapist\'s session', crooked, due);
}

/** Claims again for what was claimed. Call it when all is claimed. */
export async function claimsTwice(
  scenario: Scenario, crooked: Therapist, claimed: readonly Claim[],
): Promise<void> {
  for (const again of claimed.slice(0, 3)) {
    await claim(scenario, 'a claim twice', crooked, again);
  }
}

/** A therapist looks for clients of another, and into another's money. */
export async function anothersReferral(
  scenario: Scenario, nosy: Therapist, other: Therapist, client: Client,
): Promise<void> {
  const name = 'a therapist\'s view of another\'s referral';
  const { provider: theirs } = await other.console.ask(OWN_REFERRALS);
  const handles = new Set(theirs.referrals.map(({ handle }) => handle));
  const mine = nosy.console.ask(OWN_REFERRALS);
  scenario.attacks.note(name, await yields(mine, [], ({ provider }) =>
    provider.referrals.some(({ handle }) => handles.has(handle))));
  const asked = nosy.console.ask(TIMES, { ids: [client.providerId] });
  scenario.attacks.note(name, await yields(asked, NOT_HERS));
  scenario.attacks.note(name, await yields(nosy.console.ask(CASE), NOT_HERS));
}

/** A therapist reads what another was paid for. Call it when payouts have run. */
export async function anothersRemittance(
  scenario: Scenario, nosy: Therapist, other: Therapist,
): Promise<void> {
  const { payouts } = await other.console.ask(OWN_PAYOUTS);
  for (const { id: payoutId } of payouts) {
    const attempt = nosy.console.ask(ADVICE, { payoutId });
    const read = yields(attempt, NOT_HERS, (answer) => answer.remittanceAdvice !== null);
    scenario.attacks.note('a therapist\'s view of another\'s remittance', await read);
  }
}

/** Somebody who gave back what she had booked wants to know where her therapist is found. */
export async function placeWithoutBooking(scenario: Scenario, mallory: Client): Promise<void> {
  const [booking] = await bookSessions(scenario, mallory, 1);
  if (!booking || !await cancelSession(mallory.wallet, booking)) throw new Error('it was too late to cancel');
  const own = mallory.door.ask(MEETINGS);
  const told = yields(own, [], (answer) => answer.case.meetings.length > 0);
  scenario.attacks.note('a place to meet without a booking', await told);
}

/** A client reaches into another client's case. */
export async function anothersCase(scenario: Scenario, nosy: Client, other: Client): Promise<void> {
  const name = 'a client\'s view of another\'s case';
  const [slot] = await openSlots({ ...nosy, practice: other.practice });
  const [held] = nosy.wallet.unspent('session');
  const input = { idempotencyKey: newKey(), slotId: slot?.id ?? newKey(),
    referralId: referralOf(other), payment: { credit: held?.credit ?? '' } };
  const under = nosy.door.ask(UNDER_REFERRAL, { input });
  scenario.attacks.note(name, await yields(under, NOT_HERS,
    ({ bookSession }) => bookSession.__typename === 'SessionBooked'));
  const [booking] = other.bookings;
  if (booking) await cancel(scenario, name, nosy, booking.authorisationId);
}

/** A session that was held is cancelled, to have the credit back. */
export async function cancelsTooLate(scenario: Scenario, client: Client): Promise<void> {
  const [held] = client.bookings;
  if (!held) throw new Error('no session was booked to try this with');
  await cancel(scenario, 'a held session cancelled afterwards', client, held.authorisationId);
}

interface Referrals { provider: { referrals: { handle: string }[] } }

async function cancel(
  scenario: Scenario, name: Attack, { door }: Client, authorisationId: string,
): Promise<void> {
  const attempt = door.ask(
    written<{ cancelSession: Kind }>(CANCEL),
    { input: { idempotencyKey: newKey(), authorisationId } });
  scenario.attacks.note(name,
    await succeeds(attempt.then((answer) => answer.cancelSession), CANCELS));
}

async function claim(
  scenario: Scenario, name: Attack, therapist: Therapist, claimed: Claim,
): Promise<void> {
  const attempt = submit(therapist, claimed).then((answer): Kind =>
    (answer.__typename === 'ClaimAdjudicated' && BigInt(answer.claim.paid.minor) > 0n
      ? { __typename: PAID.wants } : answer));
  scenario.attacks.note(name, await succeeds(attempt, PAID));
}
