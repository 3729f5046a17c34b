import { Inject, Injectable } from '@nestjs/common';
import { vaultTicked } from '#contracts/jobs';
import { vaultTickBody } from '#contracts/tick-body';
import { handle } from '#platform/job-worker';
import type { Standings } from '#platform/standing-watch';
import { STANDINGS } from '../parts.ts';
import { VaultVerifier } from '../statements/vault-verifier.ts';
import type { JobProcessor } from '../treaty/job-processor.ts';
import { announceAgain } from './announced-again.ts';

/** Hears how far the vault has come, and how far it remembers this gateway. */
@Injectable()
export class VaultTickedProcessor implements JobProcessor {
  /** Repeatable: an old tick changes nothing, and what is told again is taken once. */
  readonly handler = handle(vaultTicked, async (statement) => {
    const { question, ...tick } = await this.verifier.read(statement, vaultTickBody);
    await this.standings.hear(tick, async (tx) => {
      if (question) await announceAgain(tx, question);
    });
  });

  constructor(
    private readonly verifier: VaultVerifier,
    @Inject(STANDINGS) private readonly standings: Standings,
  ) {}
}
