import { writeCsv } from '#sheet/write-csv';
import type { ShownClaim } from '../claims/claims.store.ts';
import type { ShownMoney } from './payouts.store.ts';
import { REMITTANCE_WORDS, type RemittanceLanguage } from './remittance-words.ts';

/** What one payout paid, and to whom. */
export interface Remittance {
  readonly payoutId: string;
  readonly sentOn: string;
  readonly amount: ShownMoney;
  readonly therapist: string;
  readonly lines: readonly ShownClaim[];
}

/** One line as it is printed, in the order of the columns. */
export interface PrintedLine {
  readonly day: string;
  readonly client: string;
  readonly authorisation: string;
  readonly service: string;
  readonly billed: string;
  readonly adjustments: string;
  readonly paid: string;
}

/** A decimal amount of minor units, for programs: `85.50`. */
export function decimal({ minor, currency }: ShownMoney): string {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency })
    .resolvedOptions().maximumFractionDigits ?? 2;
  if (digits === 0) return minor;
  const padded = minor.padStart(digits + 1, '0');
  return `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

/** The lines of a remittance, with amounts as `amount` writes them. */
export function printedLines(
  { lines }: Remittance, language: RemittanceLanguage, amount: (money: ShownMoney) => string,
): PrintedLine[] {
  const { bearer, outcomes } = REMITTANCE_WORDS[language];
  return lines.map((line) => ({
    day: line.serviceDate,
    client: line.handle ?? bearer,
    authorisation: line.authorisationNumber,
    service: line.serviceCode ?? outcomes[line.outcome],
    billed: amount(line.billed),
    adjustments: line.adjustments
      .map((one) => `${one.group}-${one.code} ${amount(one.amount)}`).join('; '),
    paid: amount(line.paid),
  }));
}

/** Remittance advice as CSV (RFC 4180) in UTF-8: one row a session, then the total. */
export function remittanceCsv(remittance: Remittance, language: RemittanceLanguage): Buffer {
  const words = REMITTANCE_WORDS[language];
  const { payoutId, sentOn, amount } = remittance;
  const rows = [
    [words.on, words.payout, words.day, words.client, words.authorisation, words.service,
      words.billed, words.adjustments, words.paid, words.currency],
    ...printedLines(remittance, language, decimal).map((line) => [
      sentOn, payoutId, line.day, line.client, line.authorisation, line.service, line.billed,
      line.adjustments, line.paid, amount.currency]),
    [sentOn, payoutId, words.total, '', '', '', '', '', decimal(amount), amount.currency],
  ];
  return Buffer.from(writeCsv(rows), 'utf8');
}
