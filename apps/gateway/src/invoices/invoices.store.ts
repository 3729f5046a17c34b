import { Injectable } from '@nestjs/common';
import type { Ordered } from '#disclosure/year/money';
import type { Tx } from '#platform/database';

/** An order's row; amounts in minor units. */
export interface InvoiceRow {
  readonly id: string;
  readonly programmeId: string;
  readonly programmeName: string;
  readonly employerId: string;
  /** Who of HR placed it; not known of the oldest ones. */
  readonly orderedBy: string | null;
  readonly requestHash: Buffer;
  readonly method: 'INVOICE' | 'CARD';
  readonly status: 'CHARGING' | 'DECLINED' | 'OPEN' | 'PAID' | 'CANCELLED';
  readonly number: string | null;
  readonly sessions: number;
  /** The year whose flat price it asks for, and its seats; null: sessions that HR ordered. */
  readonly period: string | null;
  readonly seats: number | null;
  /** The year of which more was settled than was ordered; null: an order, or a flat price. */
  readonly shortfallOf: string | null;
  /** Of a session, or of a seat. */
  readonly unitPriceMinor: string;
  readonly netMinor: string;
  readonly taxBps: number;
  readonly taxMinor: string;
  readonly totalMinor: string;
  readonly currency: string;
  readonly issuedOn: string | null;
  readonly dueOn: string | null;
  readonly paidOn: string | null;
  /** The funding in the vault while it is paid. */
  readonly fundingId: string | null;
  readonly cardToken: string | null;
  readonly declineReason: string | null;
}

/** What is stored of a new order. */
export type NewInvoice = Omit<
  InvoiceRow,
  'programmeName' | 'employerId' | 'number' | 'issuedOn' | 'dueOn' | 'paidOn' | 'fundingId'
  | 'declineReason' | 'status'
> & { readonly idempotencyKey: string };

const INVOICE = `SELECT i.id, i.programme_id AS "programmeId", p.name AS "programmeName",
    p.employer_id AS "employerId", i.ordered_by AS "orderedBy",
    i.request_hash AS "requestHash", i.method, i.status, i.number, i.sessions, i.period,
    i.seats, i.shortfall_of AS "shortfallOf",
    i.unit_price_minor AS "unitPriceMinor", i.net_minor AS "netMinor",
    i.tax_bps AS "taxBps", i.tax_minor AS "taxMinor",
    i.total_minor AS "totalMinor", i.currency, i.issued_on::text AS "issuedOn",
    i.due_on::text AS "dueOn", i.paid_on::text AS "paidOn",
    i.funding_id AS "fundingId", i.card_token AS "cardToken",
    i.decline_reason AS "declineReason"
  FROM invoice i JOIN programme p ON p.id = i.programme_id`;

/** What was asked for of a year's shortfall, paid or not, and what an operator has cancelled. */
export interface ShortfallSums {
  readonly year: string;
  readonly asked: number;
  readonly cancelled: number;
}

/** Of invoices: sessions that were bought, none of them at a flat price. */
export const IS_BOUGHT = `status = 'PAID' AND period IS NULL`;

/** Rows of invoice. */
@Injectable()
export class InvoicesStore {
  /** Add an order that is not issued yet, unless its key was used; answers whichever there is. */
  async add(tx: Tx, order: NewInvoice): Promise<{ row: InvoiceRow; isNew: boolean }> {
    await tx.query(
      `INSERT INTO invoice (id, programme_id, idempotency_key, request_hash, method, status,
         sessions, unit_price_minor, net_minor, tax_bps, tax_minor, total_minor, currency,
         card_token, ordered_by, period, seats, shortfall_of)
       VALUES ($1, $2, $3, $4, $5, 'CHARGING', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
         $17)
       ON CONFLICT (programme_id, idempotency_key) DO NOTHING`,
      [order.id, order.programmeId, order.idempotencyKey, order.requestHash, order.method,
        order.sessions, order.unitPriceMinor, order.netMinor, order.taxBps, order.taxMinor,
        order.totalMinor, order.currency, order.cardToken, order.orderedBy, order.period,
        order.seats, order.shortfallOf],
    );
    const [row] = await tx.query<InvoiceRow[]>(
      `${INVOICE} WHERE i.programme_id = $1 AND i.idempotency_key = $2`,
      [order.programmeId, order.idempotencyKey],
    );
    if (!row) throw new Error('the order is not there after it was added');
    return { row, isNew: row.id === order.id };
  }

  /** Lock an order until the transaction ends. */
  async lock(tx: Tx, id: string): Promise<InvoiceRow | undefined> {
    return (await tx.query<InvoiceRow[]>(`${INVOICE} WHERE i.id = $1 FOR UPDATE OF i`, [id]))[0];
  }

  /** Lock an invoice by its number. */
  async lockNumber(tx: Tx, number: string): Promise<InvoiceRow | undefined> {
    const rows = await tx.query<InvoiceRow[]>(
      `${INVOICE} WHERE i.number = $1 FOR UPDATE OF i`, [number],
    );
    return rows[0];
  }

  /** An issued invoice of an employer's own, with who buys. */
  async findOwn(
    tx: Tx, number: string, employerId: string,
  ): Promise<(InvoiceRow & { readonly buyer: { name: string; country: string } }) | undefined> {
    const [row] = await tx.query<InvoiceRow[]>(
      `${INVOICE} WHERE i.number = $1 AND p.employer_id = $2`, [number, employerId],
    );
    const [buyer] = await tx.query<{ name: string; country: string }[]>(
      `SELECT coalesce(i.buyer_name, e.name) AS name, e.country
       FROM employer e, invoice i WHERE e.id = $1 AND i.number = $2`, [employerId, number],
    );
    return row && buyer && { ...row, buyer };
  }

  /**
   * Issue an invoice: give it its days and the next number. The counter's row is locked until the
   * transaction ends, so that no number is lost when it is undone.
   */
  async issue(tx: Tx, id: string, issuedOn: string, dueOn: string): Promise<void> {
    const [row] = await tx.query<{ running: string }[]>(
      `WITH next AS (UPDATE invoice_counter SET last = last + 1 RETURNING last)
       SELECT last::text AS running FROM next`,
    );
    const number = `INV-${issuedOn.slice(0, 4)}-${(row?.running ?? '').padStart(6, '0')}`;
    await tx.query(
      `UPDATE invoice SET status = 'OPEN', number = $2, issued_on = $3, due_on = $4,
         card_token = NULL, buyer_name = (SELECT e.name FROM programme p
           JOIN employer e ON e.id = p.employer_id WHERE p.id = programme_id) WHERE id = $1`,
      [id, number, issuedOn, dueOn],
    );
  }

  /** Note that an invoice is paid in full, and by which funding the vault knows of it. */
  async markPaid(tx: Tx, id: string, paidOn: string, fundingId: string): Promise<void> {
    await tx.query(
      'UPDATE invoice SET status = \'PAID\', paid_on = $2, funding_id = $3 WHERE id = $1',
      [id, paidOn, fundingId],
    );
  }

  /** Note that an invoice is not paid any more: a payment was taken back. */
  async reopen(tx: Tx, id: string): Promise<void> {
    await tx.query(
      'UPDATE invoice SET status = \'OPEN\', paid_on = NULL, funding_id = NULL WHERE id = $1', [id],
    );
  }

  /** Note that an invoice was cancelled before it was paid. */
  async cancel(tx: Tx, id: string, day: string): Promise<void> {
    await tx.query(
      'UPDATE invoice SET status = \'CANCELLED\', cancelled_on = $2 WHERE id = $1', [id, day],
    );
  }

  /** Issued invoices by their numbers. */
  byNumbers(tx: Tx, numbers: readonly string[]): Promise<InvoiceRow[]> {
    return tx.query<InvoiceRow[]>(`${INVOICE} WHERE i.number = ANY ($1::text[])`, [numbers]);
  }

  /** Note that the card was declined. */
  async decline(tx: Tx, id: string, reason: string): Promise<void> {
    await tx.query(
      `UPDATE invoice SET status = 'DECLINED', decline_reason = $2, card_token = NULL
       WHERE id = $1`,
      [id, reason],
    );
  }

  /** Issued invoices of a programme, oldest first. */
  list(tx: Tx, programmeId: string): Promise<InvoiceRow[]> {
    return tx.query<InvoiceRow[]>(
      `${INVOICE} WHERE i.programme_id = $1 AND i.number IS NOT NULL ORDER BY i.number`,
      [programmeId],
    );
  }

  /** Whether the flat price of a year was invoiced. */
  async hasYear(tx: Tx, programmeId: string, period: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      'SELECT FROM invoice WHERE programme_id = $1 AND period = $2', [programmeId, period]);
    return rows.length > 0;
  }

  /** Sessions of invoices for what years have settled beyond what was ordered, by year. */
  shortfalls(tx: Tx, programmeId: string): Promise<ShortfallSums[]> {
    return tx.query<ShortfallSums[]>(
      `SELECT shortfall_of AS year,
         coalesce(sum(sessions) FILTER (WHERE status <> 'CANCELLED'), 0)::int AS asked,
         coalesce(sum(sessions) FILTER (WHERE status = 'CANCELLED'), 0)::int AS cancelled
       FROM invoice WHERE programme_id = $1 AND shortfall_of IS NOT NULL GROUP BY shortfall_of`,
      [programmeId]);
  }

  /** Sessions of a programme's invoices, but for those at a flat price. */
  async ordered(tx: Tx, programmeId: string): Promise<Ordered> {
    const [row] = await tx.query<Ordered[]>(
      `SELECT coalesce(sum(sessions) FILTER (WHERE ${IS_BOUGHT}), 0)::int AS paid,
         coalesce(sum(sessions) FILTER (WHERE status IN ('OPEN', 'CHARGING')), 0)::int AS open
       FROM invoice WHERE programme_id = $1 AND period IS NULL`, [programmeId]);
    return row ?? { paid: 0, open: 0 };
  }

  /** Sessions that paid flat prices of a programme pay. */
  async paidFlat(tx: Tx, programmeId: string): Promise<number> {
    const [row] = await tx.query<{ sessions: number }[]>(
      `SELECT coalesce(sum(sessions), 0)::int AS sessions FROM invoice
       WHERE programme_id = $1 AND period IS NOT NULL AND status = 'PAID'`, [programmeId]);
    return row?.sessions ?? 0;
  }

  /** Last day of the years whose flat price is paid; null: none is. */
  async paidUntil(tx: Tx, programmeId: string): Promise<string | null> {
    const [row] = await tx.query<{ day: string | null }[]>(
      `SELECT (max(p.closes) - 1)::text AS day FROM invoice i
       JOIN period p ON p.programme_id = i.programme_id AND p.label = i.period
       WHERE i.programme_id = $1 AND i.status = 'PAID'`, [programmeId]);
    return row?.day ?? null;
  }

  /**
   * One at a time moves money of a programme's employer, until the transaction ends: programmes of
   * one employer share its accounts. It is taken before the employer's audit, never after it.
   */
  async lockMoney(tx: Tx, programmeId: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(employer_id::text, 12))
      FROM programme WHERE id = $1`, [programmeId]);
  }

  /** Session credits that members were issued, spent or not, of years at a flat price or others. */
  async issued(tx: Tx, programmeId: string, isFlat: boolean): Promise<number> {
    const [row] = await tx.query<{ issued: number }[]>(
      `SELECT coalesce(sum(i.sessions), 0)::int AS issued FROM issuance i
       JOIN period p ON p.programme_id = i.programme_id AND p.label = i.period
       WHERE i.programme_id = $1 AND (p.seat_price_minor IS NOT NULL) = $2`,
      [programmeId, isFlat],
    );
    return row?.issued ?? 0;
  }
}
