import { decodeAttestationObject } from '@simplewebauthn/server/helpers';
import { z } from 'zod';
import { fromBase64Url, ownBytes } from '#pseudonym/bytes';

/** Longest answer of a browser that is looked at; the longest of today's keys are half of it. */
export const LONGEST_PASSKEY_ANSWER = 8_000;

const encoded = z.string().max(6_000).regex(/^[A-Za-z0-9_-]+$/);
const transports = z.array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])
  .catch('hybrid')).max(8).catch([]);

const named = { id: encoded, rawId: encoded, type: z.literal('public-key') };
/** What browsers add of extensions, of which we ask none, is left out. */
const plain = <T extends object>(answer: T) => ({ ...answer, clientExtensionResults: {} });

const created = z.object({
  ...named,
  response: z.object({
    clientDataJSON: encoded, attestationObject: encoded, transports: transports.optional(),
  }),
}).transform(plain);
const signed = z.object({
  ...named,
  response: z.object({
    clientDataJSON: encoded, authenticatorData: encoded, signature: encoded,
  }),
}).transform(plain);

/** What a browser says when a passkey was made, in the parts that count. */
export type CreatedPasskey = z.infer<typeof created>;
/** What a browser says when a passkey has signed, in the parts that count. */
export type SignedByPasskey = z.infer<typeof signed>;

/** Read what a browser said of a new passkey; null for anything else. */
export function readCreated(text: string): CreatedPasskey | null {
  const read = created.safeParse(json(text));
  return read.success && isUnattested(read.data) ? read.data : null;
}

/** Read what a browser said of a passkey that has signed; null for anything else. */
export function readSigned(text: string): SignedByPasskey | null {
  const read = signed.safeParse(json(text));
  return read.success ? read.data : null;
}

/**
 * We ask no maker to vouch for a device. A statement with certificates would name addresses to
 * fetch lists from, and this process fetches nothing that a stranger names.
 */
function isUnattested({ response }: CreatedPasskey): boolean {
  try {
    const bytes = fromBase64Url(response.attestationObject);
    if (!bytes) return false;
    const object = decodeAttestationObject(ownBytes(bytes));
    const format = object.get('fmt');
    return format === 'none' || (format === 'packed' && object.get('attStmt').get('x5c') === undefined);
  } catch {
    return false;
  }
}

function json(text: string): unknown {
  if (text.length > LONGEST_PASSKEY_ANSWER) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
