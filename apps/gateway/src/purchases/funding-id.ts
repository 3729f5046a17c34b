import { createHash } from 'node:crypto';

/**
 * The id of an invoice's funding, after so many that were withdrawn. It follows from the invoice:
 * where a payment is recorded again after a restore the vault knows the funding, and takes no
 * second.
 */
export function fundingIdOf(invoiceId: string, withdrawals: number): string {
  const hash = createHash('sha256').update(`sotto funding ${invoiceId} ${withdrawals}`).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x40;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20),
    hex.slice(20, 32)].join('-');
}
