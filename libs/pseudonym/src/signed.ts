import { concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { type Bytes, fromBase64Url, ownBytes, toBase64Url, transcript } from './bytes.ts';
import { canonicalJson, type JsonValue } from './canonical.ts';

/**
 * A statement that one party signed and another publishes: a directory, a release, a relay key.
 * `body` is the canonical JSON exactly as signed; `signature` is Ed25519 (RFC 8032), base64url.
 */
export interface SignedStatement {
  readonly type: string;
  readonly body: string;
  readonly signature: string;
}

export type StatementReading =
  | { readonly kind: 'valid'; readonly body: JsonValue }
  | { readonly kind: 'invalid' };

/** PKCS #8 head of an Ed25519 private key; the 32 bytes of the seed follow (RFC 8410, 7). */
const PKCS8_HEAD = hexToBytes('302e020100300506032b657004220420');
const SEED_LENGTH = 32;

/** The public key (32 bytes) of a signing seed. */
export async function signingPublicKey(seed: Uint8Array): Promise<Uint8Array> {
  const key = await importSeed(seed, true);
  const { x } = await crypto.subtle.exportKey('jwk', key);
  const publicKey = fromBase64Url(x ?? '');
  if (!publicKey) throw new Error('signing key has no public half');
  return publicKey;
}

/**
 * Sign a statement. The type is signed with it, so that no statement can be passed off as one of
 * another type: name it after what it means, such as 'sotto/usage-release/v1'.
 *
 * @param seed 32 secret bytes.
 */
export async function signStatement(
  seed: Uint8Array,
  type: string,
  value: JsonValue,
): Promise<SignedStatement> {
  const body = canonicalJson(value);
  const signature = await crypto.subtle.sign(
    'Ed25519', await importSeed(seed, false), signedBytes(type, body),
  );
  return { type, body, signature: toBase64Url(new Uint8Array(signature)) };
}

/**
 * Check a statement and read it. Another type, key, body or encoding: all give `invalid`.
 *
 * @param publicKey 32 bytes, from a source that is trusted already (pinned).
 * @param type the type that the caller expects, whatever the statement says of itself.
 */
export async function verifyStatement(
  publicKey: Uint8Array,
  type: string,
  statement: SignedStatement,
): Promise<StatementReading> {
  const signature = fromBase64Url(statement.signature);
  if (!signature || statement.type !== type) return { kind: 'invalid' };
  const raw = ownBytes(publicKey);
  const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
  const bytes = signedBytes(type, statement.body);
  if (!(await crypto.subtle.verify('Ed25519', key, signature, bytes))) return { kind: 'invalid' };
  return { kind: 'valid', body: JSON.parse(statement.body) as JsonValue };
}

function signedBytes(type: string, body: string): Bytes {
  return transcript('sotto/statement/v1', type, body);
}

function importSeed(seed: Uint8Array, extractable: boolean): Promise<CryptoKey> {
  if (seed.length !== SEED_LENGTH) throw new RangeError('signing seed is not 32 bytes');
  const pkcs8 = ownBytes(concatBytes(PKCS8_HEAD, seed));
  return crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', extractable, ['sign']);
}
