import type { z } from 'zod';
import type { Succession } from '#pseudonym/succession';
import type { Mode } from '../clock.ts';
import type { MeanGaps } from './mean-gaps.ts';
import { whoOperates, withTokens, type Operator } from './operators.ts';
import { passkeySite, type PasskeySite } from './passkey-site.ts';
import { GATEWAY_SECRETS, WORKER_SECRETS } from './secret-names.ts';
import { misspelt } from './setting-names.ts';
import {
  gatewayEnvironment, HOW, isSafeOrigin, SETTINGS, workerEnvironment, type ORGANISATIONS,
} from './setting-shapes.ts';

/** A setting is missing or unfit. The message is one line which names the variable and the cure. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The environment as a process gets it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Who runs what: what holds for members depends on it. */
export type Organisations = (typeof ORGANISATIONS)[number];

/** A courier of its own: where browsers reach it, and the secret that it says. */
export interface OwnCourier {
  readonly origin: string;
  readonly secret: string;
}

/** What the gateway process needs: nothing in here opens a sealed request or signs a release. */
export interface GatewayConfig {
  readonly mode: Mode;
  readonly port: number;
  /** Where browsers reach the service; cookies and CSRF checks are bound to it. */
  readonly publicOrigin: string;
  /** Who carries sealed requests and serves members' pages; else the gateway does. */
  readonly courier?: OwnCourier;
  readonly organisations: Organisations;
  /** Mean gaps between beats of pages, in demo and test; else pages have their own. */
  readonly beats?: MeanGaps;
  /** Addresses and networks whose `X-Forwarded-For` is believed; empty: nobody's. */
  readonly trustedProxies: readonly string[];
  /** Open pages behind one address; null: as many as come, in demo and test. */
  readonly pagesPerAddress: number | null;
  readonly databaseUrl: string;
  readonly queueUrl: string;
  /** Where HR's passkeys are good; null: nowhere. */
  readonly passkeys: PasskeySite | null;
  /** A sign-in of HR that is not used for so long ends. */
  readonly idleMinutes: number;
  /** 32 bytes: encrypts session cookies. */
  readonly sessionKey: Uint8Array;
  /** 32 bytes: wraps issuer private keys at rest. */
  readonly kek: Uint8Array;
  /** 32 bytes: member = HMAC(pepper, programme, subject). */
  readonly memberPepper: Uint8Array;
  /** 32 bytes: eligibility codes are derived from and looked up by it. */
  readonly codeSecret: Uint8Array;
  /** By their names; where none was given, the one without a name. */
  readonly operators: readonly Operator[];
  /** The vault's Ed25519 public key, 64 hex digits: pinned, never fetched. */
  readonly vaultSigningPublicKey: string;
  /** 32 bytes: the Ed25519 key that signs this domain's jobs, and the other's public ones, hex. */
  readonly treatySeed: Uint8Array;
  readonly partnersTreatyKeys: readonly string[];
  /** Keys of the vault up to that one, each signed by the one before; none at first. */
  readonly vaultKeySuccessions: readonly Succession[];
  readonly clockFile?: string;
  readonly logLevel: string;
}

/** What the vault's worker needs: nothing in here names a person, and no port. */
export interface WorkerConfig {
  readonly mode: Mode;
  readonly databaseUrl: string;
  readonly queueUrl: string;
  /** 32 bytes: the Ed25519 key that signs releases and directories. */
  readonly signingSeed: Uint8Array;
  /** 32 bytes: the Ed25519 key that signs this domain's jobs, and the other's public ones, hex. */
  readonly treatySeed: Uint8Array;
  readonly partnersTreatyKeys: readonly string[];
  /** Its public keys, each signed by the one before; none at first. */
  readonly keySuccessions: readonly Succession[];
  /** 32 bytes: the secret of pairwise pseudonyms is derived from it. */
  readonly kek: Uint8Array;
  /** By their names; where none was given, the one without a name. */
  readonly operators: readonly Operator[];
  /** A therapist's session that is not used for so long ends. */
  readonly idleMinutes: number;
  /** Where therapists open their page, as links say it; null: that was not told. */
  readonly therapistPage: string | null;
  /** Where therapists' passkeys are good; null: nowhere. */
  readonly passkeys: PasskeySite | null;
  /**
   * Whether terms hold without anybody's word: for one organisation that tries it out. Members and
   * HR read so.
   */
  readonly confirmsAutomatically: boolean;
  /** Most that a payout run pays in one currency without a second operator, minor units. */
  readonly payoutsAloneUpTo: bigint;
  /** Sealed answers leave so many milliseconds after their requests came. */
  readonly answerAfterMs: number;
  /** Where it writes down how it is, since it answers nobody. */
  readonly healthFile?: string;
  readonly clockFile?: string;
  readonly logLevel: string;
}

/**
 * @param isOurs everything in it is meant for us: a file of settings.
 * @throws ConfigError naming each variable whose name is nearly one of ours, with that one.
 */
export function refuseMisspelt(env: Environment, isOurs = false): void {
  const names = Object.keys(env).filter((name) => env[name] !== '');
  const faults = misspelt(names, SETTINGS, isOurs);
  if (faults.length > 0) throw new ConfigError(`${faults.join('; ')}.`);
}

/** @throws ConfigError naming each unfit variable in one line; no value is ever in the message. */
export function parse<T extends z.ZodType>(schema: T, env: Environment): z.infer<T> {
  refuseMisspelt(env);
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const faults = new Map<string, string>();
  for (const { path, message } of result.error.issues) {
    const name = path.join('.') || 'The environment';
    if (!faults.has(name)) faults.set(name, message);
  }
  const told = [...faults].map(([name, message]) => `${name} ${message}`);
  throw new ConfigError(`${told.join('; ')}.`);
}

/** No secret serves two purposes: a leak of one must not be a leak of another. */
export function refuseReuse(env: Environment, always: readonly string[]): void {
  const seen = new Map<string, string>();
  const named = Object.keys(env).filter((name) => name.startsWith('The token of '));
  for (const name of [...always, ...named]) {
    const value = env[name]?.toLowerCase();
    if (!value) continue;
    const other = seen.get(value);
    if (other) throw new ConfigError(`${name} must differ from ${other}: ${HOW}.`);
    seen.set(value, name);
  }
}

/** @throws ConfigError when a production is to have another time or pace, or pages in the clear. */
export function refuseInProduction(vars: Readonly<Record<string, unknown>>): void {
  if (vars['SOTTO_MODE'] !== 'production') return;
  const refused = ['SOTTO_CLOCK_FILE', 'SOTTO_BEATS'].find((name) => vars[name] !== undefined);
  if (refused) {
    throw new ConfigError(
      `${refused} is refused in production: unset it, or set SOTTO_MODE to demo or test.`);
  }
  const clear = Object.keys(vars).find((name) =>
    name.endsWith('_ORIGIN') && typeof vars[name] === 'string' && !isSafeOrigin(vars[name]));
  if (!clear) return;
  throw new ConfigError(
    `${clear} must begin with https:// in production; http: only on this machine (127.0.0.1).`);
}

interface CourierSettings {
  readonly SOTTO_MODE: Mode;
  readonly PUBLIC_ORIGIN?: string | undefined;
  readonly COURIER_ORIGIN?: string | undefined;
  readonly COURIER_SECRET?: string | undefined;
  readonly COURIER_PAGES_PER_ADDRESS?: number | undefined;
  readonly ORGANISATIONS: Organisations;
}

/** Pages that may be open behind one address: of a large office, or of a mobile carrier. */
const PAGES_PER_ADDRESS = 500;

/** Open pages behind one address; a demo or a test plays everybody from one. */
export function pagesPerAddress(
  { COURIER_PAGES_PER_ADDRESS: given, SOTTO_MODE: mode }: CourierSettings,
): number | null {
  return given ?? (mode === 'production' ? PAGES_PER_ADDRESS : null);
}

/** @throws ConfigError for half a courier of its own, or for what only such a one can be. */
function expectWholeCourier(vars: CourierSettings): void {
  const { COURIER_ORIGIN: origin, COURIER_SECRET: secret, ORGANISATIONS: organisations } = vars;
  if ((origin === undefined) !== (secret === undefined)) {
    const [given, lacking] = origin === undefined
      ? ['COURIER_SECRET', 'COURIER_ORIGIN'] : ['COURIER_ORIGIN', 'COURIER_SECRET'];
    throw new ConfigError(`${given} is set, and ${lacking} is not: set both for a courier of its `
      + 'own, or none, and the gateway is the courier.');
  }
  if (origin === undefined) {
    if (organisations === 'one' || organisations === 'gateway-and-courier') return;
    throw new ConfigError(`ORGANISATIONS must be one or gateway-and-courier, not ${organisations}, `
      + 'while the gateway is the courier: set COURIER_ORIGIN and COURIER_SECRET.');
  }
  if (vars.COURIER_PAGES_PER_ADDRESS !== undefined) {
    throw new ConfigError(
      'COURIER_PAGES_PER_ADDRESS is for the courier, which is another process here: set it there.');
  }
  if (vars.PUBLIC_ORIGIN && new URL(vars.PUBLIC_ORIGIN).origin === new URL(origin).origin) {
    throw new ConfigError('COURIER_ORIGIN must differ from PUBLIC_ORIGIN: give the courier an '
      + 'address of its own.');
  }
}

function ownCourierOf(
  { COURIER_ORIGIN: origin, COURIER_SECRET: secret }: CourierSettings,
): { courier?: OwnCourier } {
  return origin === undefined || secret === undefined ? {}
    : { courier: { origin: new URL(origin).origin, secret } };
}

/** A process that is handed the other domain's secrets is set up wrongly, so it does not start. */
export function refuseForeign(env: Environment, foreign: readonly string[], process: string): void {
  const found = foreign.find((name) => env[name]);
  if (found) {
    throw new ConfigError(`${found} must not reach the ${process}: it is the other domain's, unset it.`);
  }
}

/**
 * The gateway's configuration from its environment, frozen.
 *
 * @throws ConfigError naming the variables that are missing, weak, reused or not the gateway's.
 */
export function readGatewayConfig(env: Environment): GatewayConfig {
  // Where operators have names, nobody need be without one.
  const vars = parse(env['GATEWAY_OPERATOR_TOKENS']
    ? gatewayEnvironment.partial({ GATEWAY_OPERATOR_TOKEN: true }) : gatewayEnvironment, env);
  refuseReuse(withTokens(env, vars.GATEWAY_OPERATOR_TOKENS), GATEWAY_SECRETS);
  refuseForeign(
    env, [...WORKER_SECRETS, 'VAULT_OPERATOR_TOKENS', 'VAULT_DATABASE_URL'], 'gateway');
  refuseInProduction(vars);
  expectWholeCourier(vars);
  // By this name, and not its number, a machine's own pages can have passkeys.
  const pages = vars.PUBLIC_ORIGIN ?? `http://localhost:${vars.GATEWAY_PORT}`;
  return Object.freeze({
    mode: vars.SOTTO_MODE,
    port: vars.GATEWAY_PORT,
    publicOrigin: new URL(pages).origin,
    ...ownCourierOf(vars),
    organisations: vars.ORGANISATIONS,
    ...(vars.SOTTO_BEATS === undefined ? {} : { beats: vars.SOTTO_BEATS }),
    trustedProxies: Object.freeze(vars.TRUSTED_PROXIES ?? []),
    pagesPerAddress: pagesPerAddress(vars),
    databaseUrl: vars.GATEWAY_DATABASE_URL,
    queueUrl: vars.QUEUE_URL,
    passkeys: passkeySite(pages),
    idleMinutes: vars.HR_IDLE_MINUTES,
    sessionKey: vars.SESSION_KEY,
    kek: vars.GATEWAY_KEK,
    memberPepper: vars.MEMBER_PEPPER,
    codeSecret: vars.CODE_SECRET,
    operators: whoOperates(vars.GATEWAY_OPERATOR_TOKENS, vars.GATEWAY_OPERATOR_TOKEN),
    vaultSigningPublicKey: vars.VAULT_SIGNING_PUBLIC_KEY,
    treatySeed: vars.GATEWAY_TREATY_SEED,
    partnersTreatyKeys: vars.VAULT_TREATY_PUBLIC_KEY,
    vaultKeySuccessions: vars.VAULT_KEY_SUCCESSIONS,
    logLevel: vars.LOG_LEVEL,
    ...(vars.SOTTO_CLOCK_FILE === undefined ? {} : { clockFile: vars.SOTTO_CLOCK_FILE }),
  });
}

/**
 * The worker's configuration from its environment, frozen.
 *
 * @throws ConfigError naming the variables that are missing, weak, reused or not the worker's.
 */
export function readWorkerConfig(env: Environment): WorkerConfig {
  const vars = parse(env['VAULT_OPERATOR_TOKENS']
    ? workerEnvironment.partial({ VAULT_OPERATOR_TOKEN: true }) : workerEnvironment, env);
  refuseReuse(withTokens(env, vars.VAULT_OPERATOR_TOKENS), WORKER_SECRETS);
  refuseForeign(
    env, [...GATEWAY_SECRETS, 'GATEWAY_OPERATOR_TOKENS', 'GATEWAY_DATABASE_URL'], 'worker');
  refuseInProduction(vars);
  return Object.freeze({
    mode: vars.SOTTO_MODE,
    databaseUrl: vars.VAULT_DATABASE_URL,
    queueUrl: vars.QUEUE_URL,
    signingSeed: vars.VAULT_SIGNING_SEED,
    keySuccessions: vars.VAULT_KEY_SUCCESSIONS,
    treatySeed: vars.VAULT_TREATY_SEED,
    partnersTreatyKeys: vars.GATEWAY_TREATY_PUBLIC_KEY,
    kek: vars.VAULT_KEK,
    operators: whoOperates(vars.VAULT_OPERATOR_TOKENS, vars.VAULT_OPERATOR_TOKEN),
    idleMinutes: vars.THERAPIST_IDLE_MINUTES,
    therapistPage: vars.THERAPIST_ORIGIN === undefined ? null
      : `${new URL(vars.THERAPIST_ORIGIN).origin}/therapist`,
    passkeys: vars.THERAPIST_ORIGIN === undefined ? null : passkeySite(vars.THERAPIST_ORIGIN),
    answerAfterMs: vars.VAULT_ANSWER_MS,
    payoutsAloneUpTo: vars.VAULT_PAYOUTS_ALONE_UP_TO,
    confirmsAutomatically: vars.VAULT_CONFIRM_AUTOMATICALLY === 'yes',
    ...(vars.VAULT_HEALTH_FILE === undefined ? {} : { healthFile: vars.VAULT_HEALTH_FILE }),
    logLevel: vars.LOG_LEVEL,
    ...(vars.SOTTO_CLOCK_FILE === undefined ? {} : { clockFile: vars.SOTTO_CLOCK_FILE }),
  });
}
