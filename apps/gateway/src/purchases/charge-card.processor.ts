import { Injectable } from '@nestjs/common';
import type { PayloadOf } from '#contracts/contract';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import { chargeCard } from './charge-card.contract.ts';
import { PurchasesService } from './purchases.service.ts';

/** Charges a card for an order whose own request did not live to do so. */
@Injectable()
@Handles(chargeCard)
export class ChargeCardProcessor implements JobProcessor<PayloadOf<typeof chargeCard>> {
  constructor(private readonly purchases: PurchasesService) {}

  async process({ invoice }: PayloadOf<typeof chargeCard>): Promise<void> {
    await this.purchases.settleCharge(invoice);
  }
}
