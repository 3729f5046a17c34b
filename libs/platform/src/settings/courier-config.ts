import type { Succession } from '#pseudonym/succession';
import type { Mode } from '../clock.ts';
import {
  ConfigError, pagesPerAddress, parse, refuseForeign, refuseInProduction, type Environment,
  type Organisations, type OwnCourier,
} from './config.ts';
import type { MeanGaps } from './mean-gaps.ts';
import { GATEWAY_SECRETS, WORKER_SECRETS } from './secret-names.ts';
import { courierEnvironment } from './setting-shapes.ts';

/** What a courier of its own needs: no database, no queue, and no secret but its own. */
export interface CourierConfig extends OwnCourier {
  readonly mode: Mode;
  readonly port: number;
  /** Where the gateway is: sealed requests go there, and members' browsers for claiming. */
  readonly gatewayOrigin: string;
  readonly pagesPerAddress: number | null;
  readonly organisations: Organisations;
  /** Mean gaps between beats of pages, in demo and test; else pages have their own. */
  readonly beats?: MeanGaps;
  readonly trustedProxies: readonly string[];
  /** The vault's Ed25519 public key, 64 hex digits: pinned in the pages that it serves. */
  readonly vaultSigningPublicKey: string;
  readonly vaultKeySuccessions: readonly Succession[];
  readonly clockFile?: string;
  readonly logLevel: string;
}

/** What a courier has no use for, and must not hold. */
const FOREIGN = [
  ...GATEWAY_SECRETS.filter((name) => name !== 'COURIER_SECRET'), 'GATEWAY_OPERATOR_TOKENS',
  ...WORKER_SECRETS, 'VAULT_OPERATOR_TOKENS',
  'GATEWAY_DATABASE_URL', 'VAULT_DATABASE_URL', 'QUEUE_URL', 'VAULT_QUEUE_URL',
];

/**
 * The courier's configuration from its environment, frozen.
 *
 * @throws ConfigError naming the variables that are missing, weak, or another process's.
 */
export function readCourierConfig(env: Environment): CourierConfig {
  const vars = parse(courierEnvironment, env);
  refuseForeign(env, FOREIGN, 'courier');
  refuseInProduction(vars);
  const [origin, gatewayOrigin] = [vars.COURIER_ORIGIN, vars.GATEWAY_ORIGIN]
    .map((url) => new URL(url).origin) as [string, string];
  if (origin === gatewayOrigin) {
    throw new ConfigError('COURIER_ORIGIN must differ from GATEWAY_ORIGIN: a courier of its own '
      + 'has an address of its own.');
  }
  return Object.freeze({
    mode: vars.SOTTO_MODE,
    port: vars.COURIER_PORT,
    origin,
    secret: vars.COURIER_SECRET,
    gatewayOrigin,
    pagesPerAddress: pagesPerAddress(vars),
    organisations: vars.ORGANISATIONS,
    ...(vars.SOTTO_BEATS === undefined ? {} : { beats: vars.SOTTO_BEATS }),
    trustedProxies: Object.freeze(vars.TRUSTED_PROXIES ?? []),
    vaultSigningPublicKey: vars.VAULT_SIGNING_PUBLIC_KEY,
    vaultKeySuccessions: vars.VAULT_KEY_SUCCESSIONS,
    logLevel: vars.LOG_LEVEL,
    ...(vars.SOTTO_CLOCK_FILE === undefined ? {} : { clockFile: vars.SOTTO_CLOCK_FILE }),
  });
}
