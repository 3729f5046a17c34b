import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '#platform/config';
import { signingPublicKey } from '#platform/domain-secrets';

/** A command cannot be carried out. One line that says what to do. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

/** Where the operator's tokens come from: the environment, or the data folder of `npm start`. */
export class OperatorSettings {
  constructor(private readonly folder: string, private readonly env: Environment) {}

  /** @throws OperatorError naming the variable and the file that were looked for. */
  gatewayToken(): string {
    return this.secret('GATEWAY_OPERATOR_TOKEN', 'gateway.json');
  }

  /** @throws OperatorError naming the variable and the file that were looked for. */
  vaultToken(): string {
    return this.secret('VAULT_OPERATOR_TOKEN', 'vault.json');
  }

  /**
   * The vault's Ed25519 public key, 64 hex digits: given, or derived from the vault's own seed.
   *
   * @throws OperatorError when neither is at hand.
   */
  vaultKey(): string {
    const given = this.env['VAULT_SIGNING_PUBLIC_KEY'];
    const key = given ?? signingPublicKey(this.secret('VAULT_SIGNING_SEED', 'vault.json'));
    if (/^[0-9a-f]{64}$/i.test(key)) return key.toLowerCase();
    throw new OperatorError('VAULT_SIGNING_PUBLIC_KEY must be an Ed25519 key as 64 hex digits.');
  }

  private secret(name: string, file: string): string {
    const given = this.env[name];
    if (given) return given;
    const path = join(this.folder, file);
    const kept = existsSync(path) ? readKept(path)[name] : undefined;
    if (kept) return kept;
    throw new OperatorError(`${name} is not set and not in ${path}: set it, or name the folder by ` +
      '--folder.');
  }
}

function readKept(path: string): Partial<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<Record<string, string>>;
  } catch {
    throw new OperatorError(`${path} cannot be read: use the account that started the service.`);
  }
}
