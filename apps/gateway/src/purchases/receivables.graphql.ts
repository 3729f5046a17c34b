import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';
import { Money } from '../ledger/money.graphql.ts';
import { EmployerName } from '../employers/hr-user.graphql.ts';
import { Invoice } from './purchases.graphql.ts';

/** Which invoices an operator wants to see. */
export enum ReceivableStatus {
  OPEN = 'OPEN',
  OVERDUE = 'OVERDUE',
  PAID = 'PAID',
  CANCELLED = 'CANCELLED',
}
registerEnumType(ReceivableStatus, {
  name: 'ReceivableStatus', description: 'OVERDUE is OPEN after its due day.',
});

@InputType({ description: 'Which invoices; what is left out does not matter.' })
export class ReceivablesInput {
  @Field(() => ID, { nullable: true }) employerId?: string | null;
  @Field(() => String, { nullable: true }) invoiceNumber?: string | null;
  @Field(() => ReceivableStatus, { nullable: true }) status?: ReceivableStatus | null;
  @Field(() => Boolean, { nullable: true, description: 'For which money lies in suspense.' })
  hasSurplus?: boolean | null;
  @Field(() => Int, { nullable: true, description: 'At most so many; 200.' }) first?: number | null;
}

@InputType({ description: 'Which payments; what is left out does not matter.' })
export class ReceiptsInput {
  @Field(() => ID, { nullable: true }) employerId?: string | null;
  @Field(() => String, { nullable: true }) invoiceNumber?: string | null;
  @Field(() => Int, { nullable: true, description: 'At most so many; 200.' }) first?: number | null;
}

@ObjectType({ description: 'An invoice with what came in for it, as operators see it.' })
export class Receivable {
  @Field(() => EmployerName) employer!: EmployerName;
  @Field({ description: 'Name of the programme.' }) programme!: string;
  @Field(() => Invoice) invoice!: Invoice;
  @Field() isOverdue!: boolean;
  @Field(() => Money, { description: 'What was received.' }) paid!: Money;
  @Field(() => Money, { description: 'What is still owed.' }) open!: Money;
  @Field(() => Money, { description: 'What lies in suspense and was not sent back.' })
  surplus!: Money;
}

@ObjectType({ description: 'Money that was received for an invoice, taken back or sent back.' })
export class Receipt {
  @Field({ description: 'The bank\'s or processor\'s; it counts once.' }) reference!: string;
  @Field({ description: 'RECEIVED, REVERSED or RETURNED.' }) kind!: string;
  @Field({ description: 'BANK or CARD.' }) channel!: string;
  @Field({ description: 'YYYY-MM-DD.' }) day!: string;
  @Field() invoiceNumber!: string;
  @Field(() => EmployerName) employer!: EmployerName;
  @Field(() => Money) amount!: Money;
}

@ObjectType({ description: 'The invoice is cancelled; what was received lies in suspense.' })
class InvoiceCancelled {
  readonly kind!: 'invoice-cancelled';
  @Field(() => Receivable) receivable!: Receivable;
}

@ObjectType({ description: 'The invoice was not cancelled.' })
class InvoiceNotCancelled {
  readonly kind!: 'invoice-not-cancelled';
  @Field() code!: string;
  @Field() message!: string;
}

@ObjectType({ description: 'Recorded as sent back; a reference counts once.' })
class SurplusReturned {
  readonly kind!: 'surplus-returned';
  @Field(() => Receivable) receivable!: Receivable;
  @Field({ description: 'Day on which it was recorded, YYYY-MM-DD.' }) recordedOn!: string;
  @Field({ description: 'Whether it was recorded before, so that nothing has changed now.' })
  isRepeated!: boolean;
}

@ObjectType({ description: 'Nothing was recorded.' })
class SurplusNotReturned {
  readonly kind!: 'surplus-not-returned';
  @Field() code!: string;
  @Field() message!: string;
}

@ObjectType({ description: 'The payment does not count any more; its reference may be recorded again.' })
class PaymentReversed {
  readonly kind!: 'payment-reversed';
  @Field(() => Receivable) receivable!: Receivable;
  @Field({ description: 'Whether the invoice was paid by it, and its sessions are withdrawn.' })
  unfunded!: boolean;
}

@ObjectType({ description: 'The payment counts as before.' })
class PaymentNotReversed {
  readonly kind!: 'payment-not-reversed';
  @Field() code!: string;
  @Field() message!: string;
}

/** Outcome of cancelling an invoice. */
export const CancelInvoiceResult = resultUnion(
  'CancelInvoiceResult', 'Outcome of cancelling an invoice.',
  { 'invoice-cancelled': InvoiceCancelled, 'invoice-not-cancelled': InvoiceNotCancelled },
);

/** Outcome of recording that a surplus was sent back. */
export const ReturnSurplusResult = resultUnion(
  'ReturnSurplusResult', 'Outcome of recording that a surplus was sent back.',
  { 'surplus-returned': SurplusReturned, 'surplus-not-returned': SurplusNotReturned },
);

/** Outcome of taking a payment back. */
export const ReversePaymentResult = resultUnion(
  'ReversePaymentResult', 'Outcome of taking a payment back.',
  { 'payment-reversed': PaymentReversed, 'payment-not-reversed': PaymentNotReversed },
);
