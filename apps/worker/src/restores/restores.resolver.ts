import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Inject } from '@nestjs/common';
import { z } from 'zod';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import type { Standings } from '#platform/standing-watch';
import { Allow } from '../auth/allow.ts';
import { CodedError } from '../foundation/coded-error.ts';
import { CLOCK, STANDINGS } from '../foundation/tokens.ts';
import { readInput } from '../graphql/input.ts';
import { RestoreStanding } from './restores.graphql.ts';
import { RestoresStore } from './restores.store.ts';

@Resolver()
export class RestoresResolver {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(STANDINGS) private readonly standings: Standings,
    private readonly db: Database,
    private readonly store: RestoresStore,
  ) {}

  /** How this vault stands, and how many credits may be spent twice if it goes on. */
  @Query(() => RestoreStanding)
  @Allow('operator')
  async restoreStanding(): Promise<RestoreStanding> {
    const atMost = await this.db.read('restore-cost', (tx) =>
      this.store.unspent(tx, today(this.clock)));
    return { state: this.standings.state(), atMost };
  }

  /** Go on after a restore, bearing so many double spends at most. */
  @Mutation(() => RestoreStanding)
  @Allow('operator')
  async acceptRestore(@Args('upTo', { type: () => Int }) upTo: number): Promise<RestoreStanding> {
    const borne = readInput(z.int().min(0), upTo);
    const { state, atMost } = await this.restoreStanding();
    if (state !== 'restored') {
      throw new CodedError('CONFLICT', `Nothing is to be accepted here: this vault is ${state}.`);
    }
    if (borne < atMost) {
      throw new CodedError('CONFLICT',
        `Up to ${atMost} credits may have been spent and forgotten: say so, or end the period.`);
    }
    await this.standings.accept();
    return this.restoreStanding();
  }
}
