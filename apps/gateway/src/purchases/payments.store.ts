import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { referenceKey } from './reference-key.ts';

/** A payment's row. */
export interface PaymentRow {
  readonly reference: string;
  readonly invoiceId: string;
  readonly amountMinor: string;
  readonly channel: 'BANK' | 'CARD';
  readonly receivedOn: string;
  readonly entryId: string;
  /** Day on which it was taken back; null: it counts. */
  readonly reversedOn: string | null;
  readonly withdrawnFundingId: string | null;
}

/** What is added when a payment is taken back. */
export interface ReversalOf {
  readonly reversedOn: string;
  readonly reversalEntryId: string;
  readonly reason: string;
  readonly withdrawnFundingId: string | null;
}

const PAYMENT = `SELECT reference, invoice_id AS "invoiceId", amount_minor AS "amountMinor", channel,
    received_on::text AS "receivedOn", entry_id AS "entryId", reversed_on::text AS "reversedOn",
    withdrawn_funding_id AS "withdrawnFundingId" FROM payment`;

/** Rows of payment: added, and taken back once. */
@Injectable()
export class PaymentsStore {
  /** The payment of a reference that counts. */
  async find(tx: Tx, reference: string): Promise<PaymentRow | undefined> {
    const [row] = await tx.query<PaymentRow[]>(
      `${PAYMENT} WHERE reference_key = $1 AND reversed_on IS NULL`, [referenceKey(reference)]);
    return row;
  }

  /** The payment of a reference on an invoice: the one that counts, else the last that did. */
  async lastOf(tx: Tx, invoiceId: string, reference: string): Promise<PaymentRow | undefined> {
    const [row] = await tx.query<PaymentRow[]>(
      `${PAYMENT} WHERE invoice_id = $1 AND reference_key = $2
       ORDER BY reversed_on DESC NULLS FIRST LIMIT 1`, [invoiceId, referenceKey(reference)]);
    return row;
  }

  /** What was paid of an invoice and counts, in minor units. */
  async paid(tx: Tx, invoiceId: string): Promise<bigint> {
    const [row] = await tx.query<{ paid: string }[]>(
      `SELECT coalesce(sum(amount_minor), 0)::text AS paid FROM payment
       WHERE invoice_id = $1 AND reversed_on IS NULL`,
      [invoiceId],
    );
    return BigInt(row?.paid ?? 0);
  }

  /** How often a funding of an invoice was withdrawn. */
  async withdrawals(tx: Tx, invoiceId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }[]>(
      `SELECT count(*)::integer AS count FROM payment
       WHERE invoice_id = $1 AND withdrawn_funding_id IS NOT NULL`, [invoiceId]);
    return row?.count ?? 0;
  }

  /** Add a payment whose entry is posted. */
  async add(
    tx: Tx, payment: Omit<PaymentRow, 'reversedOn' | 'withdrawnFundingId'>,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO payment (reference, invoice_id, amount_minor, channel, received_on, entry_id,
         reference_key) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [payment.reference, payment.invoiceId, payment.amountMinor, payment.channel,
        payment.receivedOn, payment.entryId, referenceKey(payment.reference)],
    );
  }

  /** Note that a payment was taken back, by an entry that is posted. */
  async reverse(tx: Tx, entryId: string, reversal: ReversalOf): Promise<void> {
    await tx.query(
      `UPDATE payment SET reversed_on = $2, reversal_entry_id = $3, reversal_reason = $4,
         withdrawn_funding_id = $5 WHERE entry_id = $1`,
      [entryId, reversal.reversedOn, reversal.reversalEntryId, reversal.reason,
        reversal.withdrawnFundingId],
    );
  }
}
