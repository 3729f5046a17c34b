import { Injectable } from '@nestjs/common';
import { writeCsv } from '#sheet/write-csv';
import { Database } from '#platform/database';
import { CodedError } from '#server/coded-error';
import type { HrCaller } from '../http/caller.ts';
import { ProgrammesStore } from '../programmes/programmes.store.ts';
import { decimalOf } from './describe-invoice.ts';
import { invoicePdf } from './invoice-pdf.ts';
import type { PaperLanguage } from './invoice-words.ts';
import { InvoicesStore } from '../invoices/invoices.store.ts';

const HEADER = ['number', 'status', 'method', 'issued_on', 'due_on', 'paid_on', 'sessions',
  'unit_price', 'net', 'tax', 'total', 'currency', 'flat_year', 'seats',
  'shortfall_year'];

/** Invoices as files: one as PDF, a programme's as CSV. */
@Injectable()
export class InvoiceDocuments {
  constructor(
    private readonly db: Database,
    private readonly store: InvoicesStore,
    private readonly programmes: ProgrammesStore,
  ) {}

  /** An invoice of the caller's employer as PDF. @throws CodedError NOT_FOUND for another's. */
  async pdf(caller: HrCaller, number: string, language: PaperLanguage): Promise<Buffer> {
    const paper = await this.db.read('invoice-pdf', async (tx) => {
      const row = await this.store.findOwn(tx, number, caller.employerId);
      const programme = row && await this.programmes.find(tx, row.programmeId, caller.employerId);
      return row && programme && { row, programme: programme.name, buyer: row.buyer };
    });
    if (!paper) throw new CodedError('NOT_FOUND', 'You have no such invoice.');
    return invoicePdf(paper, language);
  }

  /** All issued invoices of a programme as CSV (RFC 4180), amounts with a decimal point. */
  async csv(caller: HrCaller, programmeId: string): Promise<string> {
    const rows = await this.db.read('invoices-csv', async (tx) => {
      const programme = await this.programmes.find(tx, programmeId, caller.employerId);
      if (!programme) throw new CodedError('NOT_FOUND', 'You have no such programme.');
      return this.store.list(tx, programme.id);
    });
    const lines = rows.map((row) => [
      row.number, row.status, row.method, row.issuedOn, row.dueOn, row.paidOn ?? '', row.sessions,
      decimalOf(row.unitPriceMinor, row.currency), decimalOf(row.netMinor, row.currency),
      decimalOf(row.taxMinor, row.currency), decimalOf(row.totalMinor, row.currency), row.currency,
      row.period ?? '', row.seats ?? '', row.shortfallOf ?? '',
    ]);
    return writeCsv([HEADER, ...lines]);
  }
}
