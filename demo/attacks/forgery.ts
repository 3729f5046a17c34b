import {
  constants, createHash, generateKeyPairSync, randomBytes, sign, type KeyObject,
} from 'node:crypto';
import { daysAfter } from '#calendar/days';
import { toBase64Url } from '#pseudonym/bytes';
import { creditMessage, encodeCredit, type Credit } from '#pseudonym/credit';
import { openHeld } from '#wallet/credits';
import { written } from '#wallet/documents';
import type { Attack } from '../story/attack-log.ts';
import { REDEEM } from '../story/billing.ts';
import { openSlots, tryToBook } from '../story/booking.ts';
import { OPEN_CASE, type Client } from '../story/care.ts';
import type { Kind } from '../story/kinds.ts';
import type { Member } from '../story/members.ts';
import type { Therapist } from '../story/practices.ts';
import { newKey, type Scenario } from '../story/scenario.ts';
import { BOOKS, OPENS, succeeds } from './verdicts.ts';

const CONSENT_VERSION = written<{ consent: { version: string } }>(
  'query { consent(language: "en") { version } }');
const RANDOMISER_LENGTH = 32;
const SALT_LENGTH = 48;

/** Credits that nobody signed, or that somebody else did, or that were altered afterwards. */
export async function forgedCredits(scenario: Scenario, mallory: Client): Promise<void> {
  const [genuine] = mallory.wallet.unspent('session');
  if (!genuine) throw new Error('the forger has no credit to imitate');
  await Promise.all(forgeries(openHeld(genuine)).flatMap((forged) => [
    book(scenario, mallory, 'a forged credit', toBase64Url(encodeCredit(forged))),
    openCase(scenario, 'a forged credit', toBase64Url(encodeCredit(forged)))]));
}

/** A session credit opens no case, and an entry credit buys no session. */
export async function creditsOfTheWrongKind(
  scenario: Scenario, mallory: Client, other: Member,
): Promise<void> {
  const [session] = mallory.wallet.unspent('session');
  const [entry] = other.wallet.unspent('entry');
  if (!session || !entry) throw new Error('a wallet lacks the credits to try this with');
  await openCase(scenario, 'a credit of the wrong kind', session.credit);
  await book(scenario, mallory, 'a credit of the wrong kind', entry.credit);
}

/** An objection to the day itself, and to nothing of a request's form. */
const NOT_THAT_DAY = /"serviceDate" (is not a day that this credit pays for|are released)\.$/;

/**
 * Credits of the year, redeemed by a therapist who is in it for days before it and after it, and of
 * its first reporting period, whose numbers are released.
 */
export async function creditsOnOtherDays(
  scenario: Scenario, mallory: Client, therapist: Therapist,
): Promise<void> {
  const { opens, lastSession, yearEnds } = scenario.calendar;
  const credits = mallory.wallet.unspent('session');
  const days = [daysAfter(opens, -1), daysAfter(yearEnds, 1), lastSession];
  for (const [place, day] of days.entries()) {
    const credit = credits[place]?.credit;
    if (!credit) throw new Error('no credit is left to try this with');
    const attempt = therapist.console.ask(written<{ redeemBearerCredit: Kind }>(REDEEM), { input: {
      idempotencyKey: newKey(), credit, serviceDate: day, modality: 'VIDEO', minutes: 50 } });
    scenario.attacks.note('a credit on a day that it does not pay for', await attempt.then(
      ({ redeemBearerCredit }) => redeemBearerCredit.__typename === 'BearerRedeemed',
      (error: unknown) => {
        if (error instanceof Error && NOT_THAT_DAY.test(error.message)) return false;
        throw error;
      }));
  }
}

/** Random bytes for a signature; another message under a good signature; a key of one's own. */
function forgeries(genuine: Credit): Credit[] {
  const randomiser = randomBytes(RANDOMISER_LENGTH);
  const message = creditMessage(genuine.keyId, randomiser);
  const signature = new Uint8Array(randomBytes(genuine.signature.length));
  signature[0] = 0;
  return [{ ...genuine, signature }, { ...genuine, message }, selfSigned(randomiser)];
}

function selfSigned(randomiser: Uint8Array): Credit {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  return signedUnder(createHash('sha256').update(spki).digest('hex'), privateKey, randomiser);
}

/** A credit that was signed by a key of one's own, as all of that key are. */
export function signedUnder(
  keyId: string, privateKey: KeyObject, randomiser: Uint8Array = randomBytes(RANDOMISER_LENGTH),
): Credit {
  const message = creditMessage(keyId, randomiser);
  const signature = sign('sha384', message, {
    key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: SALT_LENGTH });
  return { keyId, message, signature };
}

async function book(
  scenario: Scenario, mallory: Client, name: Attack, credit: string,
): Promise<void> {
  const [slot] = await openSlots(mallory);
  if (!slot) throw new Error('no free time to try this with');
  const attempt = tryToBook(mallory, slot.id, { credit });
  scenario.attacks.note(name, await succeeds(attempt, BOOKS));
}

async function openCase(scenario: Scenario, name: Attack, entryCredit: string): Promise<void> {
  const { consent } = await scenario.vault.ask(CONSENT_VERSION);
  const attempt = scenario.vault.ask(written<{ openCase: Kind }>(OPEN_CASE), { input: {
    idempotencyKey: newKey(), entryCredit, caseKey: randomBytes(32).toString('hex'),
    consentVersion: consent.version, acceptedConsent: true } });
  scenario.attacks.note(name, await succeeds(attempt.then((answer) => answer.openCase), OPENS));
}
