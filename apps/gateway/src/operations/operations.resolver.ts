import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { Allow } from '../http/allow.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { GatewayOperations } from './operations.graphql.ts';
import { OperationsStore } from './operations.store.ts';

@Resolver()
export class OperationsResolver {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly store: OperationsStore,
    private readonly ledger: LedgerStore,
  ) {}

  @Query(() => GatewayOperations, { description: 'Counts of the whole gateway.' })
  @Allow('operator')
  operations(): Promise<GatewayOperations> {
    return this.db.read('operations', async (tx) => ({
      ...await this.store.count(tx, today(this.clock)), ledger: await this.ledger.sums(tx),
    }));
  }
}
