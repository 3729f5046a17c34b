import { createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '#platform/settings/config';
import type { Environment } from '#platform/settings/config';
import { GATEWAY_SECRETS, WORKER_SECRETS } from '#platform/settings/secret-names';
import { writeWhole } from '#platform/process/whole-file';

/** The environment variables with the secrets of each domain; a courier's is for its operator. */
const GATEWAY = GATEWAY_SECRETS.filter((name) => name !== 'COURIER_SECRET');
const VAULT = WORKER_SECRETS;
/** What belongs to nothing that is in a database can be made beside what is given. */
const MADE_ANYHOW = /_(OPERATOR_TOKEN|TREATY_SEED)$/;

/** The secrets of the two domains, each for the environment of its own process. */
export interface DomainSecrets {
  /** With the vault's public signing key, which the gateway pins, and its treaty key. */
  readonly gateway: Readonly<Record<string, string>>;
  readonly vault: Readonly<Record<string, string>>;
}

/** Secrets that a start needs, and the keeping of them, which is for a start that goes on. */
export interface PlannedSecrets {
  readonly secrets: DomainSecrets;
  /** Write down those that were made. @throws the fault of the file system. */
  keep(): void;
}

/**
 * The secrets of both domains in a data folder (`gateway.json` and `vault.json`, readable by the
 * owner only): made at the first start, and on no disk before they are kept. What `env` sets goes
 * before.
 *
 * @throws ConfigError when some are given and others would have to be made up beside them, when a
 *   file cannot be read, or when the public key given is not that of the vault's seed.
 */
export function planSecrets(folder: string, env: Environment): PlannedSecrets {
  const files = { gateway: join(folder, 'gateway.json'), vault: join(folder, 'vault.json') };
  const stored = { gateway: readKept(files.gateway), vault: readKept(files.vault) };
  refuseHalf(env, { ...stored.gateway, ...stored.vault }, folder);
  const kept = { gateway: whole(stored.gateway, GATEWAY), vault: whole(stored.vault, VAULT) };
  const gateway = inUse(kept.gateway, GATEWAY, env);
  const vault = inUse(kept.vault, VAULT, env);
  const derived = signingPublicKey(vault['VAULT_SIGNING_SEED'] ?? '');
  const publicKey = env['VAULT_SIGNING_PUBLIC_KEY'] ?? derived;
  if (derived !== '' && publicKey.toLowerCase() !== derived) {
    throw new ConfigError('VAULT_SIGNING_PUBLIC_KEY is not the key of the VAULT_SIGNING_SEED: '
      + 'unset it where both domains start together, or give the seed that it belongs to.');
  }
  return {
    secrets: {
      gateway: {
        ...gateway, VAULT_SIGNING_PUBLIC_KEY: publicKey, ...partnersKey('VAULT', vault, env) },
      vault: { ...vault, ...partnersKey('GATEWAY', gateway, env) },
    },
    keep: () => {
      // The vault's public key lies beside the gateway's secrets: operators' commands pin it too.
      const pinned = { ...kept.gateway, VAULT_SIGNING_PUBLIC_KEY: publicKey };
      write(files.gateway, stored.gateway, pinned);
      write(files.vault, stored.vault, kept.vault);
    },
  };
}

/** A domain's public treaty key for the other one: what is given must have the one that it is. */
function partnersKey(
  domain: 'GATEWAY' | 'VAULT', secrets: Environment, env: Environment,
): Record<string, string> {
  const name = `${domain}_TREATY_PUBLIC_KEY`;
  const derived = signingPublicKey(secrets[`${domain}_TREATY_SEED`] ?? '');
  const given = env[name] ?? derived;
  if (derived !== '' && !given.toLowerCase().includes(derived)) {
    throw new ConfigError(`${name} is not the key of the ${domain}_TREATY_SEED: unset it where both `
      + 'domains start together, or give the seed that it belongs to.');
  }
  return { [name]: given };
}

/** Random secrets beside given ones would belong to nothing that is in the databases. */
function refuseHalf(env: Environment, kept: Environment, folder: string): void {
  const all = [...GATEWAY, ...VAULT].filter((name) => !MADE_ANYHOW.test(name));
  const given = all.filter((name) => env[name]);
  const lacking = all.filter((name) => !env[name] && !kept[name]);
  if (given.length === 0 || lacking.length === 0) return;
  throw new ConfigError(`${given.join(', ')} ${given.length > 1 ? 'are' : 'is'} set, and `
    + `${lacking.join(', ')} ${lacking.length > 1 ? 'are' : 'is'} not, neither here nor in ${folder}: `
    + 'give the secrets of both domains, or none of them.');
}

/** What a file of ours keeps; nothing when it is not there yet. */
function readKept(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  try {
    const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
    return JSON.parse(text) as Record<string, string>;
  } catch {
    throw new ConfigError(`${file} cannot be read as the secrets of an earlier start: restore it `
      + 'from a backup, and give it to this account.');
  }
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

/** What is kept, and what has to be made beside it. */
function whole(stored: Environment, names: readonly string[]): Environment {
  const made = names.filter((name) => !stored[name])
    .map((name) => [name, randomBytes(32).toString('hex')] as const);
  return { ...stored, ...Object.fromEntries(made) };
}

function inUse(
  kept: Environment, names: readonly string[], env: Environment,
): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, env[name] ?? kept[name] ?? '']));
}

function write(file: string, stored: Environment, kept: Environment): void {
  if (Object.entries(kept).some(([name, value]) => stored[name] !== value)) {
    writeWhole(file, JSON.stringify(kept, null, 2));
  }
  // A copy from a backup may have come back open.
  chmodSync(file, 0o600);
}
