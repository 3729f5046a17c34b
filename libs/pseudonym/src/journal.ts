import { fromBase64Url, toBase64Url } from './bytes.ts';
import { canonicalJson, type JsonValue } from './canonical.ts';
import type { PendingCredit } from './client.ts';
import { type Credit, decodeCredit, encodeCredit } from './credit.ts';
import type { IssuerPublicKey, KeyKind } from './keys.ts';
import { nullifier } from './nullifier.ts';

/*
 * What a wallet must not forget, as plain JSON and pure steps:
 *
 *   issuance:  begun (stored BEFORE it is sent) -> done
 *   credit:    issued -> spending (stored BEFORE it is sent) -> spent -> returned -> spending ...
 *                 ^----------- released (the vault refused) ----'
 *   errand:    begun (stored BEFORE it is sent) -> done
 *
 * A wallet that crashes anywhere finds here what it was doing, and sends the same bytes again.
 */

/** One request for credits. `pending` is empty once it is done. */
export interface Issuance {
  readonly requestId: string;
  readonly keys: readonly IssuerPublicKey[];
  readonly pending: readonly PendingCredit[];
  readonly done: boolean;
}

export type CreditState = 'issued' | 'spending' | 'spent' | 'returned';

/** What a credit is being or was spent on: sent again as it stands until it is answered. */
export interface Spending {
  readonly requestId: string;
  readonly body: string;
}

/** A finished credit in the wallet. */
export interface HeldCredit {
  /** The credit's nullifier. */
  readonly id: string;
  readonly programme: string;
  readonly period: string;
  readonly kind: KeyKind;
  /** First and last day of its period. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** The binary form (`encodeCredit`), base64url. */
  readonly credit: string;
  readonly state: CreditState;
  /** Number of steps taken; of two copies the one with more steps is the newer. */
  readonly step: number;
  readonly spending: Spending | null;
}

/** What is asked of the vault without a credit. `body` is empty once it is done. */
export interface Errand {
  readonly id: string;
  /** Sent again as it stands until it is answered. */
  readonly body: string;
  /** Last day on which it can still come to anything. */
  readonly notAfter: string;
  readonly done: boolean;
}

export interface Journal {
  readonly version: 1;
  readonly issuances: readonly Issuance[];
  readonly credits: readonly HeldCredit[];
  /** Left out where there never was one. */
  readonly errands?: readonly Errand[];
}

/** A step that the journal does not allow: a bug in the wallet, never a user's mistake. */
export class JournalError extends Error {
  constructor(readonly code: 'unknown' | 'conflict' | 'not-allowed') {
    super(`wallet journal: step is ${code}`);
    this.name = 'JournalError';
  }
}

export const EMPTY_JOURNAL: Journal = { version: 1, issuances: [], credits: [] };

/**
 * Note an issuance before it is sent. Noting the same again changes nothing.
 *
 * @throws JournalError `conflict` when the request id stands for something else already.
 */
export function beginIssuance(
  journal: Journal,
  request: Pick<Issuance, 'requestId' | 'keys' | 'pending'>,
): Journal {
  const { requestId, keys, pending } = request;
  const issuance: Issuance = { requestId, keys, pending, done: false };
  const known = journal.issuances.find((other) => other.requestId === requestId);
  if (!known) return { ...journal, issuances: [...journal.issuances, issuance] };
  if (canonical(known) !== canonical(issuance)) throw new JournalError('conflict');
  return journal;
}

/** Issuances that were noted and not answered yet: to be sent (again), as they stand. */
export function openIssuances(journal: Journal): Issuance[] {
  return journal.issuances.filter(({ done }) => !done);
}

/**
 * Note the finished credits of an issuance, in the order of its pending ones.
 *
 * @throws JournalError `unknown` for another request, `conflict` when the credits are not its own.
 */
export function completeIssuance(
  journal: Journal,
  requestId: string,
  credits: readonly Credit[],
): Journal {
  const issuance = journal.issuances.find((other) => other.requestId === requestId);
  if (!issuance) throw new JournalError('unknown');
  if (issuance.done) return journal;
  if (credits.length !== issuance.pending.length) throw new JournalError('conflict');
  const known = new Set(journal.credits.map(({ id }) => id));
  const held = credits.map((credit, index) => holdCredit(credit, issuance, index));
  const done: Issuance = { requestId, keys: [], pending: [], done: true };
  return {
    ...journal,
    issuances: journal.issuances.map((other) => (other === issuance ? done : other)),
    credits: [...journal.credits, ...held.filter(({ id }) => !known.has(id))],
  };
}

/** Note a spending before it is sent. @throws JournalError `not-allowed` unless it is unspent. */
export function beginSpending(journal: Journal, id: string, spending: Spending): Journal {
  return step(journal, id, ['issued', 'returned'], { state: 'spending', spending });
}

/** Note that the vault accepted a spending. */
export function confirmSpending(journal: Journal, id: string): Journal {
  return step(journal, id, ['spending'], { state: 'spent' });
}

/** Note that the vault refused a spending for a reason other than the credit: it is unspent. */
export function releaseSpending(journal: Journal, id: string): Journal {
  return step(journal, id, ['spending'], { state: 'issued', spending: null });
}

/** Note that the vault returned a spent credit, after a cancellation in time. */
export function returnCredit(journal: Journal, id: string): Journal {
  return step(journal, id, ['spent'], { state: 'returned', spending: null });
}

/** Note that the vault says it is spent already, whatever this wallet remembers. */
export function noteSpent(journal: Journal, id: string): Journal {
  return step(journal, id, ['issued', 'spending', 'spent', 'returned'], { state: 'spent' });
}

/**
 * Note an errand before it is sent. Noting the same again changes nothing.
 *
 * @throws JournalError `conflict` when the id stands for something else already.
 */
export function beginErrand(journal: Journal, begun: Omit<Errand, 'done'>): Journal {
  const errand: Errand = { ...begun, done: false };
  const { errands = [] } = journal;
  const known = errands.find(({ id }) => id === begun.id);
  if (!known) return { ...journal, errands: [...errands, errand] };
  if (known.done || canonical(known) !== canonical(errand)) throw new JournalError('conflict');
  return journal;
}

/** Note that an errand was answered. @throws JournalError `unknown` for one that was not begun. */
export function endErrand(journal: Journal, id: string): Journal {
  const { errands = [] } = journal;
  const known = errands.find((other) => other.id === id);
  if (!known) throw new JournalError('unknown');
  if (known.done) return journal;
  const done: Errand = { ...known, body: '', done: true };
  return { ...journal, errands: errands.map((other) => (other === known ? done : other)) };
}

/** Errands that were begun, not answered yet, and can still come to something on a day. */
export function openErrands({ errands = [] }: Journal, day: string): Errand[] {
  return errands.filter(({ done, notAfter }) => !done && day <= notAfter);
}

/** Credits of a kind that can be spent on a day ('YYYY-MM-DD'), oldest period first. */
export function unspentCredits(journal: Journal, kind: KeyKind, day: string): HeldCredit[] {
  const fits = (held: HeldCredit) => held.kind === kind && held.notBefore <= day
    && day <= held.notAfter && (held.state === 'issued' || held.state === 'returned');
  return journal.credits.filter(fits).sort((a, b) => (a.notAfter < b.notAfter ? -1 : 1));
}

/** The credit itself, for spending. */
export function openHeld(held: HeldCredit): Credit {
  const bytes = fromBase64Url(held.credit);
  const reading = bytes ? decodeCredit(bytes) : null;
  if (reading?.kind !== 'credit') throw new JournalError('conflict');
  return reading.credit;
}

/** Drop what ended before a day: credits of its periods, errands. Done issuances stay: tiny. */
export function pruneJournal(journal: Journal, day: string): Journal {
  const lasts = ({ notAfter }: { notAfter: string }) => notAfter >= day;
  const { errands, ...rest } = journal;
  return {
    ...rest, credits: journal.credits.filter(lasts),
    ...(errands ? { errands: errands.filter(lasts) } : {}),
  };
}

/**
 * Merge the journals of two devices. Commutative, associative and idempotent, so that devices agree
 * whatever order they meet in: a done issuance or errand beats an open one, and of two copies of a
 * credit the one with more steps wins, then the one nearer to being spent. The vault has the last
 * word.
 */
export function mergeJournals(left: Journal, right: Journal): Journal {
  const errands = left.errands ?? right.errands;
  return {
    version: 1,
    issuances: mergeBy(left.issuances, right.issuances, ({ requestId }) => requestId,
      (issuance) => [Number(issuance.done), canonical(issuance)]),
    credits: mergeBy(left.credits, right.credits, ({ id }) => id,
      (held) => [held.step, RANK[held.state], canonical(held)]),
    ...(errands ? { errands: mergeBy(left.errands ?? [], right.errands ?? [], ({ id }) => id,
      (errand) => [Number(errand.done), canonical(errand)]) } : {}),
  };
}

const RANK: Record<CreditState, number> = { issued: 0, returned: 1, spending: 2, spent: 3 };

function holdCredit(credit: Credit, { keys, pending }: Issuance, index: number): HeldCredit {
  const key = keys.find(({ keyId }) => keyId === credit.keyId);
  if (!key || pending[index]?.prepared !== toBase64Url(credit.message)) {
    throw new JournalError('conflict');
  }
  const { programme, period, kind, notBefore, notAfter } = key;
  return {
    id: nullifier(credit), programme, period, kind, notBefore, notAfter,
    credit: toBase64Url(encodeCredit(credit)), state: 'issued', step: 0, spending: null,
  };
}

function step(
  journal: Journal,
  id: string,
  from: readonly CreditState[],
  change: Partial<Pick<HeldCredit, 'state' | 'spending'>>,
): Journal {
  const held = journal.credits.find((other) => other.id === id);
  if (!held) throw new JournalError('unknown');
  const next = { ...held, ...change, step: held.step + 1 };
  if (held.state === next.state && canonical(held.spending) === canonical(next.spending)) {
    return journal;
  }
  if (!from.includes(held.state)) throw new JournalError('not-allowed');
  return { ...journal, credits: journal.credits.map((other) => (other === held ? next : other)) };
}

/** Union by id, keeping the higher-ranked copy, in the order of the ids. */
function mergeBy<T>(
  left: readonly T[],
  right: readonly T[],
  idOf: (item: T) => string,
  rankOf: (item: T) => (number | string)[],
): T[] {
  const merged = new Map<string, T>();
  for (const item of [...left, ...right]) {
    const other = merged.get(idOf(item));
    if (!other || outranks(rankOf(item), rankOf(other))) merged.set(idOf(item), item);
  }
  return [...merged.values()].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

function outranks(left: (number | string)[], right: (number | string)[]): boolean {
  const at = left.findIndex((rank, index) => rank !== right[index]);
  return at >= 0 && (left[at] ?? 0) > (right[at] ?? 0);
}

function canonical(value: object | null): string {
  return canonicalJson(value as JsonValue);
}
