import { z } from 'zod';
import type { Succession } from '#pseudonym/succession';
import type { Mode } from './clock.ts';
import { meanGaps, type MeanGaps } from './mean-gaps.ts';
import { namedOperators, withTokens, type Operator } from './operators.ts';
import { proxies } from './proxies.ts';
import { misspelt } from './setting-names.ts';
import { successions } from './successions.ts';

/** A setting is missing or unfit. The message is one line which names the variable and the cure. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The environment as a process gets it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the gateway process needs: nothing in here opens a sealed request or signs a release. */
export interface GatewayConfig {
  readonly mode: Mode;
  readonly port: number;
  /** Where browsers reach the service; cookies and CSRF checks are bound to it. */
  readonly publicOrigin: string;
  /** Where the employee portal alone is reached; else it is `/employee` of the public origin. */
  readonly employeeOrigin?: string;
  /** Addresses and networks whose `X-Forwarded-For` is believed; empty: nobody's. */
  readonly trustedProxies: readonly string[];
  /** Sealed requests a minute from one address; null: as many as come, in demo and test. */
  readonly relayPerMinute: number | null;
  readonly databaseUrl: string;
  readonly queueUrl: string;
  /** 32 bytes: encrypts session cookies. */
  readonly sessionKey: Uint8Array;
  /** 32 bytes: wraps issuer private keys at rest. */
  readonly kek: Uint8Array;
  /** 32 bytes: member = HMAC(pepper, programme, subject). */
  readonly memberPepper: Uint8Array;
  /** 32 bytes: eligibility codes are derived from and looked up by it. */
  readonly codeSecret: Uint8Array;
  /** Of the operator who has no name; empty when all have one. */
  readonly operatorToken: string;
  readonly operators: readonly Operator[];
  /** The vault's Ed25519 public key, 64 hex digits: pinned, never fetched. */
  readonly vaultSigningPublicKey: string;
  /** Mean gaps between beats of pages, in demo and test; else pages have their own. */
  readonly beats?: MeanGaps;
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
  /** Its public keys, each signed by the one before; none at first. */
  readonly keySuccessions: readonly Succession[];
  /** 32 bytes: the secret of pairwise pseudonyms is derived from it. */
  readonly kek: Uint8Array;
  /** Of the operator who has no name; empty when all have one. */
  readonly operatorToken: string;
  readonly operators: readonly Operator[];
  /** Where it writes down how it is, since it answers nobody. */
  readonly healthFile?: string;
  readonly clockFile?: string;
  readonly logLevel: string;
}

const WEAK = /changeme|change-me|password|secret|example|default|12345678|abcdef01/i;
const HOW = 'create one with `openssl rand -hex 32`';

const isRandomLooking = (text: string) =>
  new Set(text.toLowerCase()).size >= 8 && !WEAK.test(text) && !/^(.{1,16})\1+$/.test(text);

/** 32 random bytes as 64 hex digits. */
const secret = z
  .string({ error: `is missing: ${HOW}` })
  .regex(/^[0-9a-f]{64}$/i, `must be 32 bytes as 64 hex digits: ${HOW}`)
  .refine(isRandomLooking, `is too weak (repeated or guessable): ${HOW}`)
  .transform((hex): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex')));

const token = z
  .string({ error: `is missing: ${HOW}` })
  .min(32, `must have 32 characters or more: ${HOW}`)
  .max(256, 'must have at most 256 characters')
  .refine(isRandomLooking, `is too weak (repeated or guessable): ${HOW}`);

const namedTokens = namedOperators((given) => token.safeParse(given).success);

const publicKey = z
  .string({ error: 'is missing: `npm run operator -- vault-key` of the vault prints it' })
  .regex(/^[0-9a-f]{64}$/i, 'must be an Ed25519 public key as 64 hex digits')
  .transform((hex) => hex.toLowerCase());

const url = (schemes: string[]) => {
  const want = `must be a URL such as ${schemes[0] ?? ''}://user:password@host:5432/name`;
  const known = (text: string) =>
    URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1));
  return z.string({ error: `is missing: it ${want}` }).refine(known, want);
};

const postgresUrl = url(['postgres', 'postgresql']);
const queueUrl = url(['postgres', 'postgresql', 'redis', 'rediss']);

const port = z
  .string()
  .default('3000')
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) < 65_536, 'must be 0 to 65535')
  .transform(Number);

const perMinute = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, 'must be a whole number of requests a minute, 1 to 999999')
  .transform(Number)
  .optional();
/** A person at home sends a few; a practice's network, or a mobile carrier's, some hundreds. */
const RELAY_PER_MINUTE = 1_800;

const common = {
  SOTTO_MODE: z
    .enum(['production', 'demo', 'test'], { error: 'must be production, demo or test' })
    .default('production'),
  SOTTO_CLOCK_FILE: z.string().min(1, 'must be a path').optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'must be fatal, error, warn, info, debug or silent',
    })
    .default('info'),
  QUEUE_URL: queueUrl,
  VAULT_KEY_SUCCESSIONS: successions,
};

const gatewayEnvironment = z.object({
  ...common,
  GATEWAY_PORT: port,
  PUBLIC_ORIGIN: z.url('must be an origin such as https://sotto.example').optional(),
  EMPLOYEE_ORIGIN: z.url('must be an origin such as https://care.example').optional(),
  TRUSTED_PROXIES: proxies,
  RELAY_REQUESTS_PER_MINUTE: perMinute,
  SOTTO_BEATS: meanGaps,
  GATEWAY_DATABASE_URL: postgresUrl,
  SESSION_KEY: secret,
  GATEWAY_KEK: secret,
  MEMBER_PEPPER: secret,
  CODE_SECRET: secret,
  GATEWAY_OPERATOR_TOKEN: token,
  GATEWAY_OPERATOR_TOKENS: namedTokens,
  VAULT_SIGNING_PUBLIC_KEY: publicKey,
});

const workerEnvironment = z.object({
  ...common,
  VAULT_DATABASE_URL: postgresUrl,
  VAULT_SIGNING_SEED: secret,
  VAULT_KEK: secret,
  VAULT_OPERATOR_TOKEN: token,
  VAULT_OPERATOR_TOKENS: namedTokens,
  VAULT_HEALTH_FILE: z.string().min(1, 'must be a path').optional(),
});

/** Every variable that one of the two processes reads. */
const SETTINGS = Object.keys({ ...gatewayEnvironment.shape, ...workerEnvironment.shape });

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
function parse<T extends z.ZodType>(schema: T, env: Environment): z.infer<T> {
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
function refuseReuse(env: Environment, always: readonly string[]): void {
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

function refuseInProduction(vars: Readonly<Record<string, unknown>>): void {
  const name = ['SOTTO_CLOCK_FILE', 'SOTTO_BEATS'].find((one) => vars[one] !== undefined);
  if (vars['SOTTO_MODE'] === 'production' && name !== undefined) {
    throw new ConfigError(
      `${name} is refused in production: unset it, or set SOTTO_MODE to demo or test.`);
  }
}

const GATEWAY_SECRETS = [
  'SESSION_KEY',
  'GATEWAY_KEK',
  'MEMBER_PEPPER',
  'CODE_SECRET',
  'GATEWAY_OPERATOR_TOKEN',
] as const;

const WORKER_SECRETS = [
  'VAULT_SIGNING_SEED',
  'VAULT_KEK',
  'VAULT_OPERATOR_TOKEN',
] as const;

/** A process that is handed the other domain's secrets is set up wrongly, so it does not start. */
function refuseForeign(env: Environment, foreign: readonly string[], process: string): void {
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
  return Object.freeze({
    mode: vars.SOTTO_MODE,
    port: vars.GATEWAY_PORT,
    publicOrigin: new URL(vars.PUBLIC_ORIGIN ?? `http://127.0.0.1:${vars.GATEWAY_PORT}`).origin,
    ...(vars.EMPLOYEE_ORIGIN === undefined
      ? {} : { employeeOrigin: new URL(vars.EMPLOYEE_ORIGIN).origin }),
    trustedProxies: Object.freeze(vars.TRUSTED_PROXIES ?? []),
    // A demo or a test plays everybody from one address.
    relayPerMinute: vars.RELAY_REQUESTS_PER_MINUTE ??
      (vars.SOTTO_MODE === 'production' ? RELAY_PER_MINUTE : null),
    databaseUrl: vars.GATEWAY_DATABASE_URL,
    queueUrl: vars.QUEUE_URL,
    sessionKey: vars.SESSION_KEY,
    kek: vars.GATEWAY_KEK,
    memberPepper: vars.MEMBER_PEPPER,
    codeSecret: vars.CODE_SECRET,
    operatorToken: vars.GATEWAY_OPERATOR_TOKEN ?? '',
    operators: vars.GATEWAY_OPERATOR_TOKENS,
    vaultSigningPublicKey: vars.VAULT_SIGNING_PUBLIC_KEY,
    ...(vars.SOTTO_BEATS === undefined ? {} : { beats: vars.SOTTO_BEATS }),
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
    kek: vars.VAULT_KEK,
    operatorToken: vars.VAULT_OPERATOR_TOKEN ?? '',
    operators: vars.VAULT_OPERATOR_TOKENS,
    ...(vars.VAULT_HEALTH_FILE === undefined ? {} : { healthFile: vars.VAULT_HEALTH_FILE }),
    logLevel: vars.LOG_LEVEL,
    ...(vars.SOTTO_CLOCK_FILE === undefined ? {} : { clockFile: vars.SOTTO_CLOCK_FILE }),
  });
}
