import { Inject, Injectable } from '@nestjs/common';
import { signedText } from '#contracts/carried-statement';
import { MalformedJob } from '#contracts/contract';
import { logReturned } from '#contracts/jobs';
import type { WorkerConfig } from '#platform/settings/config';
import { Database } from '#platform/database';
import { signingPublicKey, verifyStatement } from '#pseudonym/signed';
import { readLog } from '#pseudonym/terms-log';
import { WORKER_CONFIG } from '../foundation/tokens.ts';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import type { PayloadOf } from '#contracts/contract';
import { TermsLogService } from './terms-log.service.ts';

/**
 * The gateway hands back the log as this vault published it, when the vault has asked what it may
 * have forgotten. Its own signature is enough: nobody else could have written it.
 */
@Injectable()
@Handles(logReturned)
export class ReturnLogProcessor implements JobProcessor<PayloadOf<typeof logReturned>> {
  constructor(
    @Inject(WORKER_CONFIG) private readonly config: WorkerConfig,
    private readonly db: Database,
    private readonly log: TermsLogService,
  ) {}

  /** Naturally repeatable: what is known is not taken again. */
  async process({ type, body, signature }: PayloadOf<typeof logReturned>): Promise<void> {
    const text = signedText(body);
    const own = await signingPublicKey(this.config.signingSeed);
    const reading = await verifyStatement(own, type, { type, body: text, signature });
    const log = reading.kind === 'valid' ? readLog(reading.body) : null;
    if (!log) throw new MalformedJob(logReturned.name, 'not signed by this vault');
    await this.db.transaction('take-log-back', (tx) => this.log.takeBack(tx, log));
  }
}
