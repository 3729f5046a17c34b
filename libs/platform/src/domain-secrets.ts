import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './config.ts';

/** The environment variables with the secrets of each domain. */
const GATEWAY = [
  'SESSION_KEY',
  'GATEWAY_KEK',
  'MEMBER_PEPPER',
  'CODE_SECRET',
  'GATEWAY_OPERATOR_TOKEN',
] as const;
const VAULT = [
  'VAULT_RELAY_SEED',
  'VAULT_SIGNING_SEED',
  'VAULT_KEK',
  'VAULT_OPERATOR_TOKEN',
] as const;

/** The secrets of the two domains, each for the environment of its own process. */
export interface DomainSecrets {
  /** With the vault's public signing key, which the gateway pins. */
  readonly gateway: Readonly<Record<string, string>>;
  readonly vault: Readonly<Record<string, string>>;
}

/**
 * The secrets of both domains in a data folder (`gateway.json` and `vault.json`, readable by the
 * owner only): made at the first start. What `env` sets goes before.
 */
export function domainSecrets(folder: string, env: Environment): DomainSecrets {
  const gateway = keep(join(folder, 'gateway.json'), GATEWAY, env);
  const vault = keep(join(folder, 'vault.json'), VAULT, env);
  const publicKey =
    env['VAULT_SIGNING_PUBLIC_KEY'] ?? signingPublicKey(vault['VAULT_SIGNING_SEED'] ?? '');
  pin(join(folder, 'gateway.json'), publicKey);
  return { gateway: { ...gateway, VAULT_SIGNING_PUBLIC_KEY: publicKey }, vault };
}

/**
 * The Ed25519 public key (RFC 8032 section 5.1.5) of a seed, both as 64 hex digits. A seed that is
 * none gives an empty string: the process that gets it says what is wrong.
 */
export function signingPublicKey(seedHex: string): string {
  if (!/^[0-9a-f]{64}$/i.test(seedHex)) return '';
  // RFC 8410 section 7: the PKCS #8 wrapping of an Ed25519 seed is this constant prefix.
  const pkcs8 = Buffer.from(`302e020100300506032b657004220420${seedHex}`, 'hex');
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  // RFC 8410 section 4: the last 32 bytes of the SubjectPublicKeyInfo are the key itself.
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
}

/** Note the vault's public key beside the gateway's secrets: the operator's commands pin it too. */
function pin(file: string, publicKey: string): void {
  const stored = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  if (stored['VAULT_SIGNING_PUBLIC_KEY'] === publicKey) return;
  write(file, { ...stored, VAULT_SIGNING_PUBLIC_KEY: publicKey });
}

function write(file: string, kept: Record<string, string>): void {
  writeFileSync(`${file}.new`, JSON.stringify(kept, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function keep(file: string, names: readonly string[], env: Environment): Record<string, string> {
  const stored = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)
    : {};
  const kept: Record<string, string> = { ...stored };
  for (const name of names) kept[name] ??= randomBytes(32).toString('hex');
  if (Object.keys(kept).length !== Object.keys(stored).length) {
    write(file, kept);
  }
  return Object.fromEntries(names.map((name) => [name, env[name] ?? kept[name] ?? '']));
}
