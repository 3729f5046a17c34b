import { Injectable } from '@nestjs/common';
import type { JobHandler } from '#platform/job-worker';
import { KeysMirroredProcessor } from '../keys/keys-mirrored.processor.ts';
import { KeysRefusedProcessor } from '../keys/keys-refused.processor.ts';
import { TermsConfirmedProcessor } from '../periods/terms-confirmed.processor.ts';
import { TermsRefusedProcessor } from '../periods/terms-refused.processor.ts';
import { ChargeCardProcessor } from '../purchases/charge-card.processor.ts';
import { SettlementReleasedProcessor } from '../releases/settlement-released.processor.ts';
import { UsageReleasedProcessor } from '../releases/usage-released.processor.ts';
import { VaultTickedProcessor } from '../restores/vault-ticked.processor.ts';
import { DirectoryPublishedProcessor } from '../statements/directory-published.processor.ts';
import { LogPublishedProcessor } from '../statements/log-published.processor.ts';
import { RelayKeyPublishedProcessor } from '../statements/relay-key-published.processor.ts';
import { TermsLoggedProcessor } from '../statements/terms-logged.processor.ts';
import type { JobProcessor } from './job-processor.ts';

/** Every job that the gateway handles, by its one handler. */
@Injectable()
export class JobHandlers {
  private readonly processors: readonly JobProcessor[];

  constructor(
    keysMirrored: KeysMirroredProcessor, relayKey: RelayKeyPublishedProcessor,
    directory: DirectoryPublishedProcessor, usage: UsageReleasedProcessor,
    settlement: SettlementReleasedProcessor, chargeCard: ChargeCardProcessor,
    vaultTicked: VaultTickedProcessor, keysRefused: KeysRefusedProcessor,
    log: LogPublishedProcessor, termsLogged: TermsLoggedProcessor,
    termsConfirmed: TermsConfirmedProcessor, termsRefused: TermsRefusedProcessor,
  ) {
    this.processors = [
      keysMirrored, keysRefused, relayKey, directory, usage, settlement, chargeCard, vaultTicked,
      log, termsLogged, termsConfirmed, termsRefused,
    ];
  }

  /** The handlers of one queue. */
  of(queue: string): JobHandler[] {
    return this.processors.map(({ handler }) => handler)
      .filter(({ contract }) => contract.queue === queue);
  }
}
