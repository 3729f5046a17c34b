import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Inject } from '@nestjs/common';
import { z } from 'zod';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import type { Standings } from '#platform/restores/standing-watch';
import { AuditStore } from '../audit/audit.store.ts';
import { Allow } from '../http/allow.ts';
import { expectBorne } from '#server/operators/restore-standing';
import { Op, type OperatorCaller } from '../http/caller.ts';
import { readInput } from '../http/input.ts';
import { CLOCK, STANDINGS } from '../foundation/tokens.ts';
import { proposeWaiting } from './announced-again.ts';
import { RestoreStanding } from './restores.graphql.ts';
import { RestoresStore } from './restores.store.ts';

const acceptance = z.object({ upTo: z.int().min(0) });
const WORDS = { domain: 'gateway', was: 'issued', instead: 'restore end-period --gateway' };

@Resolver()
export class RestoresResolver {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(STANDINGS) private readonly standings: Standings,
    private readonly db: Database,
    private readonly store: RestoresStore,
    private readonly audit: AuditStore,
  ) {}

  @Query(() => RestoreStanding, {
    description: 'How this gateway stands, and how many credits may be issued twice if it goes on.',
  })
  @Allow('operator')
  async restoreStanding(): Promise<RestoreStanding> {
    const atMost = await this.db.read('restore-cost', (tx) =>
      this.store.unissued(tx, today(this.clock)));
    return { state: this.standings.state(), atMost };
  }

  @Mutation(() => RestoreStanding, {
    description: 'Go on after a restore, bearing so many credits issued twice at most.',
  })
  @Allow('operator')
  async acceptRestore(
    @Op() { name }: OperatorCaller, @Args('upTo', { type: () => Int }) upTo: number,
  ): Promise<RestoreStanding> {
    const { upTo: borne } = readInput(acceptance, { upTo });
    expectBorne(await this.restoreStanding(), borne, WORDS);
    await this.beginAgain(name);
    await this.standings.accept();
    return this.restoreStanding();
  }

  /** Before the gateway opens; whoever repeats it loses some more invoice numbers. */
  private beginAgain(operator: string): Promise<void> {
    return this.db.transaction('begin-again', async (tx) => {
      await this.store.endWhatCameBack(tx);
      await proposeWaiting(tx);
      for (const { id } of await this.store.employers(tx)) {
        await this.audit.addOfOperators(
          tx, id, [operator], 'BACKUP_RESTORED', '', this.clock.now());
      }
    });
  }
}
