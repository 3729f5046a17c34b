import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { journalItem } from '#billing/journal';
import { money } from '#billing/money';
import {
  reversePayment, type ProgrammeSessions, type Reversal,
} from '#billing/reverse-payment';
import * as jobs from '#contracts/jobs';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { put } from '#platform/queue/outbox';
import { AuditStore } from '../audit/audit.store.ts';
import { CodedError } from '#server/coded-error';
import type { OperatorCaller } from '../http/caller.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { noInvoice } from './corrections.service.ts';
import { InvoicesStore, type InvoiceRow } from '../invoices/invoices.store.ts';
import { termsOf } from '../invoices/issuing.service.ts';
import { SettlementsStore } from '../releases/settlements.store.ts';
import { PaymentsStore, type PaymentRow } from './payments.store.ts';
import type { Receivable } from './receivables.graphql.ts';
import { ReceivablesStore } from './receivables.store.ts';

/** A payment that was recorded by mistake, and why it is taken back. */
export interface Mistake {
  readonly invoiceNumber: string;
  readonly reference: string;
  readonly reason: string;
}

/** Outcome of taking a payment back; the same again has the same outcome. */
export type Reversing =
  | { readonly kind: 'payment-reversed'; readonly receivable: Receivable; readonly unfunded: boolean }
  | { readonly kind: 'payment-not-reversed'; readonly code: string; readonly message: string };

const INSTEAD = 'Leave it. When this customer pays, record that money on the invoice that this '
  + 'payment was meant for.';
const REFUSALS: Record<(Reversal & { kind: 'refused' })['reason'], readonly [string, string]> = {
  'card': ['BY_CARD', 'This was charged to a card, not recorded by hand: it cannot be taken back.'],
  'sent-back': ['SENT_BACK', 'Some of this money was sent back: `payment list` has it. Ask for it '
    + 'again at the bank, and leave this record as it is.'],
  'may-be-spent': ['CREDITS_MAY_BE_SPENT', 'More credits were issued to members than would be paid '
    + `for without it, and which are spent nobody may know. ${INSTEAD}`],
  'settled': ['SETTLED', `A release has settled sessions that it paid for. ${INSTEAD}`],
};

/** Takes payments back that were recorded by mistake: entries of their own, nothing is deleted. */
@Injectable()
export class ReversalsService {
  constructor(
    private readonly db: Database,
    private readonly invoices: InvoicesStore,
    private readonly payments: PaymentsStore,
    private readonly receivables: ReceivablesStore,
    private readonly ledger: LedgerStore,
    private readonly settlements: SettlementsStore,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Take back a payment of an invoice, by the bank's reference. */
  reverse({ name: operator }: OperatorCaller, mistake: Mistake): Promise<Reversing> {
    return this.db.transaction('reverse-payment', async (tx) => {
      const invoice = await this.invoices.lockNumber(tx, mistake.invoiceNumber);
      if (!invoice) throw noInvoice();
      const payment = await this.payments.lastOf(tx, invoice.id, mistake.reference);
      if (!payment) {
        throw new CodedError('NOT_FOUND',
          'No payment of this reference was recorded on this invoice: `payment list` has them.');
      }
      if (payment.reversedOn !== null) {
        return this.reversed(tx, invoice, payment.withdrawnFundingId !== null);
      }
      return this.take(tx, invoice, payment, mistake.reason, operator);
    });
  }

  private async take(
    tx: Tx, invoice: InvoiceRow, payment: PaymentRow, reason: string, operator: string,
  ): Promise<Reversing> {
    const verdict = await this.decide(tx, invoice, payment);
    if (verdict.kind === 'refused') {
      const [code, message] = REFUSALS[verdict.reason];
      return { kind: 'payment-not-reversed', code, message };
    }
    const entryId = randomUUID();
    const day = today(this.clock);
    await this.ledger.mustPost(tx, [journalItem(entryId, day, verdict.entry)]);
    const withdrawn = verdict.unfunds ? invoice.fundingId : null;
    await this.payments.reverse(tx, payment.entryId, {
      reversedOn: day, reversalEntryId: entryId, reason, withdrawnFundingId: withdrawn,
    });
    if (withdrawn !== null) {
      await this.invoices.reopen(tx, invoice.id);
      await put(tx, {
        contract: jobs.creditsWithdrawn,
        payload: { programme: invoice.programmeId, funding: withdrawn },
      });
    }
    await this.audit.addOfOperators(tx, invoice.employerId, [operator], 'PAYMENT_REVERSED',
      `${invoice.number ?? ''}: ${reason}`, this.clock.now());
    return this.reversed(tx, invoice, withdrawn !== null);
  }

  private async decide(tx: Tx, invoice: InvoiceRow, payment: PaymentRow): Promise<Reversal> {
    const amount = (minor: bigint) => money(minor, invoice.currency);
    // Two at once could each count on what the other takes away.
    await this.invoices.lockMoney(tx, invoice.programmeId);
    return reversePayment(termsOf(invoice), {
      paid: amount(await this.payments.paid(tx, invoice.id)),
      returned: amount(await this.receivables.returned(tx, invoice.id)),
      isCancelled: invoice.status === 'CANCELLED',
    }, {
      amount: amount(BigInt(payment.amountMinor)),
      channel: payment.channel === 'CARD' ? 'card' : 'bank',
    }, await this.sessions(tx, invoice));
  }

  /** Sessions of the invoice's kind: flat prices pay for no other credits, nor others for them. */
  private async sessions(
    tx: Tx, { programmeId, period }: InvoiceRow,
  ): Promise<ProgrammeSessions> {
    const isFlat = period !== null;
    const purchased = isFlat ? await this.invoices.paidFlat(tx, programmeId)
      : (await this.invoices.ordered(tx, programmeId)).paid;
    const settled = isFlat ? 0 : await this.settlements.sessions(tx, programmeId);
    const issued = await this.invoices.issued(tx, programmeId, isFlat);
    return {
      purchased: BigInt(purchased), issued: BigInt(issued), settled: BigInt(settled) };
  }

  private async reversed(tx: Tx, invoice: InvoiceRow, unfunded: boolean): Promise<Reversing> {
    const receivable = await this.receivables.find(tx, invoice.number ?? '', today(this.clock));
    if (!receivable) throw noInvoice();
    return { kind: 'payment-reversed', receivable, unfunded };
  }
}
