import { daysAfter } from '#calendar/days';
import { fromBase64Url, toBase64Url } from './bytes.ts';
import { MOST_BITS } from './issued-buckets.ts';
import { decodeKeyConfig, encodeKeyConfig, type KeyConfig } from './ohttp.ts';
import { verifyStatement, type SignedStatement } from './signed.ts';

/** What a statement of the relay keys comes to; only of a `valid` one is anything sealed for. */
export type RelayKeyReading =
  | {
    readonly kind: 'valid'; readonly config: KeyConfig; readonly notAfter: string;
    readonly issuedBits: number;
  }
  /** Signed by the vault, and out of date: somebody hands on an old one, or a clock is wrong. */
  | { readonly kind: 'expired'; readonly notAfter: string }
  | { readonly kind: 'invalid' };

/** The public half of a key, and the day that it is for, `YYYY-MM-DD` in UTC. */
export interface DayKey {
  readonly day: string;
  readonly config: KeyConfig;
}

/** What the vault signs of its relay keys, and of the files that everybody fetches alike. */
export interface RelayKeyBody {
  /** Each with its configuration (RFC 9458, section 3.1) in base64url, soonest first. */
  readonly keys: readonly { readonly day: string; readonly config: string }[];
  /** The last day on which anything may be sealed for one of them. */
  readonly notAfter: string;
  /** How many bits name a file of issued batches: for all members the same. */
  readonly issuedBits: number;
  /** When they were stated: of two statements, the later one counts. ISO 8601. */
  readonly statedAt: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The days whose relay keys the vault holds on `today`: one is made a day ahead, so that clients
 * can go on by it when the vault is away at midnight, and held a day longer, for what is under way.
 */
export function relayKeyDays(today: string): readonly string[] {
  return [-1, 0, 1].map((days) => daysAfter(today, days));
}

/**
 * The body of a statement of these keys.
 *
 * @param keys of one day or more, soonest first.
 * @param issuedBits as `bitsOfLetters` has it for all confirmed terms.
 */
export function relayKeyBody(keys: readonly DayKey[], statedAt: Date, issuedBits: number) {
  return {
    keys: keys.map(({ day, config }) => ({ day, config: toBase64Url(encodeKeyConfig(config)) })),
    notAfter: keys.at(-1)?.day ?? '',
    issuedBits,
    statedAt: statedAt.toISOString(),
  } satisfies RelayKeyBody;
}

/**
 * Read the vault's statement of the keys that requests are sealed for, and choose today's.
 *
 * Each is for one day; a statement has today's and tomorrow's. So what is recorded cannot be opened
 * once its day is over, and a gateway cannot go on handing out a key that the vault destroyed.
 *
 * @param pinned 32 bytes, the vault's Ed25519 public key.
 * @param statement its body as it was signed, canonical JSON.
 * @param today the reader's own day, `YYYY-MM-DD` in UTC; never one that a server tells. For a
 *   reader whose clock is behind, the first key stands.
 */
export async function readRelayKey(
  pinned: Uint8Array, statement: SignedStatement, today: string,
): Promise<RelayKeyReading> {
  const reading = await verifyStatement(pinned, 'relay-key', statement);
  if (reading.kind === 'invalid') return { kind: 'invalid' };
  const { keys, notAfter, issuedBits } = reading.body as Partial<Record<string, unknown>>;
  const read = Array.isArray(keys) ? keys.map(readDayKey) : [];
  const [first, ...others] = read;
  if (typeof notAfter !== 'string' || !DAY.test(notAfter) || !first || read.includes(null)
    || !isBits(issuedBits)) {
    return { kind: 'invalid' };
  }
  // Days in this form are in order as texts are.
  if (today > notAfter) return { kind: 'expired', notAfter };
  const { config } = others.findLast((key) => key && key.day <= today) ?? first;
  return { kind: 'valid', config, notAfter, issuedBits };
}

function isBits(stated: unknown): stated is number {
  return Number.isInteger(stated) && Number(stated) >= 0 && Number(stated) <= MOST_BITS;
}

function readDayKey(stated: unknown): DayKey | null {
  const { day, config } = (stated ?? {}) as { day?: unknown; config?: unknown };
  if (typeof day !== 'string' || !DAY.test(day) || typeof config !== 'string') return null;
  const bytes = fromBase64Url(config);
  const key = bytes && decodeKeyConfig(bytes);
  return key ? { day, config: key } : null;
}
