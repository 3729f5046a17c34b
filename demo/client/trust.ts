import { fromBase64Url } from '#pseudonym/bytes';
import type { IssuerPublicKey } from '#pseudonym/keys';
import type { KeyConfig } from '#pseudonym/ohttp';
import { readRelayKey } from '#pseudonym/relay-key';
import { type SignedStatement, verifyStatement } from '#pseudonym/signed';

/** Something that the gateway handed on does not carry the pinned vault's signature. */
export class NotTheVault extends Error {
  override readonly name = 'NotTheVault';
}

/**
 * The relay key, when the pinned vault signed it: a gateway that put its own there could read
 * every sealed request. A statement that is out of date is refused too.
 *
 * @throws NotTheVault
 */
export async function trustedRelayKey(
  pinned: string, statement: SignedStatement, now: Date = new Date(),
): Promise<KeyConfig> {
  const reading = await readRelayKey(
    publicKeyOf(pinned), withText(statement), now.toISOString().slice(0, 10));
  if (reading.kind === 'valid') return reading.config;
  throw new NotTheVault(reading.kind === 'expired'
    ? `the relay key was good until ${reading.notAfter}`
    : 'the relay key is not signed by the vault, or cannot be read');
}

/** The vault's own copy of the issuer keys, when the pinned vault signed it. @throws NotTheVault */
export async function trustedKeys(
  pinned: string, statement: SignedStatement,
): Promise<readonly IssuerPublicKey[]> {
  const body = await trustedBody<{ keys?: IssuerPublicKey[] }>(pinned, 'keys', statement);
  return body.keys ?? [];
}

/** The body of a statement of this type; it is carried as base64url. @throws NotTheVault */
export async function trustedBody<T>(
  pinned: string, type: string, statement: SignedStatement,
): Promise<T> {
  const reading = await verifyStatement(publicKeyOf(pinned), type, withText(statement));
  if (reading.kind === 'invalid') throw new NotTheVault(`the ${type} is not signed by the vault`);
  return reading.body as T;
}

/** The bytes of a public key in hex. */
export function publicKeyOf(pinned: string): Uint8Array {
  return Uint8Array.from(Buffer.from(pinned, 'hex'));
}

/** A statement with its body as it was signed; it is carried as base64url. */
export function withText(statement: SignedStatement): SignedStatement {
  const body = new TextDecoder().decode(fromBase64Url(statement.body) ?? new Uint8Array());
  return { ...statement, body };
}
