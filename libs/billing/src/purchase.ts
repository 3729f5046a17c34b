import { vaultAccount } from './accounts.ts';
import { invoiceBooks, type InvoiceOf } from './invoice-books.ts';
import { least, minus, money, plus, share, times, type Money } from './money.ts';
import { entry, move, moveMoney, type Entry } from './postings.ts';

/** What an employer buys: session credits at one price, the same on the whole invoice. */
export interface Purchase {
  readonly employer: string;
  readonly sessions: bigint;
  readonly sessionPrice: Money;
  /** Tax on top, in basis points of the net amount. */
  readonly taxBps: bigint;
}

/** What an employer pays for a year at a flat price: so much for each seat. */
export interface FlatPurchase {
  readonly employer: string;
  readonly seats: bigint;
  readonly seatPrice: Money;
  /** All that the seats can use. */
  readonly sessions: bigint;
  readonly taxBps: bigint;
}

/** What an invoice asks for: `gross = net + tax`. */
export interface InvoiceTerms extends InvoiceOf {
  readonly sessions: bigint;
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
}

/** Verdict on a purchase. */
export type Invoicing =
  | { readonly kind: 'invoiced'; readonly terms: InvoiceTerms; readonly entry: Entry }
  | { readonly kind: 'refused'; readonly reason: 'no-sessions' | 'no-price' };

/** Verdict on a payment; `suspense` is what came on top and waits to be sent back. */
export type Payment =
  | { readonly kind: 'paid'; readonly entry: Entry; readonly suspense: Money }
  | { readonly kind: 'part-paid'; readonly entry: Entry; readonly missing: Money }
  | { readonly kind: 'refused'; readonly reason: 'wrong-currency' | 'nothing-received' | 'settled' };

/**
 * Invoice a purchase: `ar → unfunded + tax`. Tax is rounded down to whole minor units.
 * The credits exist only once the invoice is paid in full.
 */
export function issueInvoice(purchase: Purchase): Invoicing {
  if (purchase.sessions <= 0n) return { kind: 'refused', reason: 'no-sessions' };
  if (purchase.sessionPrice.minor <= 0n) return { kind: 'refused', reason: 'no-price' };
  const { employer, sessions, sessionPrice, taxBps } = purchase;
  return invoiced({ employer, isFlat: false }, sessions, times(sessionPrice, sessions), taxBps);
}

/** Invoice the flat price of a year, once and for all of its seats: `ar → unfunded + tax`. */
export function issueFlat(purchase: FlatPurchase): Invoicing {
  if (purchase.seats <= 0n || purchase.sessions <= 0n) {
    return { kind: 'refused', reason: 'no-sessions' };
  }
  if (purchase.seatPrice.minor <= 0n) return { kind: 'refused', reason: 'no-price' };
  const { employer, sessions, seats, seatPrice, taxBps } = purchase;
  return invoiced({ employer, isFlat: true }, sessions, times(seatPrice, seats), taxBps);
}

function invoiced(of: InvoiceOf, sessions: bigint, net: Money, taxBps: bigint): Invoicing {
  const tax = share(net, taxBps);
  const { ar, unfunded, taxes } = invoiceBooks(of, net);
  return {
    kind: 'invoiced',
    terms: { ...of, sessions, net, tax, gross: plus(net, tax) },
    entry: entry('invoice-issued', 'single', [
      ...moveMoney(ar, unfunded, net), ...moveMoney(ar, taxes, tax),
    ]),
  };
}

/**
 * Record money received for an invoice of which `before` was paid already.
 *
 * Up to what is open it pays the invoice, `cash → ar`; the rest waits in suspense. The payment that
 * completes the invoice turns its net amount from unfunded to prepaid, or to the flat prices that
 * were paid: only then may credits be funded in the vault.
 */
export function recordPayment(
  invoice: InvoiceTerms, before: Money, received: Money, channel: 'card' | 'bank',
): Payment {
  if (received.currency !== invoice.gross.currency) {
    return { kind: 'refused', reason: 'wrong-currency' };
  }
  if (received.minor <= 0n) return { kind: 'refused', reason: 'nothing-received' };
  const open = minus(invoice.gross, before);
  if (open.minor <= 0n) return { kind: 'refused', reason: 'settled' };
  const { ar, unfunded, bought, suspense, cash } = invoiceBooks(invoice, received, channel);
  const applied = least(open, received);
  const missing = minus(open, applied);
  const paid = moveMoney(cash, ar, applied);
  if (missing.minor > 0n) {
    return { kind: 'part-paid', entry: entry('payment-part', 'single', paid), missing };
  }
  const excess = minus(received, applied);
  return {
    kind: 'paid',
    suspense: excess,
    entry: entry('invoice-paid', 'single', [
      ...paid,
      ...moveMoney(unfunded, bought, invoice.net),
      ...moveMoney(cash, suspense, excess),
    ]),
  };
}

/** Verdict on cancelling an invoice; `suspense` is what was received for it and waits. */
export type Cancellation =
  | { readonly kind: 'cancelled'; readonly entry: Entry; readonly suspense: Money }
  | { readonly kind: 'refused'; readonly reason: 'paid' };

/**
 * Cancel an invoice of which `before` was paid, and which is not paid in full: the reverse of its
 * issue, `unfunded + tax → ar`, as far as it is still owed; what was received goes to suspense.
 */
export function cancelInvoice(invoice: InvoiceTerms, before: Money): Cancellation {
  if (minus(invoice.gross, before).minor <= 0n) return { kind: 'refused', reason: 'paid' };
  const { ar, unfunded, taxes, suspense } = invoiceBooks(invoice, invoice.gross);
  const ofNet = least(invoice.net, before);
  const ofTax = minus(before, ofNet);
  return {
    kind: 'cancelled',
    suspense: before,
    entry: entry('invoice-cancelled', 'single', [
      ...moveMoney(unfunded, suspense, ofNet), ...moveMoney(taxes, suspense, ofTax),
      ...moveMoney(unfunded, ar, minus(invoice.net, ofNet)),
      ...moveMoney(taxes, ar, minus(invoice.tax, ofTax)),
    ]),
  };
}

/** Verdict on sending money back. */
export type Returning =
  | { readonly kind: 'returned'; readonly entry: Entry }
  | { readonly kind: 'refused'; readonly reason: 'nothing-returned' | 'more-than-held' };

/** Send back some of what is `held` in suspense for an invoice: `suspense → cash`. */
export function returnSurplus(employer: string, held: Money, returned: Money): Returning {
  if (returned.minor <= 0n) return { kind: 'refused', reason: 'nothing-returned' };
  if (minus(held, returned).minor < 0n) return { kind: 'refused', reason: 'more-than-held' };
  const { suspense, cash } = invoiceBooks({ employer, isFlat: false }, returned);
  return {
    kind: 'returned', entry: entry('payment-returned', 'single', moveMoney(suspense, cash, returned)),
  };
}

/**
 * Fund a programme in the vault's book: `funding → fund`, in sessions and in money. The balance of
 * `funding` is what the vault is due in cash from the gateway.
 * Throws UnbalancedEntry for a negative amount.
 */
export function fundCredits(programme: string, sessions: bigint, amount: Money): Entry {
  const pair = (unit: 'SES' | Money['currency']) => [
    vaultAccount('funding:programme', programme, unit),
    vaultAccount('fund:programme', programme, unit),
  ] as const;
  return entry('credits-funded', 'single', [
    ...move(...pair('SES'), sessions), ...moveMoney(...pair(amount.currency), amount),
  ]);
}

/** No money at all, in the currency of another amount: for a first payment's `before`. */
export function nothing(like: Money): Money {
  return money(0n, like.currency);
}
