import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { vaultAccount } from '#billing/accounts';
import { journalItem } from '#billing/journal';
import { money } from '#billing/money';
import { confirmPayout, sendPayout } from '#billing/payout';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import type { ProviderCaller } from '../auth/caller.ts';
import { ClaimsStore, type ShownClaim } from '../claims/claims.store.ts';
import { CodedError } from '../foundation/coded-error.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { PayoutsStore, type Due, type ShownMoney, type ShownPayout } from './payouts.store.ts';

/** Payouts confirmed in one transaction. */
const CONFIRMED_AT_ONCE = 200;

/** Pays therapists lump sums for their paid claims. */
@Injectable()
export class PayoutsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly ledger: LedgerStore,
    private readonly store: PayoutsStore,
    private readonly claims: ClaimsStore,
  ) {}

  /**
   * Run the payouts that are due, once for a key. What an earlier run left with the bank, because
   * it was interrupted, is confirmed as well.
   */
  async run(runId: string): Promise<{ count: number; totals: ShownMoney[] }> {
    await this.db.transaction('run-payouts', (tx) => this.gather(tx, runId));
    await this.confirmAll();
    return this.db.read('payouts-summary', (tx) => this.store.summary(tx, runId));
  }

  /** The clock's run of a week: false, and nothing is paid, while payouts are held. */
  async runWeekly(runId: string): Promise<boolean> {
    if (await this.db.read('payouts-held', (tx) => this.store.isHeld(tx))) return false;
    await this.run(runId);
    return true;
  }

  /** The operator's run. She has compared with the bank: the clock goes on after it. */
  async runByHand(runId: string): Promise<{ count: number; totals: ShownMoney[] }> {
    const result = await this.run(runId);
    await this.db.transaction('release-payouts', (tx) => this.store.release(tx));
    return result;
  }

  /** From now on nobody is paid by the clock: payouts since a backup may be forgotten. */
  hold(): Promise<void> {
    return this.db.transaction('hold-payouts', (tx) => this.store.hold(tx, today(this.clock)));
  }

  /** Whether payouts are held, and what is due. */
  standing(): Promise<{ isHeld: boolean; due: ShownMoney[] }> {
    return this.db.read('payouts-standing', async (tx) => ({
      isHeld: await this.store.isHeld(tx), due: await this.store.dueInAll(tx),
    }));
  }

  /** A therapist's payouts, the latest first. */
  list(me: ProviderCaller, first: number): Promise<ShownPayout[]> {
    return this.db.read('list-payouts', (tx) => this.store.list(tx, me.providerId, first));
  }

  /** Remittance advice of one payout. @throws CodedError NOT_FOUND unless it is the caller's. */
  advice(me: ProviderCaller, payoutId: string): Promise<
    { payoutId: string; sentOn: string; amount: ShownMoney; lines: ShownClaim[] }
  > {
    return this.db.read('remittance-advice', async (tx) => {
      const payout = await this.store.find(tx, me.providerId, payoutId);
      if (!payout) throw new CodedError('NOT_FOUND', 'You have no payout with this id.');
      const lines = await this.claims.inPayout(tx, payoutId);
      return { payoutId, sentOn: payout.sentOn, amount: payout.amount, lines };
    });
  }

  private async gather(tx: Tx, runId: string): Promise<void> {
    const day = today(this.clock);
    if (!await this.store.begin(tx, runId, day)) return;
    for (const due of await this.store.due(tx)) await this.send(tx, runId, due, day);
  }

  private async send(tx: Tx, runId: string, due: Due, day: string): Promise<void> {
    const id = randomUUID();
    const total = await this.store.gather(tx, { ...due, id, runId }, day);
    if (total === null) return;
    const decision = sendPayout(due.providerId, money(BigInt(total), due.currency));
    if (decision.kind !== 'sent') throw new Error('a payout of nothing was gathered');
    const { currency } = decision.payout.amount;
    await this.ledger.open(tx, [
      vaultAccount('payout-in-flight', due.providerId, currency),
      vaultAccount('cash:payouts', null, currency),
    ]);
    await this.ledger.mustPost(tx, [journalItem(id, day, decision.entry)]);
  }

  /**
   * The bank's answers. There is no bank file yet: a payout counts as recorded by hand, and so as
   * confirmed, right after the transaction that sent it.
   */
  private async confirmAll(): Promise<void> {
    for (;;) {
      const confirmed = await this.db.transaction('confirm-payouts', async (tx) => {
        const waiting = await this.store.inFlight(tx, CONFIRMED_AT_ONCE);
        await this.ledger.mustPost(tx, waiting.map(({ id, providerId, amountMinor, currency }) => {
          const amount = money(BigInt(amountMinor), currency);
          const { entry } = confirmPayout({ provider: providerId, amount });
          return journalItem(randomUUID(), today(this.clock), entry, id);
        }));
        await this.store.confirm(tx, waiting.map(({ id }) => id));
        return waiting.length;
      });
      if (confirmed < CONFIRMED_AT_ONCE) return;
    }
  }
}
