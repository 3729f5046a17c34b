import { z } from 'zod';
import { meanGaps } from './mean-gaps.ts';
import { namedOperators } from './operators.ts';
import { proxies } from './proxies.ts';
import { successions } from './successions.ts';

const WEAK = /changeme|change-me|password|secret|example|default|12345678|abcdef01/i;
/** How a secret is made. */
export const HOW = 'create one with `openssl rand -hex 32`';

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
  .string({ error: 'is missing: `npm run --silent operator -- vault-key` of the vault prints it' })
  .regex(/^[0-9a-f]{64}$/i, 'must be an Ed25519 public key as 64 hex digits')
  .transform((hex) => hex.toLowerCase());

/** The other domain's, by which its jobs are checked: two while it is changed. */
const treatyKeys = (whose: string) => z
  .string({ error: `is missing: \`npm run provision\` of the ${whose} prints it` })
  .regex(/^[0-9a-f]{64}(\s*,\s*[0-9a-f]{64})?$/i,
    `must be the ${whose}'s Ed25519 public key as 64 hex digits, or two of them with a comma between`)
  .transform((text) => text.toLowerCase().split(',').map((key) => key.trim()));

const url = (schemes: string[]) => {
  const want = `must be a URL such as ${schemes[0] ?? ''}://user:password@host:5432/name`;
  const known = (text: string) =>
    URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1));
  return z.string({ error: `is missing: it ${want}` }).refine(known, want);
};

const postgresUrl = url(['postgres', 'postgresql']);
const queueUrl = url(['postgres', 'postgresql', 'redis', 'rediss']);

/** When sealed answers leave, in milliseconds after their requests came. */
const answerMs = z.string().regex(/^[1-9]\d{2,3}$/, 'must be milliseconds, 100 to 5000')
  .transform(Number).refine((ms) => ms <= 5_000, 'must be milliseconds, 100 to 5000')
  .default(200);

/** What leaves in seven days and one currency without a second operator, the clock's runs too. */
const aloneUpTo = z.string().regex(/^\d{1,15}$/, 'must be minor units, such as 10000000 for 100,000.00')
  .default('10000000').transform(BigInt);

const port = (otherwise: string) => z
  .string()
  .default(otherwise)
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) < 65_536, 'must be 0 to 65535')
  .transform(Number);

const pages = z
  .string()
  .regex(/^[1-9]\d{0,4}$/, 'must be a whole number of open pages, 1 to 99999')
  .transform(Number)
  .optional();

/** After so long without use a sign-in ends; never later than it would without. */
const idleMinutes = (otherwise: string) => z
  .string()
  .default(otherwise)
  .refine((text) => /^\d{1,3}$/.test(text) && Number(text) >= 5 && Number(text) <= 720,
    'must be a whole number of minutes, 5 to 720')
  .transform(Number);

/** Where something is reached by browsers. */
const origin = (example: string) => z.url({ error: ({ input }) =>
  `${input === undefined ? 'is missing: it ' : ''}must be an origin such as ${example}` });

/** Whether an address is https or this very machine's: a secret may travel to nothing else. */
export function isSafeOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:'
    || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
}

const safeOrigin = z.string({ error: 'is missing: it must be an origin such as https://sotto.example' })
  .refine(isSafeOrigin,
    'must be an origin such as https://sotto.example; http: only on this machine (127.0.0.1)');

/** Who runs what: what holds for members depends on it (ARCHITECTURE.md). */
export const ORGANISATIONS = ['one', 'gateway-and-courier', 'vault-and-courier', 'three'] as const;

const organisations = z
  .enum(ORGANISATIONS, { error: `must be one of ${ORGANISATIONS.join(', ')}` })
  .default('one');

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
  VAULT_KEY_SUCCESSIONS: successions,
};

/** What the gateway's process reads. */
export const gatewayEnvironment = z.object({
  ...common,
  QUEUE_URL: queueUrl,
  GATEWAY_PORT: port('3000'),
  PUBLIC_ORIGIN: origin('https://sotto.example').optional(),
  COURIER_ORIGIN: origin('https://care.example').optional(),
  COURIER_SECRET: token.optional(),
  COURIER_PAGES_PER_ADDRESS: pages,
  ORGANISATIONS: organisations,
  SOTTO_BEATS: meanGaps,
  HR_IDLE_MINUTES: idleMinutes('30'),
  TRUSTED_PROXIES: proxies,
  GATEWAY_DATABASE_URL: postgresUrl,
  SESSION_KEY: secret,
  GATEWAY_KEK: secret,
  MEMBER_PEPPER: secret,
  CODE_SECRET: secret,
  GATEWAY_OPERATOR_TOKEN: token,
  GATEWAY_OPERATOR_TOKENS: namedTokens,
  VAULT_SIGNING_PUBLIC_KEY: publicKey,
  GATEWAY_TREATY_SEED: secret,
  VAULT_TREATY_PUBLIC_KEY: treatyKeys('vault'),
});

/** What the worker's process reads. */
export const workerEnvironment = z.object({
  ...common,
  QUEUE_URL: queueUrl,
  VAULT_DATABASE_URL: postgresUrl,
  VAULT_SIGNING_SEED: secret,
  VAULT_TREATY_SEED: secret,
  GATEWAY_TREATY_PUBLIC_KEY: treatyKeys('gateway'),
  VAULT_KEK: secret,
  VAULT_OPERATOR_TOKEN: token,
  VAULT_OPERATOR_TOKENS: namedTokens,
  THERAPIST_IDLE_MINUTES: idleMinutes('60'),
  THERAPIST_ORIGIN: origin('https://sotto.example').optional(),
  VAULT_HEALTH_FILE: z.string().min(1, 'must be a path').optional(),
  VAULT_ANSWER_MS: answerMs,
  VAULT_PAYOUTS_ALONE_UP_TO: aloneUpTo,
  VAULT_CONFIRM_AUTOMATICALLY: z.enum(['yes', 'no'], { error: 'must be yes or no' }).default('no'),
});

/** What a courier of its own reads. */
export const courierEnvironment = z.object({
  ...common,
  COURIER_PORT: port('3001'),
  COURIER_ORIGIN: origin('https://care.example'),
  GATEWAY_ORIGIN: safeOrigin,
  COURIER_SECRET: token,
  COURIER_PAGES_PER_ADDRESS: pages,
  ORGANISATIONS: organisations,
  SOTTO_BEATS: meanGaps,
  TRUSTED_PROXIES: proxies,
  VAULT_SIGNING_PUBLIC_KEY: publicKey,
});

/** Every variable that one of the processes reads. */
export const SETTINGS = Object.keys({
  ...gatewayEnvironment.shape, ...workerEnvironment.shape, ...courierEnvironment.shape,
});
