import { invoiceBooks } from './invoice-books.ts';
import { least, minus, type Money } from './money.ts';
import { entry, moveMoney, type Entry } from './postings.ts';
import type { InvoiceTerms } from './purchase.ts';

/** What counts for an invoice before one of its payments is taken back. */
export interface Received {
  /** Received in all, the payment that is taken back among it. */
  readonly paid: Money;
  /** Sent back of what lay in suspense. */
  readonly returned: Money;
  readonly isCancelled: boolean;
}

/**
 * Sessions of a programme, as far as the gateway may know of them: of years at a flat price, or of
 * all others, as the invoice is.
 */
export interface ProgrammeSessions {
  /** Of all its paid invoices, this one among them. */
  readonly purchased: bigint;
  /** Of all credits that its members were issued, spent or not. */
  readonly issued: bigint;
  /** That reports have settled of what was purchased. */
  readonly settled: bigint;
}

/** Verdict on taking a payment back; `unfunds`: the invoice is not paid any more. */
export type Reversal =
  | { readonly kind: 'reversed'; readonly entry: Entry; readonly unfunds: boolean }
  | { readonly kind: 'refused'; readonly reason: 'card' | 'sent-back' | 'may-be-spent' | 'settled' };

/**
 * Take back a payment that was recorded by mistake: the reverse of what it did to the book,
 * `ar + suspense → cash`, and `prepaid → unfunded`, or `flat → unfunded`, where the invoice is not
 * paid in full any more.
 *
 * A charge of a card is no record by hand. What was sent back cannot be taken back as well, nor
 * what a report has settled. What the invoice has funded is withdrawn only if all that was issued
 * is paid for without it: whether a credit was spent, nobody on this side may know, so each that
 * was issued counts as spent.
 */
export function reversePayment(
  invoice: InvoiceTerms, received: Received,
  payment: { readonly amount: Money; readonly channel: 'card' | 'bank' },
  sessions: ProgrammeSessions,
): Reversal {
  if (payment.channel === 'card') return { kind: 'refused', reason: 'card' };
  const before = standing(invoice, received, received.paid);
  const after = standing(invoice, received, minus(received.paid, payment.amount));
  if (minus(after.surplus, received.returned).minor < 0n) {
    return { kind: 'refused', reason: 'sent-back' };
  }
  const unfunds = before.isPaid && !after.isPaid;
  const left = sessions.purchased - invoice.sessions;
  if (unfunds && left < sessions.settled) return { kind: 'refused', reason: 'settled' };
  if (unfunds && left < sessions.issued) return { kind: 'refused', reason: 'may-be-spent' };
  const { ar, unfunded, bought, suspense, cash } = invoiceBooks(invoice, payment.amount);
  return {
    kind: 'reversed', unfunds,
    entry: entry('payment-reversed', 'single', [
      ...moveMoney(ar, cash, minus(before.applied, after.applied)),
      ...moveMoney(suspense, cash, minus(before.surplus, after.surplus)),
      ...unfunds ? moveMoney(bought, unfunded, invoice.net) : [],
    ]),
  };
}

/** Where what was received for an invoice stands: applied to it, or beyond it in suspense. */
function standing(invoice: InvoiceTerms, { isCancelled }: Received, paid: Money) {
  const applied = isCancelled ? minus(paid, paid) : least(invoice.gross, paid);
  const isPaid = !isCancelled && minus(paid, invoice.gross).minor >= 0n;
  return { applied, surplus: minus(paid, applied), isPaid };
}
