import { Global, Module, type DynamicModule } from '@nestjs/common';
import { drawsOfVault, type Draws } from '#matching/daily-view';
import type { Clock } from '#platform/clock';
import type { WorkerConfig } from '#platform/settings/config';
import { Database } from '#platform/database';
import type { Log } from '#platform/logging';
import type { Standings } from '#platform/restores/standing-watch';
import { Idempotency } from './idempotency.store.ts';
import { Signer } from './signer.ts';
import { ANSWER_AFTER_MS, CLOCK, DRAWS, LOG, STANDINGS, WORKER_CONFIG } from './tokens.ts';

/** What the process opened before the application was made. */
export interface Foundations {
  readonly config: WorkerConfig;
  readonly clock: Clock;
  readonly db: Database;
  readonly log: Log;
  readonly standings: Standings;
  /** When sealed answers leave, if not as configured; 0 where nobody looks at the time. */
  readonly answerAfterMs?: number;
  /** What is withheld of free times, and shown to whom; by default under the vault's own key. */
  readonly draws?: Draws;
}

/** Hands the clock, the configuration, the database and the signing key to every feature. */
@Global()
@Module({})
export class FoundationModule {
  /** The module on these foundations. */
  static on({
    config, clock, db, log, standings, answerAfterMs = config.answerAfterMs,
    draws = drawsOfVault(config.kek),
  }: Foundations): DynamicModule {
    return {
      module: FoundationModule,
      providers: [
        { provide: WORKER_CONFIG, useValue: config },
        { provide: CLOCK, useValue: clock },
        { provide: LOG, useValue: log },
        { provide: STANDINGS, useValue: standings },
        { provide: ANSWER_AFTER_MS, useValue: answerAfterMs },
        { provide: DRAWS, useValue: draws },
        { provide: Database, useValue: db },
        Idempotency, Signer,
      ],
      exports: [
        WORKER_CONFIG, CLOCK, LOG, STANDINGS, ANSWER_AFTER_MS, DRAWS, Database, Idempotency, Signer,
      ],
    };
  }
}
