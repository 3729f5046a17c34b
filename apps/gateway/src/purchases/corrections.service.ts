import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { journalItem } from '#billing/journal';
import { amountInWords, money } from '#billing/money';
import { cancelInvoice, returnSurplus } from '#billing/purchase';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { AuditStore } from '../audit/audit.store.ts';
import { CodedError } from '#server/coded-error';
import type { OperatorCaller } from '../http/caller.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { InvoicesStore, type InvoiceRow } from '../invoices/invoices.store.ts';
import { termsOf } from '../invoices/issuing.service.ts';
import { SettlementsService } from '../releases/settlements.service.ts';
import { PaymentsStore } from './payments.store.ts';
import type { Receivable } from './receivables.graphql.ts';
import { ReceivablesStore } from './receivables.store.ts';

/** Money that an operator has sent back. */
export interface Sent {
  readonly invoiceNumber: string;
  readonly amountMinor: bigint;
  readonly reference: string;
}

/** Outcome of cancelling; the same again has the same outcome. */
export type Cancelling =
  | { readonly kind: 'invoice-cancelled'; readonly receivable: Receivable }
  | { readonly kind: 'invoice-not-cancelled'; readonly code: string; readonly message: string };

/** Outcome of recording what was sent back; the same reference again has the same outcome. */
export type Returning =
  | {
    readonly kind: 'surplus-returned'; readonly receivable: Receivable; readonly recordedOn: string;
    /** It was recorded before, so that nothing has changed now. */
    readonly isRepeated: boolean;
  }
  | { readonly kind: 'surplus-not-returned'; readonly code: string; readonly message: string };

const PAID: Cancelling = {
  kind: 'invoice-not-cancelled', code: 'ALREADY_PAID',
  message: 'This invoice is paid and its sessions are funded: it cannot be cancelled. Was the '
    + 'payment recorded by mistake? `payment reverse` takes it back.',
};

/** Puts invoices right: each correction is an entry of its own, and nothing is deleted. */
@Injectable()
export class CorrectionsService {
  constructor(
    private readonly db: Database,
    private readonly invoices: InvoicesStore,
    private readonly payments: PaymentsStore,
    private readonly receivables: ReceivablesStore,
    private readonly ledger: LedgerStore,
    private readonly settlements: SettlementsService,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Cancel an invoice that is not paid; what was received for it goes to suspense. */
  cancel({ name: operator }: OperatorCaller, number: string): Promise<Cancelling> {
    return this.db.transaction('cancel-invoice', async (tx) => {
      const invoice = await this.mustLock(tx, number);
      if (invoice.status === 'PAID') return PAID;
      if (invoice.status === 'OPEN') await this.cancelOpen(tx, invoice, operator);
      return { kind: 'invoice-cancelled', receivable: await this.mustFind(tx, number) };
    });
  }

  /** Record that some of what lies in suspense for an invoice was sent back. */
  returnSurplus({ invoiceNumber, amountMinor, reference }: Sent): Promise<Returning> {
    return this.db.transaction('return-surplus', async (tx) => {
      const invoice = await this.mustLock(tx, invoiceNumber);
      const known = await this.receivables.findReturn(tx, reference);
      if (known) {
        const same = known.invoiceId === invoice.id && BigInt(known.amountMinor) === amountMinor;
        if (!same) {
          throw new CodedError('CONFLICT', `This reference was recorded as "${known.reference}" for `
            + 'another transfer: `payment list` has it.');
        }
        return {
          kind: 'surplus-returned', receivable: await this.mustFind(tx, invoiceNumber),
          recordedOn: known.returnedOn, isRepeated: true,
        };
      }
      const { surplus } = await this.mustFind(tx, invoiceNumber);
      const held = money(BigInt(surplus.minor), surplus.currency);
      const verdict = returnSurplus(
        invoice.employerId, held, money(amountMinor, invoice.currency));
      if (verdict.kind === 'refused') {
        return {
          kind: 'surplus-not-returned', code: 'MORE_THAN_HELD',
          message: `Only ${amountInWords(held)} lies in suspense for this invoice.`,
        };
      }
      const entryId = randomUUID();
      const day = today(this.clock);
      await this.ledger.mustPost(tx, [journalItem(entryId, day, verdict.entry)]);
      await this.receivables.addReturn(tx, {
        reference, invoiceId: invoice.id, amountMinor: amountMinor.toString(), returnedOn: day,
        entryId,
      });
      return {
        kind: 'surplus-returned', receivable: await this.mustFind(tx, invoiceNumber),
        recordedOn: day, isRepeated: false,
      };
    });
  }

  private async cancelOpen(tx: Tx, invoice: InvoiceRow, operator: string): Promise<void> {
    await this.invoices.lockMoney(tx, invoice.programmeId);
    const paid = money(await this.payments.paid(tx, invoice.id), invoice.currency);
    const verdict = cancelInvoice(termsOf(invoice), paid);
    if (verdict.kind === 'refused') throw new Error('an open invoice is paid in full');
    const day = today(this.clock);
    await this.ledger.mustPost(tx, [journalItem(randomUUID(), day, verdict.entry)]);
    await this.invoices.cancel(tx, invoice.id, day);
    await this.audit.addOfOperators(tx, invoice.employerId, [operator], 'INVOICE_CANCELLED',
      invoice.number ?? '', this.clock.now());
    // It may have been to cover what is settled.
    await this.settlements.settle(tx, invoice.programmeId);
  }

  private async mustLock(tx: Tx, number: string): Promise<InvoiceRow> {
    const invoice = await this.invoices.lockNumber(tx, number);
    if (!invoice) throw noInvoice();
    return invoice;
  }

  private async mustFind(tx: Tx, number: string): Promise<Receivable> {
    const found = await this.receivables.find(tx, number, today(this.clock));
    if (!found) throw noInvoice();
    return found;
  }
}

/** The same for every field that takes a number. */
export function noInvoice(): CodedError {
  return new CodedError('NOT_FOUND', 'There is no invoice of this number: `invoice list` has them.');
}
