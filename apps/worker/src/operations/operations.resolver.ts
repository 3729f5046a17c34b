import { Query, Resolver } from '@nestjs/graphql';
import { Database } from '#platform/database';
import { Allow } from '../auth/allow.ts';
import { LedgerStore, type LedgerTotal } from '../ledger/ledger.store.ts';
import { VaultOperations } from './operations.graphql.ts';
import { OperationsStore } from './operations.store.ts';

@Resolver()
export class OperationsResolver {
  constructor(
    private readonly db: Database,
    private readonly store: OperationsStore,
    private readonly ledger: LedgerStore,
  ) {}

  /** What the vault holds, in numbers. */
  @Query(() => VaultOperations)
  @Allow('operator')
  operations(): Promise<VaultOperations> {
    return this.db.read('operations', async (tx) => ({
      ...await this.store.counts(tx),
      payoutTotal: await this.store.payoutTotal(tx),
      ledger: inMoney(await this.ledger.totals(tx)),
    }));
  }
}

/** The book's totals in money; sessions are counted in it too, as a unit of their own. */
function inMoney(totals: readonly LedgerTotal[]) {
  const money = totals.filter(({ unit }) => unit !== 'SES');
  const sum = (amounts: readonly string[]) =>
    amounts.reduce((total, amount) => total + BigInt(amount), 0n).toString();
  return {
    entries: money.reduce((total, { entries }) => total + entries, 0),
    debitsMinor: sum(money.map(({ debits }) => debits)),
    creditsMinor: sum(money.map(({ credits }) => credits)),
    openHoldsMinor: sum(money.map(({ openHolds }) => openHolds)),
  };
}
