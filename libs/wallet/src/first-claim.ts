import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { fromBase64Url, randomBytes, toBase64Url } from '#pseudonym/bytes';
import { normaliseCode } from '#pseudonym/crockford';
import { ClaimCodeDocument } from './gql/gateway/graphql.ts';
import type { Ports } from './ports.ts';
import type { Wallet } from './wallet.ts';

/*
 * Whether a letter can be used is found out before anybody writes twelve words down. To look is to
 * claim, as it always was: with a key of this device, which hands the letter over to the wallet
 * once there is one. The key lies on the device so that a page that was closed in between goes on,
 * and in the wallet from its first claim on, which may be of another letter than was looked at.
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

/**
 * The keys with which a letter may have been claimed here before there was a wallet, else one that
 * nobody has seen: so that the gateway cannot tell who looked first. What the device kept is taken
 * into the wallet, since it may hold other letters too.
 */
export async function firstKeysFor(wallet: Wallet, code: string): Promise<readonly string[]> {
  const { firstKey } = wallet.ports;
  const kept = await firstKey?.read();
  if (kept) {
    const taken = toBase64Url(kept);
    await wallet.change(({ firstKeys = [] }) => ({
      firstKeys: [taken, ...firstKeys.filter((one) => one !== taken)] }));
    await firstKey?.drop();
  }
  const keys = (wallet.content.firstKeys ?? [])
    .map((one) => keyFor(fromBase64Url(one) ?? new Uint8Array(), code));
  return keys.length > 0 ? keys : [bytesToHex(randomBytes(KEY_LENGTH))];
}

/** Another one for each letter, so that nobody can tell that two were looked at by one device. */
function keyFor(kept: Uint8Array, code: string): string {
  return bytesToHex(hmac(sha256, kept, utf8ToBytes(`code ${normaliseCode(code)}`)));
}
