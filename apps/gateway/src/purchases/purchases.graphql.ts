import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';
import { Money } from '../ledger/money.graphql.ts';

/** How an employer pays. */
export enum PaymentMethod {
  INVOICE = 'INVOICE',
  CARD = 'CARD',
}
registerEnumType(PaymentMethod, { name: 'PaymentMethod', description: 'How an employer pays.' });

@InputType({ description: 'An order of session credits.' })
export class PurchaseInput {
  @Field(() => ID) programmeId!: string;
  @Field(() => Int) sessions!: number;
  @Field(() => PaymentMethod) method!: PaymentMethod;
  @Field(() => String, { nullable: true, description: 'The card processor\'s token, for CARD.' })
  cardToken?: string | null;
  @Field(() => ID, { description: 'A random UUID: the same one orders once.' })
  idempotencyKey!: string;
}

@ObjectType({ description: 'An invoice. Days are YYYY-MM-DD.' })
export class Invoice {
  @Field() number!: string;
  @Field({ description: 'OPEN, PAID or CANCELLED.' }) status!: string;
  @Field(() => PaymentMethod) method!: 'INVOICE' | 'CARD';
  @Field(() => Int) sessions!: number;
  @Field(() => String, { nullable: true,
    description: 'The year whose flat price it asks for, such as 2026-10; null: ordered sessions.' })
  period!: string | null;
  @Field(() => Int, { nullable: true, description: 'Seats of that year.' }) seats!: number | null;
  @Field(() => String, { nullable: true,
    description: 'The year with whose last report these sessions were settled beyond what was '
      + 'ordered, such as 2026-10; null: they were ordered, or are of a flat price.' })
  shortfallOf!: string | null;
  @Field(() => Money, { description: 'Of a session, or of a seat.' }) unitPrice!: Money;
  @Field(() => Money) net!: Money;
  @Field(() => Money) tax!: Money;
  @Field(() => Money) total!: Money;
  @Field() issuedOn!: string;
  @Field() dueOn!: string;
  @Field(() => String, { nullable: true }) paidOn!: string | null;
}

@ObjectType({ description: 'What an order would cost; nothing is ordered.' })
export class PurchasePreview {
  @Field(() => Int) sessions!: number;
  @Field(() => Int, {
    description: 'So many can be ordered now, by the years of the programme: more are refused.',
  })
  mostSessions!: number;
  @Field(() => Money) unitPrice!: Money;
  @Field(() => Money) net!: Money;
  @Field(() => Int, { description: 'Tax rate in basis points of the net amount.' })
  taxBps!: number;
  @Field(() => Money) tax!: Money;
  @Field(() => Money) total!: Money;
  @Field(() => [PaymentMethod], { description: 'How it can be paid here.' })
  methods!: ('INVOICE' | 'CARD')[];
  @Field({ description: 'Day on which an invoice of today would be due, YYYY-MM-DD.' })
  dueOn!: string;
}

@ObjectType({ description: 'Ordered; credits are funded once the invoice is paid.' })
class Purchased {
  readonly kind!: 'purchased';
  @Field(() => Invoice) invoice!: Invoice;
}

@ObjectType({ description: 'The card was declined; nothing was bought.' })
class CardDeclined {
  readonly kind!: 'card-declined';
  @Field() code!: string;
  @Field() message!: string;
}

@ObjectType({ description: 'The order was not taken.' })
class PurchaseRefused {
  readonly kind!: 'purchase-refused';
  @Field() code!: string;
  @Field() message!: string;
}

@ObjectType({ description: 'The payment counts; a reference counts once.' })
class PaymentRecorded {
  readonly kind!: 'recorded';
  @Field(() => Invoice) invoice!: Invoice;
  @Field(() => Money, { description: 'What is still open.' }) missing!: Money;
  @Field(() => Money, { description: 'What was paid beyond the total: it lies in suspense.' })
  surplus!: Money;
  @Field({ description: 'Day on which it was recorded, YYYY-MM-DD.' }) recordedOn!: string;
  @Field({ description: 'Whether it was recorded before, so that nothing has changed now.' })
  isRepeated!: boolean;
}

@ObjectType({ description: 'The payment was not recorded.' })
class PaymentRefused {
  readonly kind!: 'payment-refused';
  @Field() code!: string;
  @Field() message!: string;
}

/** Outcome of an order. */
export const PurchaseResult = resultUnion('PurchaseResult', 'Outcome of an order.', {
  'purchased': Purchased, 'card-declined': CardDeclined, 'purchase-refused': PurchaseRefused,
});

/** Outcome of recording a payment. */
export const RecordPaymentResult = resultUnion(
  'RecordPaymentResult', 'Outcome of recording a payment.',
  { 'recorded': PaymentRecorded, 'payment-refused': PaymentRefused },
);
