import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import type { Keyring } from '#messages/keyring';
import { newMailbox, type Mailbox } from '#messages/mailbox';

/** What a device keeps of a therapist's messages, sealed. Her twelve words are not in it. */
export interface DeskContent {
  readonly format: 1;
  /** Her keys, in hexadecimal. */
  readonly keys: {
    readonly secret: string; readonly publicKey: string; readonly signing: string;
  };
  readonly mailbox: Mailbox;
  /** Each client's key as it was first seen, by referral: another one is not written to. */
  readonly clientKeys: Readonly<Record<string, string>>;
}

/** What is kept before anything was read or written. */
export function newDesk({ reading, signing }: Keyring): DeskContent {
  const keys = { secret: bytesToHex(reading.secret), publicKey: bytesToHex(reading.publicKey),
    signing: bytesToHex(signing) };
  return { format: 1, keys, mailbox: newMailbox(), clientKeys: {} };
}

/** The keys that are kept. */
export function keyringIn({ keys }: DeskContent): Keyring {
  return {
    reading: { secret: hexToBytes(keys.secret), publicKey: hexToBytes(keys.publicKey) },
    signing: hexToBytes(keys.signing),
  };
}
