import { createHash } from 'node:crypto';
import { Encrypter } from 'age-encryption';
import { z } from 'zod';

/** What an age key of its own kind (X25519) looks like: Bech32 of 32 bytes. */
const RECIPIENT = /^age1[ac-hj-np-z02-9]{58}$/;
const SECRET = /^AGE-SECRET-KEY-/i;

/** A printer's public key as it is typed; the file is encrypted to it, and nobody else opens it. */
export const printerKey = z.string().max(200).transform((text) => text.trim())
  .superRefine((text, context) => {
    const fault = faultOf(text);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });

/** Whether a text is a secret key, which is never said again. */
export function isSecret(text: string): boolean {
  return SECRET.test(text.trim());
}

/** What is wrong with a printer's key. */
export function faultOf(text: string): string | undefined {
  if (isSecret(text)) {
    return 'must be the printer\'s public key, and this is a secret one: whoever has it opens the '
      + 'letters, so the printer has to make another';
  }
  if (!RECIPIENT.test(text)) {
    return 'must be an age public key of the printer: age1 and 58 characters, as age-keygen prints';
  }
  try {
    new Encrypter().addRecipient(text);
    return undefined;
  } catch {
    return 'must be an age public key without a slip: ask the printer for it again';
  }
}

/** A key as two people compare it by telephone: 16 bytes of its SHA-256, in fours. */
export function keyFingerprint(recipient: string): string {
  const digest = createHash('sha256').update(recipient).digest('hex').slice(0, 32);
  return digest.match(/.{4}/g)?.join('-') ?? digest;
}

/** Encrypt a file to the printer's key (age, version 1). */
export async function sealForPrinter(file: Uint8Array, recipient: string): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(file);
}
