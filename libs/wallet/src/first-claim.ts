import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { randomBytes } from '#pseudonym/bytes';
import { normaliseCode } from '#pseudonym/crockford';
import { ClaimCodeDocument } from './gql/gateway/graphql.ts';
import type { Ports } from './ports.ts';

/*
 * Whether a letter can be used is found out before anybody writes twelve words down. To look is to
 * claim, as it always was: with a key of this device, which hands the letter over to the wallet
 * once there is one. The key lies on the device so that a page that was closed in between goes on.
 * Whoever finds it can do what the letter itself could, and nothing once it has handed over.
 */

const KEY_LENGTH = 32;

/** Claim a letter for this device. @returns whether it can be used here. @throws Refusal */
export async function claimFirst(
  { doors, firstKey }: Required<Pick<Ports, 'doors' | 'firstKey'>>, code: string,
): Promise<boolean> {
  const claimKey = keyFor(await firstKey.keepFirst(randomBytes(KEY_LENGTH)), code);
  const { claimCode } = await doors.gateway.ask(ClaimCodeDocument, { code, claimKey });
  return claimCode.__typename === 'MemberSession';
}

/** The key with which this device may have claimed a letter; undefined where it claimed none. */
export async function firstKeyFor(
  { firstKey }: Ports, code: string,
): Promise<string | undefined> {
  const kept = await firstKey?.read();
  return kept && keyFor(kept, code);
}

/** The wallet has the letter: nothing holds it but the wallet any more. */
export async function handedOver({ firstKey }: Ports): Promise<void> {
  if (await firstKey?.read()) await firstKey?.drop();
}

/** Another one for each letter, so that nobody can tell that two were looked at by one device. */
function keyFor(kept: Uint8Array, code: string): string {
  return bytesToHex(hmac(sha256, kept, utf8ToBytes(`code ${normaliseCode(code)}`)));
}
