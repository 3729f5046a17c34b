import { Inject, Injectable } from '@nestjs/common';
import { journalItem } from '#billing/journal';
import { money } from '#billing/money';
import { settlePeriod } from '#billing/settlement';
import { today, type Clock } from '#platform/clock';
import type { Tx } from '#platform/database';
import { LedgerRefused } from '#server/ledger/ledger.store';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { ReportsStore } from './reports.store.ts';

/** Posted now, or before; or it waits. */
const EXPECTED: ReadonlySet<string> = new Set(['posted', 'duplicate', 'insufficient']);

/** Posts what reports have settled: `prepaid → settled`, as far as the prepayment covers it. */
@Injectable()
export class SettlementsService {
  constructor(
    private readonly store: ReportsStore,
    private readonly ledger: LedgerStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Post an employer's settlements that wait. Care is never refused for want of funds, so a
   * period can settle more than was prepaid: that one waits for the next payment.
   */
  async postWaiting(tx: Tx, employerId: string): Promise<void> {
    for (const waiting of await this.store.waiting(tx, employerId)) {
      const price = money(BigInt(waiting.price), waiting.currency);
      const settlement = settlePeriod(employerId,
        { before: BigInt(waiting.before), now: BigInt(waiting.now) }, price);
      if (settlement.kind !== 'settled') continue;
      const item = journalItem(waiting.entryId, today(this.clock), settlement.entry);
      const [posted] = await this.ledger.post(tx, [item]);
      const status = posted?.status ?? 'nothing';
      if (!EXPECTED.has(status)) throw new LedgerRefused(status);
    }
  }
}
