import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { Allow } from '../access/allow.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { LedgerStore, type LedgerTotal } from '#server/ledger/ledger.store';
import { TermsStore } from '../terms/terms.store.ts';
import { VaultOperations } from './operations.graphql.ts';
import { OperationsStore } from './operations.store.ts';

const NOTHING_YET = {
  currency: 'EUR', entries: 0, debitsMinor: '0', creditsMinor: '0', openHoldsMinor: '0',
};

@Resolver()
export class OperationsResolver {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly store: OperationsStore,
    private readonly ledger: LedgerStore,
    private readonly terms: TermsStore,
  ) {}

  /** What the vault holds, in numbers. */
  @Query(() => VaultOperations)
  @Allow('operator')
  operations(): Promise<VaultOperations> {
    return this.db.read('operations', async (tx) => ({
      ...await this.store.counts(tx),
      ...await this.terms.waiting(tx, today(this.clock)),
      payoutTotal: await this.store.payoutTotal(tx),
      periodsNotClosed: await this.store.periodsNotClosed(tx),
      ledger: {
        ...inMoney(await this.ledger.totals(tx)), problems: await this.ledger.problems(tx),
      },
    }));
  }
}

/** The book's totals by currency; sessions are counted in it too, as a unit of their own. */
function inMoney(totals: readonly LedgerTotal[]) {
  const currencies = totals.filter(({ unit }) => unit !== 'SES')
    .map(({ unit, debits, credits, openHolds, entries }) => ({
      currency: unit, entries, debitsMinor: debits, creditsMinor: credits,
      openHoldsMinor: openHolds,
    }))
    .sort((a, b) => b.entries - a.entries || (a.currency < b.currency ? -1 : 1));
  const [most = NOTHING_YET] = currencies;
  return { ...most, currencies };
}
