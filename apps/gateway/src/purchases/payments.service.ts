import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { journalItem } from '#billing/journal';
import { least, minus, money, type Money } from '#billing/money';
import { recordPayment } from '#billing/purchase';
import * as jobs from '#contracts/jobs';
import { today, type Clock } from '#platform/clock';
import { Database, RetryTransaction, type Tx } from '#platform/database';
import { put } from '#platform/queue/outbox';
import { CodedError } from '#server/coded-error';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { SettlementsService } from '../releases/settlements.service.ts';
import { fundingIdOf } from './funding-id.ts';
import { describeInvoice } from './describe-invoice.ts';
import { InvoicesStore, type InvoiceRow } from '../invoices/invoices.store.ts';
import { termsOf } from '../invoices/issuing.service.ts';
import { PaymentsStore } from './payments.store.ts';
import type { Invoice } from './purchases.graphql.ts';

/** Money that came in, as the bank or the card processor tells of it. */
export interface Receipt {
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly channel: 'BANK' | 'CARD';
}

/** Outcome of recording a payment; the same payment again has the same outcome. */
export type PaymentOutcome =
  | {
    readonly kind: 'recorded'; readonly invoice: Invoice;
    readonly missing: { readonly minor: string; readonly currency: string };
    readonly surplus: { readonly minor: string; readonly currency: string };
    readonly recordedOn: string;
    /** It was recorded before, so that nothing has changed now. */
    readonly isRepeated: boolean;
  }
  | { readonly kind: 'payment-refused'; readonly code: string; readonly message: string };

/** Counts what is paid for invoices; a paid one funds its programme, and settles what waits. */
@Injectable()
export class PaymentsService {
  constructor(
    private readonly db: Database,
    private readonly store: InvoicesStore,
    private readonly payments: PaymentsStore,
    private readonly ledger: LedgerStore,
    private readonly settlements: SettlementsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Record a bank payment that the operator found on the account. */
  record(number: string, receipt: Receipt): Promise<PaymentOutcome> {
    return this.db.transaction('record-payment', async (tx) => {
      const invoice = await this.store.lockNumber(tx, number);
      if (!invoice) return refused('UNKNOWN_INVOICE', 'There is no such invoice. Check the number.');
      const known = await this.payments.find(tx, receipt.reference);
      if (!known) return this.receive(tx, invoice, receipt);
      const same = known.invoiceId === invoice.id
        && BigInt(known.amountMinor) === receipt.amountMinor;
      if (!same) {
        throw new CodedError('CONFLICT', `This reference was recorded as "${known.reference}" for `
          + 'another payment: `payment list` has it.');
      }
      return this.outcome(tx, invoice.id, { recordedOn: known.receivedOn, isRepeated: true });
    });
  }

  /** Count a receipt towards an issued invoice. */
  async receive(tx: Tx, invoice: InvoiceRow, receipt: Receipt): Promise<PaymentOutcome> {
    if (invoice.status === 'CANCELLED') {
      return refused('CANCELLED', 'This invoice was cancelled. Send the money back, or check the number.');
    }
    const day = today(this.clock);
    await this.store.lockMoney(tx, invoice.programmeId);
    const before = money(await this.payments.paid(tx, invoice.id), invoice.currency);
    const received = money(receipt.amountMinor, invoice.currency);
    const channel = receipt.channel === 'CARD' ? 'card' as const : 'bank' as const;
    const payment = recordPayment(termsOf(invoice), before, received, channel);
    if (payment.kind === 'refused') {
      return refused('ALREADY_PAID', 'This invoice is paid. Send the money back, or check the number.');
    }
    const entryId = randomUUID();
    await this.ledger.mustPost(tx, [journalItem(entryId, day, payment.entry)]);
    await this.payments.add(tx, {
      reference: receipt.reference, invoiceId: invoice.id, entryId, receivedOn: day,
      amountMinor: receipt.amountMinor.toString(), channel: receipt.channel,
    });
    if (payment.kind === 'paid') await this.fund(tx, invoice, day);
    return this.outcome(tx, invoice.id, { recordedOn: day, isRepeated: false });
  }

  /** The invoice is paid: the programme's fund in the vault grows by its net amount. */
  private async fund(tx: Tx, invoice: InvoiceRow, day: string): Promise<void> {
    const funding = fundingIdOf(invoice.id, await this.payments.withdrawals(tx, invoice.id));
    await this.store.markPaid(tx, invoice.id, day, funding);
    await put(tx, {
      contract: jobs.creditsFunded,
      payload: {
        programme: invoice.programmeId, funding, sessions: invoice.sessions,
        amountMinor: invoice.netMinor, currency: invoice.currency,
        ...invoice.period !== null && { period: invoice.period },
      },
    });
    await this.settlements.settle(tx, invoice.programmeId);
  }

  private async outcome(
    tx: Tx, id: string, record: { readonly recordedOn: string; readonly isRepeated: boolean },
  ): Promise<PaymentOutcome> {
    const invoice = await this.mustLock(tx, id);
    const total = termsOf(invoice).gross;
    const paid = money(await this.payments.paid(tx, id), invoice.currency);
    const covered = least(total, paid);
    return {
      kind: 'recorded', invoice: describeInvoice(invoice),
      missing: shown(minus(total, covered)), surplus: shown(minus(paid, covered)), ...record,
    };
  }

  private async mustLock(tx: Tx, id: string): Promise<InvoiceRow> {
    const row = await this.store.lock(tx, id);
    if (!row) throw new RetryTransaction('the order was just written');
    return row;
  }
}

function shown({ minor, currency }: Money): { minor: string; currency: string } {
  return { minor: minor.toString(), currency };
}

function refused(code: string, message: string): PaymentOutcome {
  return { kind: 'payment-refused', code, message };
}
