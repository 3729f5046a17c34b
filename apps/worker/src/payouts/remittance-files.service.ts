import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import type { ProviderCaller } from '../access/caller.ts';
import { PayoutsService } from './payouts.service.ts';
import { PayoutsStore } from './payouts.store.ts';
import { remittanceCsv } from './remittance-file.ts';
import { remittancePdf } from './remittance-pdf.ts';
import type { RemittanceLanguage } from './remittance-words.ts';

/** A file as it travels inside a sealed answer. */
export interface MadeFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: string;
}

/**
 * Makes remittance advice to keep. The files are made here, inside the seal: no other party learns
 * that there is one. A week's advice is a few kilobytes, and the largest sealed answer holds about
 * 600 sessions.
 */
@Injectable()
export class RemittanceFilesService {
  constructor(
    private readonly db: Database,
    private readonly payouts: PayoutsService,
    private readonly store: PayoutsStore,
  ) {}

  /** @throws CodedError NOT_FOUND unless the payout is the caller's. */
  async make(
    me: ProviderCaller, payoutId: string, format: 'CSV' | 'PDF', language: RemittanceLanguage,
  ): Promise<MadeFile> {
    const advice = await this.payouts.advice(me, payoutId);
    const therapist = await this.db.read('payee', (tx) => this.store.payee(tx, me.providerId));
    const remittance = { ...advice, therapist };
    const bytes = format === 'CSV'
      ? remittanceCsv(remittance, language) : await remittancePdf(remittance, language);
    return {
      name: `remittance-${advice.sentOn}.${format.toLowerCase()}`,
      mediaType: format === 'CSV' ? 'text/csv;charset=utf-8' : 'application/pdf',
      content: bytes.toString('base64'),
    };
  }
}
