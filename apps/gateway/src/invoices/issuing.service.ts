import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { journalItem } from '#billing/journal';
import { money } from '#billing/money';
import { issueFlat, issueInvoice, type InvoiceTerms, type Invoicing } from '#billing/purchase';
import { daysAfter } from '#calendar/days';
import { today, type Clock } from '#platform/clock';
import { RetryTransaction, type Tx } from '#platform/database';
import { CLOCK } from '../foundation/tokens.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { InvoicesStore, type InvoiceRow } from './invoices.store.ts';

const DUE_DAYS = 30;

/** Issues invoices: of orders, of flat prices, and for what was settled beyond what was ordered. */
@Injectable()
export class IssuingService {
  constructor(
    private readonly store: InvoicesStore,
    private readonly ledger: LedgerStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The day on which an invoice of today is due, `YYYY-MM-DD`. */
  dueDay(): string {
    return daysAfter(today(this.clock), DUE_DAYS);
  }

  /** Issue an invoice: number, days and the ledger's entry. */
  async issue(tx: Tx, row: InvoiceRow): Promise<InvoiceRow> {
    const day = today(this.clock);
    const invoicing = invoicingOf(row);
    if (invoicing.kind === 'refused') throw new Error(`an order was ${invoicing.reason}`);
    // Before the counter and the accounts: all who move an employer's money come this way.
    await this.store.lockMoney(tx, row.programmeId);
    await this.ledger.mustPost(tx, [journalItem(randomUUID(), day, invoicing.entry)]);
    await this.store.issue(tx, row.id, day, this.dueDay());
    const issued = await this.store.lock(tx, row.id);
    if (!issued) throw new RetryTransaction('the order was just written');
    return issued;
  }
}

/** What an order or a year asks for, by its price. */
export function invoicingOf(row: Pick<
  InvoiceRow, 'employerId' | 'sessions' | 'seats' | 'unitPriceMinor' | 'currency' | 'taxBps'
>): Invoicing {
  const price = money(BigInt(row.unitPriceMinor), row.currency);
  const all = {
    employer: row.employerId, sessions: BigInt(row.sessions), taxBps: BigInt(row.taxBps) };
  return row.seats === null ? issueInvoice({ ...all, sessionPrice: price })
    : issueFlat({ ...all, seats: BigInt(row.seats), seatPrice: price });
}

/** The terms of an invoice, as the books take them. */
export function termsOf(row: InvoiceRow): InvoiceTerms {
  const amount = (minor: string) => money(BigInt(minor), row.currency);
  return {
    employer: row.employerId, isFlat: row.seats !== null, sessions: BigInt(row.sessions),
    net: amount(row.netMinor), tax: amount(row.taxMinor), gross: amount(row.totalMinor),
  };
}
