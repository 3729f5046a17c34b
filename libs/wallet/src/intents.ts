import * as journal from '#pseudonym/journal';
import { periodBounds } from '#pseudonym/periods';
import type { Opening } from './care.ts';
import type { Practice } from './directory.ts';
import type { Concern } from './gql/vault/graphql.ts';
import type { Wallet } from './wallet.ts';

/*
 * What was asked of the vault and is not answered yet. It is in the journal before it is sent, so
 * that it outlives a lock, a closed page and, by the backup, a lost device; and with enough beside
 * it to be shown while it is under way.
 */

/** What was agreed to, and how it is answered for. */
export interface Agreement {
  readonly version: string;
  readonly language: string;
  readonly concern: Concern | null;
}

/** A time with a therapist; `referralId` once she was introduced. */
export interface BookIntent {
  readonly kind: 'book';
  readonly slotId: string;
  readonly startsAt: string;
  readonly minutes: number;
  readonly modality: Opening['slot']['modality'];
  readonly practice: Pick<Practice, 'id' | 'name' | 'languages'>;
  /** Where the person is during sessions. */
  readonly jurisdiction: string;
  readonly referralId?: string;
  /** The session that pays for it, where it is one that came back. */
  readonly returnedId?: string;
}

/** A case that is opened, or carried into another period. */
export interface OpenIntent {
  readonly kind: 'open-case';
  readonly programme: string;
  readonly agreement: Agreement;
}

/** A session that is given back. */
export interface CancelIntent {
  readonly kind: 'cancel';
  readonly authorisationId: string;
  readonly startsAt: string;
  /** It begins within the notice, and she knows that the session is used. */
  readonly acceptLate?: boolean;
}

/** What is being done. */
export type Intent = BookIntent | OpenIntent | CancelIntent;

/** Credits whose spending was begun and not answered. */
export function unanswered(wallet: Wallet): journal.HeldCredit[] {
  return wallet.content.journal.credits.filter(({ state, spending, notAfter }) =>
    state === 'spending' && spending?.body.startsWith('{') && notAfter >= wallet.today);
}

/** What a credit is being spent on. */
export function intentOf({ spending }: journal.HeldCredit): Intent | null {
  return JSON.parse(spending?.body ?? 'null') as Intent | null;
}

/** Errands that were begun and not answered, with what they are. */
export function openErrands(
  wallet: Wallet,
): { readonly id: string; readonly intent: ErrandIntent }[] {
  return journal.openErrands(wallet.content.journal, wallet.today)
    .map(({ id, body }) => ({ id, intent: JSON.parse(body) as ErrandIntent }));
}

/** All that is under way, for the screen. */
export function underWay(wallet: Wallet): Intent[] {
  return [
    ...unanswered(wallet).map(intentOf).filter((intent) => intent !== null),
    ...openErrands(wallet).map(({ intent }) => intent),
  ];
}

/** Times that are being booked, soonest first. */
export function beingBooked(wallet: Wallet): BookIntent[] {
  return underWay(wallet).filter((intent) => intent.kind === 'book')
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
}

/** Whether a session is being given back. */
export function isBeingCancelled(wallet: Wallet, authorisationId: string): boolean {
  return underWay(wallet).some((intent) =>
    intent.kind === 'cancel' && intent.authorisationId === authorisationId);
}

/** The last day on which a session of a period can be booked. */
export function lastDay(period: string): string {
  return periodBounds(period)?.last ?? '';
}

/** Sessions that came back and can be booked with: not used, nor being used, nor out of date. */
export function freeReturned(wallet: Wallet): { readonly id: string; readonly period: string }[] {
  const wanted = new Set(beingBooked(wallet).map(({ returnedId }) => returnedId));
  return wallet.content.care?.returnedSessions
    .filter(({ id, used, period }) => !used && !wanted.has(id) && lastDay(period) >= wallet.today) ?? [];
}

/** Note what a credit is spent on next, before it is sent. */
export function spendOn(
  wallet: Wallet, held: journal.HeldCredit, intent: Intent,
): Promise<void> {
  const spending = { requestId: crypto.randomUUID(), body: JSON.stringify(intent) };
  return wallet.note((now) => {
    const begun = now.credits.some(({ id, state }) => id === held.id && state === 'spending');
    const free = begun ? journal.releaseSpending(now, held.id) : now;
    return journal.beginSpending(free, held.id, spending);
  });
}

/** What an errand can be; after its time has come nothing can come of it. */
export type ErrandIntent = BookIntent | CancelIntent;

/** Note an errand before it is sent, in place of what it was before. @returns its id */
export async function noteErrand(
  wallet: Wallet, intent: ErrandIntent, before?: string,
): Promise<string> {
  const id = crypto.randomUUID();
  const errand = { id, body: JSON.stringify(intent), notAfter: intent.startsAt.slice(0, 10) };
  await wallet.note((now) =>
    journal.beginErrand(before ? journal.endErrand(now, before) : now, errand));
  return id;
}

/** An errand was answered. */
export function endErrand(wallet: Wallet, id: string): Promise<void> {
  return wallet.note((now) => journal.endErrand(now, id));
}
