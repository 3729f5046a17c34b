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
  const reading = await verifyStatement(hexToBytes(vaultKey), type, { ...statement, body });
  if (reading.kind === 'valid') return reading.body as T;
  throw notTheVault();
}

/** What is said of a statement which the pinned vault did not sign. */
export function notTheVault(): Refusal {
  return new Refusal('NOT_THE_VAULT', 'This does not carry the signature of the vault.');
}
