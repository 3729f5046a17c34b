import { Query, Resolver } from '@nestjs/graphql';
import { Database } from '#platform/database';
import { Allow } from '../door/allow.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { GatewayOperations } from './operations.graphql.ts';
import { OperationsStore } from './operations.store.ts';

@Resolver()
export class OperationsResolver {
  constructor(
    private readonly db: Database,
    private readonly store: OperationsStore,
    private readonly ledger: LedgerStore,
  ) {}

  @Query(() => GatewayOperations, { description: 'Counts of the whole gateway.' })
  @Allow('operator')
  operations(): Promise<GatewayOperations> {
    return this.db.read('operations', async (tx) => ({
      ...await this.store.count(tx), ledger: await this.ledger.totals(tx),
    }));
  }
}
