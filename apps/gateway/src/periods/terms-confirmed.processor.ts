import { Inject, Injectable } from '@nestjs/common';
import type { PayloadOf } from '#contracts/contract';
import { keysRegistered, termsConfirmed } from '#contracts/jobs';
import { confirmedTerms } from '#contracts/values';
import { termsText } from '#disclosure/terms';
import { today, type Clock } from '#platform/clock';
import type { GatewayConfig } from '#platform/settings/config';
import { Database } from '#platform/database';
import { put } from '#platform/queue/outbox';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import { announcedKeys } from '../keys/announced-keys.ts';
import { KeysStore } from '../keys/keys.store.ts';
import { CLOCK, CONFIG } from '../foundation/tokens.ts';
import { ReportArrivals } from '../releases/report-arrivals.service.ts';
import { VaultVerifier } from '../statements/vault-verifier.ts';
import { FlatInvoices } from '../purchases/flat-invoices.ts';
import { PeriodsStore } from '../programmes/periods.store.ts';

/**
 * The vault has confirmed the terms of a period: now it takes the keys that follow from them, a
 * flat price is invoiced, and reports that came before that word are taken.
 */
@Injectable()
@Handles(termsConfirmed)
export class TermsConfirmedProcessor implements JobProcessor<PayloadOf<typeof termsConfirmed>> {
  constructor(
    private readonly db: Database,
    private readonly periods: PeriodsStore,
    private readonly keys: KeysStore,
    private readonly flats: FlatInvoices,
    private readonly arrivals: ReportArrivals,
    private readonly verifier: VaultVerifier,
    @Inject(CONFIG) private readonly config: GatewayConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Naturally repeatable: the first word is kept, and keys that wait are registered again. A word
   * on other terms than stand here is nothing: after a restore HR may have proposed others.
   */
  async process(statement: PayloadOf<typeof termsConfirmed>): Promise<void> {
    const { programme, period, terms, by } = await this.verifier.read(statement, confirmedTerms);
    await this.db.transaction('confirm-terms', async (tx) => {
      const word = {
        terms: termsText(terms), by, day: today(this.clock),
        confirmation: { key: this.config.vaultSigningPublicKey, statement },
      };
      if (!await this.periods.confirm(tx, programme, period, word)) return;
      await this.flats.issue(tx, terms);
      await this.arrivals.goOn(tx, { programme, period });
      if (await this.keys.countPending(tx, programme, period) === 0) return;
      const payload = await announcedKeys(tx, programme, period);
      await put(tx, { contract: keysRegistered, payload });
    });
  }
}
