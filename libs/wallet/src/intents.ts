import type { Agreement, Opening } from './care.ts';
import type { Content } from './content.ts';
import { lastDay } from './credits.ts';
import type { Practice } from './directory.ts';
import type { Wallet } from './wallet.ts';

/*
 * What was asked of the vault and is not answered yet. It is in the box before it is sent, with the
 * idempotency key that makes it the same however often it is sent, and with enough beside it to be
 * shown while it is under way.
 */

interface Begun {
  /** The idempotency key, a UUID. */
  readonly key: string;
  /** Last day on which it can still come to anything. */
  readonly notAfter: string;
}

/** A time with a therapist, and what pays for it. */
export type BookIntent = Begun & {
  readonly kind: 'book';
  readonly slotId: string;
  readonly startsAt: string;
  readonly minutes: number;
  readonly modality: Opening['slot']['modality'];
  readonly practice: Pick<Practice, 'id' | 'name' | 'languages'>;
  /** Where the person is during sessions. */
  readonly jurisdiction: string;
  /** Where she was introduced before; else the therapist is asked by the same request. */
  readonly referralId?: string;
} & Payment;

/** What a session is paid with: a credit, or a session that came back. */
export type Payment = { readonly creditId: string } | { readonly returnedId: string };

/** A case that is opened, or carried into another period. */
export interface OpenIntent extends Begun {
  readonly kind: 'open-case';
  readonly creditId: string;
  readonly programme: string;
  readonly agreement: Agreement;
}

/** A session that is given back. */
export interface CancelIntent extends Begun {
  readonly kind: 'cancel';
  readonly authorisationId: string;
  /** Whose case shows it; the wallet's, where it is not said. */
  readonly programme?: string;
  readonly startsAt: string;
  /** It begins within the notice, and she knows that the session is used. */
  readonly acceptLate?: boolean;
}

/** What is being done. */
export type Intent = BookIntent | OpenIntent | CancelIntent;

/** All that is under way, for the screen. */
export function underWay({ content, today }: Wallet): Intent[] {
  return content.intents.filter(({ notAfter }) => notAfter >= today);
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

/** Sessions that came back and can be booked with: not used, nor being used, nor out of date. */
export function freeReturned(wallet: Wallet): { readonly id: string; readonly period: string }[] {
  const { endsOn } = wallet.content;
  if (endsOn && endsOn < wallet.today) return [];
  const wanted = new Set(beingBooked(wallet)
    .map((intent) => ('returnedId' in intent ? intent.returnedId : '')));
  return wallet.care?.returnedSessions.filter(({ id, used, period }) =>
    !used && !wanted.has(id) && lastDay(period) >= wallet.today) ?? [];
}

/** Note an intent before it is sent, in place of another where one is given. */
export function begin<T extends Intent>(
  wallet: Wallet, intent: T, before?: Intent, more?: (now: Content) => Partial<Content>,
): Promise<T> {
  return wallet.change((now) => ({
    ...more?.(now),
    intents: [
      ...now.intents.filter(({ key, notAfter }) => key !== before?.key && notAfter >= wallet.today),
      intent,
    ],
  })).then(() => intent);
}

/** An intent was answered, or came to nothing. */
export function end(
  wallet: Wallet, { key }: Intent, more?: (now: Content) => Partial<Content>,
): Promise<void> {
  return wallet.change((now) => ({
    ...more?.(now), intents: now.intents.filter((one) => one.key !== key) }));
}
