import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { Allow } from '../http/allow.ts';
import { Op, type OperatorCaller } from '../http/caller.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { Waiting } from './waiting.graphql.ts';
import { WaitingStore } from './waiting.store.ts';

@Resolver()
export class WaitingResolver {
  constructor(
    private readonly db: Database,
    private readonly store: WaitingStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Query(() => [Waiting], { description: 'What waits for whoever operates the gateway.' })
  @Allow('operator')
  waiting(@Op() { name }: OperatorCaller): Promise<Waiting[]> {
    return this.db.read('waiting', (tx) => this.store.list(tx, today(this.clock), name));
  }
}
