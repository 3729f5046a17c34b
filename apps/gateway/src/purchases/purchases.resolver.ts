import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Database } from '#platform/database';
import { line } from '#platform/text/line';
import { Allow } from '../http/allow.ts';
import { CodedError } from '#server/coded-error';
import { Hr, type HrCaller } from '../http/caller.ts';
import { id, invoiceNumber, minorUnits, readInput } from '../http/input.ts';
import { ProgrammesStore } from '../programmes/programmes.store.ts';
import { describeInvoice } from './describe-invoice.ts';
import { InvoicesStore } from '../invoices/invoices.store.ts';
import { PaymentsService, type PaymentOutcome } from './payments.service.ts';
import {
  Invoice, PurchaseInput, PurchasePreview, PurchaseResult, RecordPaymentResult,
} from './purchases.graphql.ts';
import { PurchasesService, type PurchaseOutcome } from './purchases.service.ts';

const preview = z.object({ programmeId: id, sessions: z.int().min(1).max(100_000) });
const order = preview.extend({
  method: z.enum(['INVOICE', 'CARD']),
  cardToken: z.string().regex(/^[\w-]{1,100}$/, 'must be a card token').nullish()
    .transform((token) => token ?? null),
  idempotencyKey: id,
}).refine(({ method, cardToken }) => (method === 'CARD') === (cardToken !== null), {
  path: ['cardToken'], message: 'must be given for CARD, and only then',
});
const receipt = z.object({
  invoiceNumber,
  amountMinor: minorUnits,
  reference: line(100),
});

@Resolver()
export class PurchasesResolver {
  constructor(
    private readonly purchases: PurchasesService,
    private readonly payments: PaymentsService,
    private readonly store: InvoicesStore,
    private readonly programmes: ProgrammesStore,
    private readonly db: Database,
  ) {}

  @Query(() => [Invoice], { description: 'Issued invoices of a programme, oldest first.' })
  @Allow('hr:billing')
  invoices(
    @Hr() caller: HrCaller, @Args('programmeId', { type: () => ID }) programmeId: string,
  ): Promise<Invoice[]> {
    const wanted = readInput(z.object({ programmeId: id }), { programmeId });
    return this.db.read('invoices', async (tx) => {
      const programme = await this.programmes.find(tx, wanted.programmeId, caller.employerId);
      if (!programme) throw new CodedError('NOT_FOUND', 'You have no such programme.');
      return (await this.store.list(tx, programme.id)).map(describeInvoice);
    });
  }

  @Query(() => PurchasePreview, { description: 'What an order would cost, line by line.' })
  @Allow('hr:billing')
  previewPurchase(
    @Hr() caller: HrCaller, @Args('programmeId', { type: () => ID }) programmeId: string,
    @Args('sessions', { type: () => Int }) sessions: number,
  ): Promise<PurchasePreview> {
    const input = readInput(preview, { programmeId, sessions });
    return this.purchases.preview(caller, input.programmeId, input.sessions);
  }

  @Mutation(() => PurchaseResult, { description: 'Order session credits.' })
  @Allow('hr:billing')
  purchaseCredits(
    @Hr() caller: HrCaller, @Args('input') input: PurchaseInput,
  ): Promise<PurchaseOutcome> {
    return this.purchases.purchase(caller, readInput(order, input));
  }

  @Mutation(() => RecordPaymentResult, { description: 'Record a bank payment for an invoice.' })
  @Allow('operator')
  recordPayment(
    @Args('invoiceNumber') number: string,
    @Args('amountMinor') amountMinor: string,
    @Args('reference') reference: string,
  ): Promise<PaymentOutcome> {
    const input = readInput(receipt, { invoiceNumber: number, amountMinor, reference });
    return this.payments.record(input.invoiceNumber, {
      reference: input.reference, amountMinor: input.amountMinor, channel: 'BANK',
    });
  }
}
