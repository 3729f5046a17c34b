import { Query, Resolver } from '@nestjs/graphql';
import { Database } from '#platform/database';
import { Allow } from '../door/allow.ts';
import { VaultStatements } from './statements.graphql.ts';
import { StatementsStore } from './statements.store.ts';

@Resolver()
export class StatementsResolver {
  constructor(private readonly db: Database, private readonly store: StatementsStore) {}

  @Query(() => VaultStatements, { description: 'The vault\'s relay key and provider directory.' })
  @Allow('public')
  vaultStatements(): Promise<VaultStatements> {
    return this.db.read('vault-statements', async (tx) => ({
      relayKey: await this.store.find(tx, 'relay-key'),
      directory: await this.store.find(tx, 'directory'),
    }));
  }
}
