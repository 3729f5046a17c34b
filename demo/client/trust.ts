import { fromBase64Url } from '#pseudonym/bytes';
import type { IssuerPublicKey } from '#pseudonym/keys';
import { decodeKeyConfig, type KeyConfig } from '#pseudonym/ohttp';
import { type SignedStatement, verifyStatement } from '#pseudonym/signed';

/** Something that the gateway handed on does not carry the pinned vault's signature. */
export class NotTheVault extends Error {
  override readonly name = 'NotTheVault';
}

/**
 * The relay key, when the pinned vault signed it: a gateway that put its own there could read
 * every sealed request.
 *
 * @throws NotTheVault
 */
export async function trustedRelayKey(
  pinned: string, statement: SignedStatement,
): Promise<KeyConfig> {
  const body = await trustedBody<{ config?: string }>(pinned, 'relay-key', statement);
  const bytes = fromBase64Url(body.config ?? '');
  const config = bytes && decodeKeyConfig(bytes);
  if (!config) throw new NotTheVault('the relay key cannot be read');
  return config;
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
  const publicKey = Uint8Array.from(Buffer.from(pinned, 'hex'));
  const body = new TextDecoder().decode(fromBase64Url(statement.body) ?? new Uint8Array());
  const reading = await verifyStatement(publicKey, type, { ...statement, body });
  if (reading.kind === 'invalid') throw new NotTheVault(`the ${type} is not signed by the vault`);
  return reading.body as T;
}
