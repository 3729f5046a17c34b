import { readPeriod } from '#calendar/periods';
import type { IssuerPublicKey } from './keys.ts';
import { SMALLEST_BLOCK } from './smallest-block.ts';
import { inspectSpki, type SpkiFault } from './spki.ts';

declare const checked: unique symbol;

/** A key that `checkDirectory` has accepted; the only kind that a wallet blinds for. */
export type CheckedKey = IssuerPublicKey & { readonly [checked]: true };

/** What the wallet knows by itself, from its own clock and its eligibility, before it looks. */
export interface Expectation {
  readonly programme: string;
  /** The period of the letter, which the vault's terms are for as well. */
  readonly period: string;
  /** The reporting block that the wallet was told it belongs to. */
  readonly block: string;
  /**
   * Members of the programme, as its letters say: limits how many blocks there can honestly be.
   * Without it a gateway could give somebody a block of her own.
   */
  readonly headcount: number;
}

export type DirectoryFault =
  | SpkiFault
  /** Named by one directory and not the other, or described differently by the two. */
  | 'disagree'
  /** Of another programme, or of a kind and block that do not go together. */
  | 'unexpected'
  /** Another period, or dates that are not exactly the period's. */
  | 'odd-period'
  /** A second key for the same use, or the same key for a second use. */
  | 'duplicate'
  /** No session key, or no entry key for the expected block. */
  | 'missing'
  /** More blocks than the headcount has room for: somebody would be in too small a crowd. */
  | 'too-many-blocks';

export interface Refusal {
  readonly fault: DirectoryFault;
  readonly keyId?: string;
}

export type DirectoryVerdict =
  | { readonly kind: 'accepted'; readonly entry: CheckedKey; readonly session: CheckedKey }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

type Keys = readonly IssuerPublicKey[];

/**
 * Decide whether the issuer's key directory is safe to blind for, by comparing it with the vault's
 * own copy. An issuer could otherwise sign for one person with a key of her own and recognise her
 * when she redeems ("key tagging"; RFC 9576, 4.3; draft-ietf-privacypass-key-consistency, mirrors).
 *
 * Both lists are those of one programme and period, whole: a single fault anywhere refuses all,
 * since it shows that one of the two parties is not honest.
 *
 * @param gatewayKeys what the issuer published.
 * @param vaultKeys what the vault answered through the sealed channel.
 */
export function checkDirectory(
  gatewayKeys: Keys,
  vaultKeys: Keys,
  expectation: Expectation,
): DirectoryVerdict {
  const refusals = [
    ...disagreements(gatewayKeys, vaultKeys),
    ...gatewayKeys.flatMap((key) => faultsOf(key, expectation)),
    ...duplicates(gatewayKeys),
    ...crowding(gatewayKeys, expectation),
  ];
  const session = gatewayKeys.find(isSessionKey);
  const entry = gatewayKeys.find((key) => key.kind === 'entry' && key.block === expectation.block);
  if (!session || !entry) refusals.push({ fault: 'missing' });
  if (!session || !entry || refusals.length > 0) return { kind: 'refused', refusals };
  return { kind: 'accepted', entry: entry as CheckedKey, session: session as CheckedKey };
}

/** Keys that are not, field by field, in both lists. */
function disagreements(ours: Keys, theirs: Keys): Refusal[] {
  const oneSided = (keys: Keys, others: Keys) => {
    const known = new Set(others.map(identity));
    return keys.filter((key) => !known.has(identity(key))).map((key) => key.keyId);
  };
  const keyIds = new Set([...oneSided(ours, theirs), ...oneSided(theirs, ours)]);
  return [...keyIds].map((keyId) => ({ fault: 'disagree', keyId }));
}

/** Every field of a key in a fixed order, unambiguously. */
function identity(key: IssuerPublicKey): string {
  const { keyId, programme, period, kind, block, spki, notBefore, notAfter } = key;
  return JSON.stringify([keyId, programme, period, kind, block, spki, notBefore, notAfter]);
}

/** What is wrong with one key by itself. */
function faultsOf(key: IssuerPublicKey, expectation: Expectation): Refusal[] {
  const { keyId } = key;
  const refusals: Refusal[] = [];
  const spki = inspectSpki(key.spki);
  if (spki.kind === 'faulty') refusals.push({ fault: spki.fault, keyId });
  else if (spki.keyId !== keyId) refusals.push({ fault: 'malformed', keyId });
  const fits = key.kind === 'entry' ? Boolean(key.block) : isSessionKey(key);
  if (key.programme !== expectation.programme || !fits) {
    refusals.push({ fault: 'unexpected', keyId });
  }
  const days = readPeriod(expectation.period);
  const aligned = days && key.notBefore === days.opens && key.notAfter === days.last;
  if (key.period !== expectation.period || !aligned) {
    refusals.push({ fault: 'odd-period', keyId });
  }
  return refusals;
}

function isSessionKey({ kind, block }: IssuerPublicKey): boolean {
  return kind === 'session' && block === null;
}

/** One key a use and one use a key. */
function duplicates(keys: readonly IssuerPublicKey[]): Refusal[] {
  const seen = new Set<string>();
  return keys.flatMap((key) => {
    const marks = [`use ${key.kind} ${key.block}`, `key ${key.spki}`];
    const repeated = marks.some((mark) => seen.has(mark));
    for (const mark of marks) seen.add(mark);
    return repeated ? [{ fault: 'duplicate' as const, keyId: key.keyId }] : [];
  });
}

/** More entry keys than blocks of sixty that the headcount allows. */
function crowding(keys: readonly IssuerPublicKey[], { headcount }: Expectation): Refusal[] {
  const blocks = new Set(keys.filter((key) => key.kind === 'entry').map((key) => key.block)).size;
  const room = Math.max(1, Math.floor(headcount / SMALLEST_BLOCK));
  return blocks > room ? [{ fault: 'too-many-blocks' }] : [];
}
