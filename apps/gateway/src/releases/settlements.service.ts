import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { journalItem } from '#billing/journal';
import { money } from '#billing/money';
import { settlePeriod } from '#billing/settlement';
import { today, type Clock } from '#platform/clock';
import type { Tx } from '#platform/database';
import { CLOCK } from '../foundation/tokens.ts';
import { InvoicesStore } from '../invoices/invoices.store.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { ProgrammesStore, type ProgrammeRow } from '../programmes/programmes.store.ts';
import { BalancesService, type StandingBalance } from './balances.service.ts';
import { SettlementsStore } from './settlements.store.ts';
import { ShortfallInvoices } from './shortfall-invoices.ts';

/** Brings the books of a programme to where its reports and payments are. */
@Injectable()
export class SettlementsService {
  constructor(
    private readonly programmes: ProgrammesStore,
    private readonly invoices: InvoicesStore,
    private readonly balances: BalancesService,
    private readonly store: SettlementsStore,
    private readonly shortfalls: ShortfallInvoices,
    private readonly ledger: LedgerStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Post what reports have settled as far as it is paid for, `prepaid → settled`, and invoice what
   * years that are told to their end have settled beyond all that was ordered: care is never
   * refused for want of funds. It is repeatable: what is done is seen under the lock of its
   * money, in the transaction of what has changed.
   */
  async settle(tx: Tx, programmeId: string): Promise<void> {
    await this.invoices.lockMoney(tx, programmeId);
    const programme = await this.programmes.findAny(tx, programmeId);
    if (!programme) throw new Error('what is settled is of no programme');
    const balance = await this.balances.of(tx, programmeId);
    await this.post(tx, programme, balance);
    await this.shortfalls.issue(tx, programme, balance);
  }

  private async post(tx: Tx, programme: ProgrammeRow, { covered }: StandingBalance): Promise<void> {
    const { id, employerId, sessionPriceMinor, currency } = programme;
    const before = await this.store.sessions(tx, id);
    const settlement = settlePeriod(employerId,
      { before: BigInt(before), now: BigInt(covered) }, money(sessionPriceMinor, currency));
    if (settlement.kind === 'nothing-to-settle') return;
    const entryId = randomUUID();
    await this.ledger.mustPost(tx, [journalItem(entryId, today(this.clock), settlement.entry)]);
    await this.store.add(tx, entryId, id, covered - before);
  }
}
