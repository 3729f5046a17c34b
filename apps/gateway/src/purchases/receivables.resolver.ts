import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { line } from '#platform/text/line';
import { Allow } from '../http/allow.ts';
import { Op, type OperatorCaller } from '../http/caller.ts';
import { id, invoiceNumber, minorUnits, readInput } from '../http/input.ts';
import { CLOCK } from '../foundation/tokens.ts';
import {
  CorrectionsService, noInvoice, type Cancelling, type Returning,
} from './corrections.service.ts';
import {
  CancelInvoiceResult, Receipt, ReceiptsInput, Receivable, ReceivablesInput, ReturnSurplusResult,
  ReversePaymentResult,
} from './receivables.graphql.ts';
import { ReceivablesStore } from './receivables.store.ts';
import { ReversalsService, type Reversing } from './reversals.service.ts';

const orNull = <T extends z.ZodType>(type: T) =>
  type.nullish().transform((value) => value ?? null);
const receipts = z.object({
  employerId: orNull(id), invoiceNumber: orNull(invoiceNumber),
  first: z.int().min(1).max(1_000).nullish().transform((first) => first ?? 200),
});
const receivables = receipts.extend({
  status: orNull(z.enum(['OPEN', 'OVERDUE', 'PAID', 'CANCELLED'])), hasSurplus: orNull(z.boolean()),
});
const mistake = z.object({ invoiceNumber, reference: line(100), reason: line(200) });
const sent = z.object({ invoiceNumber, amountMinor: minorUnits, reference: line(100) });

@Resolver()
export class ReceivablesResolver {
  constructor(
    private readonly db: Database,
    private readonly store: ReceivablesStore,
    private readonly corrections: CorrectionsService,
    private readonly reversals: ReversalsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Query(() => [Receivable], {
    name: 'receivables', description: 'Invoices over all customers, newest first.' })
  @Allow('operator')
  async receivables(@Args('input') input: ReceivablesInput): Promise<Receivable[]> {
    const wanted = readInput(receivables, input);
    const found = await this.db.read('receivables', (tx) =>
      this.store.list(tx, wanted, today(this.clock)));
    if (found.length === 0 && wanted.invoiceNumber !== null) throw noInvoice();
    return found;
  }

  @Query(() => [Receipt], { description: 'What was received and sent back, newest first.' })
  @Allow('operator')
  receipts(@Args('input') input: ReceiptsInput): Promise<Receipt[]> {
    const wanted = readInput(receipts, input);
    return this.db.read('receipts', (tx) => this.store.receipts(tx, wanted));
  }

  @Mutation(() => CancelInvoiceResult, { description: 'Cancel an invoice that is not paid.' })
  @Allow('operator')
  cancelInvoice(
    @Op() operator: OperatorCaller, @Args('invoiceNumber') number: string,
  ): Promise<Cancelling> {
    const input = readInput(z.object({ invoiceNumber }), { invoiceNumber: number });
    return this.corrections.cancel(operator, input.invoiceNumber);
  }

  @Mutation(() => ReversePaymentResult, {
    description: 'Take back a payment that was recorded by mistake; the customer reads the reason.' })
  @Allow('operator')
  reversePayment(
    @Op() operator: OperatorCaller, @Args('invoiceNumber') number: string,
    @Args('reference') reference: string, @Args('reason') reason: string,
  ): Promise<Reversing> {
    return this.reversals.reverse(
      operator, readInput(mistake, { invoiceNumber: number, reference, reason }));
  }

  @Mutation(() => ReturnSurplusResult, { description: 'Record that a surplus was sent back.' })
  @Allow('operator')
  returnSurplus(
    @Args('invoiceNumber') number: string, @Args('amountMinor') amountMinor: string,
    @Args('reference') reference: string,
  ): Promise<Returning> {
    return this.corrections.returnSurplus(
      readInput(sent, { invoiceNumber: number, amountMinor, reference }));
  }
}
