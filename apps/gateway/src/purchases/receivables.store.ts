import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { EmployerName } from '../employers/hr-user.graphql.ts';
import { describeInvoice } from './describe-invoice.ts';
import { InvoicesStore, type InvoiceRow } from '../invoices/invoices.store.ts';
import type { Receipt, Receivable } from './receivables.graphql.ts';
import { referenceKey } from './reference-key.ts';

/** Which invoices; null: it does not matter. */
export interface ReceivableFilter {
  readonly employerId: string | null;
  readonly invoiceNumber: string | null;
  readonly status: 'OPEN' | 'OVERDUE' | 'PAID' | 'CANCELLED' | null;
  readonly hasSurplus: boolean | null;
  readonly first: number;
}

/** A payment that was sent back. */
export interface ReturnRow {
  readonly reference: string;
  readonly invoiceId: string;
  readonly amountMinor: string;
  readonly returnedOn: string;
  readonly entryId: string;
}

interface Row {
  readonly number: string;
  readonly employer: EmployerName;
  readonly programme: string;
  readonly isOverdue: boolean;
  readonly paid: string;
  readonly open: string;
  readonly surplus: string;
}

/** `surplus` is what was received beyond what is owed, less what was sent back; $1 is today. */
export const SUMS = `SELECT i.number, jsonb_build_object('id', e.id, 'name', e.name) AS employer,
    p.name AS programme, i.status = 'OPEN' AND i.due_on < $1::date AS "isOverdue",
    s.paid::text AS paid, (CASE WHEN i.status = 'OPEN' THEN i.total_minor - s.paid ELSE 0 END)::text
      AS open,
    (CASE i.status WHEN 'OPEN' THEN 0 WHEN 'PAID' THEN s.paid - i.total_minor ELSE s.paid END
      - s.returned)::text AS surplus
  FROM invoice i JOIN programme p ON p.id = i.programme_id JOIN employer e ON e.id = p.employer_id,
    LATERAL (SELECT
      (SELECT coalesce(sum(amount_minor), 0) FROM payment y
        WHERE y.invoice_id = i.id AND y.reversed_on IS NULL) AS paid,
      (SELECT coalesce(sum(amount_minor), 0) FROM payment_return r WHERE r.invoice_id = i.id)
        AS returned) s`;

/** Invoices and payments over all customers, and money that is sent back. */
@Injectable()
export class ReceivablesStore {
  constructor(private readonly invoices: InvoicesStore) {}

  /** Invoices, newest first. */
  async list(tx: Tx, filter: ReceivableFilter, day: string): Promise<Receivable[]> {
    const rows = await tx.query<Row[]>(
      `SELECT * FROM (${SUMS} WHERE i.number IS NOT NULL
         AND ($2::uuid IS NULL OR e.id = $2) AND ($3::text IS NULL OR i.number = $3)
         AND ($4::text IS NULL OR i.status = $4 OR
           ($4 = 'OVERDUE' AND i.status = 'OPEN' AND i.due_on < $1::date))) AS l
       WHERE $5::boolean IS NULL OR (surplus::bigint > 0) = $5
       ORDER BY number DESC LIMIT $6`,
      [day, filter.employerId, filter.invoiceNumber, filter.status, filter.hasSurplus,
        filter.first]);
    const numbers = rows.map(({ number }) => number);
    const invoices = new Map((await this.invoices.byNumbers(tx, numbers))
      .map((row) => [row.number, row] as const));
    return rows.map((row) => describe(row, invoices.get(row.number)));
  }

  /** One invoice. */
  async find(tx: Tx, number: string, day: string): Promise<Receivable | undefined> {
    const filter = {
      employerId: null, status: null, hasSurplus: null, invoiceNumber: number, first: 1,
    };
    return (await this.list(tx, filter, day))[0];
  }

  /** Payments, those that were taken back, and what was sent back, newest first. */
  receipts(
    tx: Tx, filter: Pick<ReceivableFilter, 'employerId' | 'invoiceNumber' | 'first'>,
  ): Promise<Receipt[]> {
    return tx.query<Receipt[]>(
      `SELECT r.reference, r.kind, r.channel, r.day::text, i.number AS "invoiceNumber",
         jsonb_build_object('id', e.id, 'name', e.name) AS employer,
         jsonb_build_object('minor', r.amount_minor::text, 'currency', i.currency) AS amount
       FROM (SELECT reference, 'RECEIVED' AS kind, channel, received_on AS day, invoice_id,
           amount_minor FROM payment
         UNION ALL SELECT reference, 'REVERSED', channel, reversed_on, invoice_id, amount_minor
           FROM payment WHERE reversed_on IS NOT NULL
         UNION ALL SELECT reference, 'RETURNED', 'BANK', returned_on, invoice_id, amount_minor
           FROM payment_return) AS r
         JOIN invoice i ON i.id = r.invoice_id JOIN programme p ON p.id = i.programme_id
         JOIN employer e ON e.id = p.employer_id
       WHERE ($1::uuid IS NULL OR e.id = $1) AND ($2::text IS NULL OR i.number = $2)
       ORDER BY r.day DESC, r.reference, r.kind DESC LIMIT $3`,
      [filter.employerId, filter.invoiceNumber, filter.first]);
  }

  /** What was sent back for an invoice, in minor units. */
  async returned(tx: Tx, invoiceId: string): Promise<bigint> {
    const [row] = await tx.query<{ returned: string }[]>(
      `SELECT coalesce(sum(amount_minor), 0)::text AS returned FROM payment_return
       WHERE invoice_id = $1`, [invoiceId]);
    return BigInt(row?.returned ?? 0);
  }

  /** What was sent back by a reference. */
  async findReturn(tx: Tx, reference: string): Promise<ReturnRow | undefined> {
    const [row] = await tx.query<ReturnRow[]>(
      `SELECT reference, invoice_id AS "invoiceId", amount_minor AS "amountMinor",
         returned_on::text AS "returnedOn", entry_id AS "entryId"
       FROM payment_return WHERE reference_key = $1`, [referenceKey(reference)]);
    return row;
  }

  /** Add what was sent back, whose entry is posted. */
  async addReturn(tx: Tx, row: ReturnRow): Promise<void> {
    await tx.query(
      `INSERT INTO payment_return (reference_key, reference, invoice_id, amount_minor, returned_on,
         entry_id) VALUES ($1, $2, $3, $4, $5, $6)`,
      [referenceKey(row.reference), row.reference, row.invoiceId, row.amountMinor, row.returnedOn,
        row.entryId]);
  }
}

function describe(row: Row, invoice: InvoiceRow | undefined): Receivable {
  if (!invoice) throw new Error('an invoice of the list is not there');
  const { employer, programme, isOverdue } = row;
  const amount = (minor: string) => ({ minor, currency: invoice.currency });
  return {
    employer, programme, isOverdue, invoice: describeInvoice(invoice),
    paid: amount(row.paid), open: amount(row.open), surplus: amount(row.surplus),
  };
}
