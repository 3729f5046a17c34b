import { Injectable } from '@nestjs/common';
import { handle } from '#platform/job-worker';
import type { JobProcessor } from '../treaty/job-processor.ts';
import { chargeCard } from './charge-card.contract.ts';
import { PurchasesService } from './purchases.service.ts';

/** Charges a card for an order whose own request did not live to do so. */
@Injectable()
export class ChargeCardProcessor implements JobProcessor {
  readonly handler = handle(chargeCard, async ({ invoice }) => {
    await this.purchases.settleCharge(invoice);
  });

  constructor(private readonly purchases: PurchasesService) {}
}
