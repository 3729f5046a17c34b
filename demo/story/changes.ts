import { expectKind, type Kind } from '../client/graphql.ts';
import { together } from '../client/together.ts';
import { Wallet } from '../wallet/wallet.ts';
import { bookSessions, bookSomewhere } from './booking.ts';
import type { Client } from './care.ts';
import type { Employer } from './employer.ts';
import { CROWD, newKey, type Stage } from './stage.ts';

type SessionCancelled = Kind & { __typename: 'SessionCancelled'; returnedSessionId: string };

/** Cancelling a session. */
export const CANCEL = `mutation ($input: CancelSessionInput!) {
  cancelSession(input: $input) { __typename
    ... on SessionCancelled { returnedSessionId } ... on TooLateToCancel { code message } } }`;

const BACKUP = 'query ($address: String!) { backup(address: $address) { version blob } }';
const SPENT = 'query ($nullifiers: [String!]!) { spentCredits(nullifiers: $nullifiers) }';
const OWN_CASE = 'query { case { openedOn referrals { id } authorisations { id } } }';

/** Some cancel in time and book again with what is returned. @returns how many did. */
export async function someCancel(stage: Stage, clients: readonly Client[]): Promise<number> {
  const { narrator, clock } = stage;
  narrator.act('Some change their mind in time');
  await clock.moveTo(stage.calendar.changes);
  const cancelling = clients.filter(({ person }) => person.cancels);
  await together(cancelling, CROWD, (client) => cancelAndRebook(stage, client));
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
 * A lost device: nothing is left but the phrase. The backup was made before anything was spent, so
 * the wallet asks the vault which of its credits are spent. @returns how many wallets came back.
 */
export async function oneLosesHerDevice(
  stage: Stage, employer: Employer, clients: readonly Client[],
): Promise<number> {
  const { narrator } = stage;
  narrator.act('One loses her device and comes back with the phrase');
  const losing = clients.filter(({ person }) => person.losesDevice);
  let recovered = 0;
  for (const client of losing) {
    const { phrase } = client.wallet;
    const wallet = await restore(stage, phrase);
    const spent = wallet.credits.filter(({ state }) => state === 'spent').length;
    const door = stage.vault.as(wallet.caseAuthorization(employer.programmeId));
    const { case: own } = await door.ask<{ case: { authorisations: unknown[] } }>(OWN_CASE);
    const found = own.authorisations.length === client.bookings.length;
    // Her entry credit, and one session credit for each booking made since the backup.
    const known = spent === 1 + client.bookings.length;
    client.wallet = wallet;
    client.bookings.push(
      ...await bookSessions(stage, client, client.person.sessions - client.bookings.length));
    recovered += found && known ? 1 : 0;
    narrator.say(`Twelve words opened the backup: ${wallet.credits.length} credits, of which the `
      + `vault called ${spent} spent. Her case was there, and she booked on.`);
  }
  narrator.saw({
    gateway: 'sealed requests',
    vault: 'somebody who fetched a sealed backup; the case went on as before',
    therapist: 'more sessions of a client she knows',
  });
  return recovered;
}

/** Open the backup of a phrase and learn from the vault what was spent since. */
async function restore(stage: Stage, phrase: string): Promise<Wallet> {
  const { backup } = await stage.vault.ask<{ backup: { blob: string } }>(
    BACKUP, { address: await Wallet.backupAddress(phrase) });
  const wallet = await Wallet.restore(phrase, backup.blob);
  const ids = wallet.credits.map(({ id }) => id);
  const spent = await askWhichAreSpent(stage, ids);
  for (const id of ids.filter((_, index) => spent[index])) await wallet.noteSpent(id);
  return wallet;
}

/** The vault's word on at most 64 nullifiers. */
export async function askWhichAreSpent(stage: Stage, nullifiers: string[]): Promise<boolean[]> {
  const { spentCredits } = await stage.vault.ask<{ spentCredits: boolean[] }>(
    SPENT, { nullifiers });
  return spentCredits;
}

async function cancelAndRebook(stage: Stage, client: Client): Promise<void> {
  const booking = client.bookings.shift();
  if (!booking) return;
  const { cancelSession } = await client.door.ask<{ cancelSession: SessionCancelled }>(
    CANCEL, { input: { idempotencyKey: newKey(), authorisationId: booking.authorisationId } });
  const { returnedSessionId } = expectKind(cancelSession, 'SessionCancelled');
  client.bookings.push(await bookSomewhere(stage, client, { returnedSessionId }));
}
