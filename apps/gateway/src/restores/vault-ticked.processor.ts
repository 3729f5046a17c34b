import { Inject, Injectable } from '@nestjs/common';
import { vaultTicked } from '#contracts/jobs';
import { tickBody } from '#contracts/tick-body';
import { handle } from '#platform/job-worker';
import type { Standings } from '#platform/standing-watch';
import { STANDINGS } from '../parts.ts';
import { VaultVerifier } from '../statements/vault-verifier.ts';
import type { JobProcessor } from '../treaty/job-processor.ts';

/** Hears how far the vault has come, and how far it remembers this gateway. */
@Injectable()
export class VaultTickedProcessor implements JobProcessor {
  /** Repeatable: an old tick changes nothing. */
  readonly handler = handle(vaultTicked, async (statement) => {
    await this.standings.hear(await this.verifier.read(statement, tickBody));
  });

  constructor(
    private readonly verifier: VaultVerifier,
    @Inject(STANDINGS) private readonly standings: Standings,
  ) {}
}
