import { fromBase64Url } from '#pseudonym/bytes';
import { type SignedStatement, verifyStatement } from '#pseudonym/signed';
import { hexToBytes } from '@noble/hashes/utils.js';
import { Refusal } from './refusal.ts';

/**
 * The body of a statement in base64url, as answers carry it, when the pinned vault signed it as one
 * of this type.
 *
 * @param vaultKey Ed25519 public key, hex. @throws Refusal `NOT_THE_VAULT`
 */
export async function readStatement<T>(
  vaultKey: string, type: string, statement: SignedStatement,
): Promise<T> {
  const body = new TextDecoder().decode(fromBase64Url(statement.body) ?? new Uint8Array());
  return openStatement(vaultKey, type, { ...statement, body });
}

/**
 * The body of a statement as it was signed, when the pinned vault signed it as one of this type.
 *
 * @param vaultKey Ed25519 public key, hex. @throws Refusal `NOT_THE_VAULT`
 */
export async function openStatement<T>(
  vaultKey: string, type: string, statement: SignedStatement,
): Promise<T> {
  const reading = await verifyStatement(hexToBytes(vaultKey), type, statement);
  if (reading.kind === 'valid') return reading.body as T;
  throw new Refusal('NOT_THE_VAULT', 'This does not carry the signature of the vault.');
}
