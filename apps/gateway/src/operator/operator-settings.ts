import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import type { Environment } from '#platform/settings/config';
import { userPath } from '#platform/process/user-files';
import { signingPublicKey } from '#pseudonym/signed';
import { signSuccession, writeSuccession } from '#pseudonym/succession';

/** A command cannot be carried out. One line that says what to do. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

const FOLDER = '.sotto';

/**
 * Where the operator's tokens come from: the environment, or the data folder of `npm start`. She
 * needs a token of each domain and the vault's public key, and no secret that a domain works with.
 */
export class OperatorSettings {
  private readonly folder: string;

  /** @param folder as it was typed; undefined: that of `npm start`. */
  constructor(folder: string | undefined, private readonly env: Environment) {
    this.folder = folder === undefined ? FOLDER : userPath(folder, env);
  }

  /** @throws OperatorError naming the variable and the file that were looked for. */
  gatewayToken(): string {
    return this.setting('GATEWAY_OPERATOR_TOKEN', 'gateway.json');
  }

  /** @throws OperatorError naming the variable and the file that were looked for. */
  vaultToken(): string {
    return this.setting('VAULT_OPERATOR_TOKEN', 'vault.json');
  }

  /**
   * The vault's pinned Ed25519 public key, 64 hex digits.
   *
   * @throws OperatorError when it is not at hand.
   */
  vaultKey(): string {
    const key = this.setting('VAULT_SIGNING_PUBLIC_KEY', 'gateway.json');
    if (/^[0-9a-f]{64}$/i.test(key)) return key.toLowerCase();
    throw new OperatorError('VAULT_SIGNING_PUBLIC_KEY must be an Ed25519 key as 64 hex digits.');
  }

  /**
   * The vault's public key for whoever is to pin it: where the vault runs, from its own seed.
   *
   * @throws OperatorError when neither the key nor the seed is at hand.
   */
  async vaultKeyToHandOut(): Promise<string> {
    const seed = this.find('VAULT_SIGNING_SEED', 'vault.json');
    if (seed === undefined || !/^[0-9a-f]{64}$/i.test(seed)) return this.vaultKey();
    return bytesToHex(await signingPublicKey(hexToBytes(seed.toLowerCase())));
  }

  /**
   * The vault's next public key, signed by its present seed.
   *
   * @throws OperatorError where the vault does not run.
   */
  async succession(key: string): Promise<string> {
    const seed = this.setting('VAULT_SIGNING_SEED', 'vault.json');
    if (!/^[0-9a-f]{64}$/i.test(seed)) {
      throw new OperatorError('VAULT_SIGNING_SEED must be the seed of the vault: 64 hex digits.');
    }
    return writeSuccession(await signSuccession(hexToBytes(seed.toLowerCase()), key));
  }

  private setting(name: string, file: string): string {
    const found = this.find(name, file);
    if (found !== undefined) return found;
    throw new OperatorError(`${name} is not set and not in ${join(this.folder, file)}: set it, or `
      + 'name the folder by --folder.');
  }

  private find(name: string, file: string): string | undefined {
    const given = this.env[name];
    if (given) return given;
    const path = join(this.folder, file);
    return (existsSync(path) ? readKept(path)[name] : undefined) || undefined;
  }
}

function readKept(path: string): Partial<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<Record<string, string>>;
  } catch {
    throw new OperatorError(`${path} cannot be read: use the account that started the service.`);
  }
}
