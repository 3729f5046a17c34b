import { Inject, Injectable } from '@nestjs/common';
import type { PayloadOf } from '#contracts/contract';
import { vaultTicked } from '#contracts/jobs';
import { vaultTickBody } from '#contracts/tick-body';
import type { Standings } from '#platform/restores/standing-watch';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import { STANDINGS } from '../foundation/tokens.ts';
import { VaultVerifier } from '../statements/vault-verifier.ts';
import { announceAgain } from './announced-again.ts';

/** Hears how far the vault has come, and how far it remembers this gateway. */
@Injectable()
@Handles(vaultTicked)
export class VaultTickedProcessor implements JobProcessor<PayloadOf<typeof vaultTicked>> {
  constructor(
    private readonly verifier: VaultVerifier,
    @Inject(STANDINGS) private readonly standings: Standings,
  ) {}

  /** Repeatable: an old tick changes nothing, and what is told again is taken once. */
  async process(statement: PayloadOf<typeof vaultTicked>): Promise<void> {
    const { question, ...tick } = await this.verifier.read(statement, vaultTickBody);
    await this.standings.hear(tick, async (tx) => {
      if (question) await announceAgain(tx, question);
    });
  }
}
