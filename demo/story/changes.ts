import { cancelSession, readCase } from '#wallet/care';
import { sessionsLeft } from '#wallet/left';
import { restoreWallet } from '#wallet/restore';
import { together } from './together.ts';
import { onDevice } from './wallets.ts';
import { bookOverDays, bookSessions } from './booking.ts';
import type { Client } from './care.ts';
import { CROWD, type Scenario } from './scenario.ts';

/** Cancelling a session. */
export const CANCEL = `mutation ($input: CancelSessionInput!) {
  cancelSession(input: $input) { __typename
    ... on SessionCancelled { returnedSessionId } ... on TooLateToCancel { code message } } }`;

/** Some cancel in time and book again with what is returned. @returns how many did. */
export async function someCancel(scenario: Scenario, clients: readonly Client[]): Promise<number> {
  const { narrator, clock } = scenario;
  narrator.act('Some change their mind in time');
  await clock.moveTo(scenario.calendar.changes);
  const cancelling = clients.filter(({ person }) => person.cancels);
  await together(cancelling, CROWD, (client) => cancelAndRebook(scenario, client));
  narrator.say(`${cancelling.length} people cancelled a session, and booked another one with the `
    + 'session that came back. The money that was held went back to the fund in between.');
  narrator.saw({
    gateway: 'sealed requests',
    vault: 'that cases cancelled; a spent credit stays spent, the case has a session to use',
    therapist: 'a time that is free again',
  });
  return cancelling.length;
}

/**
 * A lost device: nothing is left but the phrase, and everything follows from it. Her letter is
 * found among those of others, her case by its secret; what was spent shows as she books on.
 *
 * @returns how many wallets came back.
 */
export async function oneLosesHerDevice(
  scenario: Scenario, clients: readonly Client[],
): Promise<number> {
  const { narrator, plot } = scenario;
  narrator.act('One loses her device and comes back with the phrase');
  const losing = clients.filter(({ person }) => person.losesDevice);
  let recovered = 0;
  for (const client of losing) {
    const restored = await restoreWallet(scenario.ports, client.phrase);
    const wallet = await onDevice(scenario.ports, restored.content);
    await readCase(wallet);
    const { bookings, person } = client;
    const isThere = wallet.content.care?.authorisations.length === bookings.length;
    const left = sessionsLeft(wallet);
    const isKnown = left === plot.sessionsPerMember - bookings.length;
    client.wallet = wallet;
    await bookOverDays(scenario, [client], () => person.sessions);
    recovered += restored.found && isThere && isKnown ? 1 : 0;
    narrator.say(`Twelve words brought ${restored.content.credits.length} credits back out of a file `
      + `that holds those of many. Her case was there, and said that ${left} sessions were left; `
      + 'the credits that were spent were refused, and she booked on with the next.');
  }
  narrator.saw({
    gateway: 'somebody who fetched a file of sealed batches; sealed requests',
    vault: 'a case that offered a credit that was used, then a good one, and went on as before',
    therapist: 'more sessions of a client she knows',
  });
  return recovered;
}

async function cancelAndRebook(scenario: Scenario, client: Client): Promise<void> {
  const booking = client.bookings.shift();
  if (!booking) return;
  const given = await cancelSession(client.wallet, booking);
  if (!given) throw new Error('a session was cancelled too late');
  client.bookings.push(...await bookSessions(scenario, client, 1));
}
