import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { vaultAccount } from '#billing/accounts';
import { isNothing, splitFunding, type Sum } from '#billing/caps';
import { journalItem } from '#billing/journal';
import { money, type Money } from '#billing/money';
import { repayOverdraft } from '#billing/overdraft';
import { fundCredits } from '#billing/purchase';
import { today, type Clock } from '#platform/clock';
import type { Tx } from '#platform/database';
import { CLOCK } from '../foundation/tokens.ts';
import { LedgerStore } from '#server/ledger/ledger.store';
import { CapsStore } from './caps.store.ts';
import { FlatYears, isFlat } from './flat-years.ts';
import { FundingStore, type Funding, type Waiting } from './funding.store.ts';

/**
 * Grows funds by what was paid, up to what confirmed terms come to: what goes beyond waits, and is
 * taken when terms are confirmed that have room for it.
 */
@Injectable()
export class FundingService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly ledger: LedgerStore,
    private readonly fundings: FundingStore,
    private readonly caps: CapsStore,
    private readonly flats: FlatYears,
  ) {}

  /**
   * Take a funding, once, however often it is told. Whether all of it was taken: what is beyond the
   * confirmed terms is an alarm, unless none are confirmed yet.
   */
  async fund(tx: Tx, funding: Funding): Promise<'taken' | 'waits' | 'beyond'> {
    await this.caps.lock(tx, funding.programme);
    const { taken, rest, isKnown } = await this.split(tx, funding);
    if (!await this.fundings.record(tx, funding, rest, today(this.clock))) return 'taken';
    await this.post(tx, funding, funding.funding, taken);
    if (isNothing(rest)) return 'taken';
    return isKnown ? 'beyond' : 'waits';
  }

  /** Take what waits, now that more is confirmed. */
  async takeWaiting(tx: Tx, programme: string): Promise<void> {
    await this.caps.lock(tx, programme);
    for (const waiting of await this.fundings.waiting(tx, programme)) {
      const { taken, rest } = await this.split(tx, waiting);
      if (isNothing(taken)) continue;
      await this.fundings.setBeyond(tx, waiting.funding, rest);
      await this.post(tx, waiting, randomUUID(), taken);
    }
  }

  /** What of a funding there is room for, and whether terms are confirmed that could have it. */
  private async split(tx: Tx, funding: Waiting) {
    if (isFlat(funding)) return this.flats.split(tx, funding);
    const [cap] = await this.caps.of(tx, [funding]);
    if (!cap) throw new Error('a programme has a cap');
    return { ...splitFunding(sumOf(funding), cap), isKnown: !isNothing(cap.confirmed) };
  }

  private async post(tx: Tx, funding: Waiting, entryId: string, taken: Sum): Promise<void> {
    if (isNothing(taken)) return;
    const { programme, currency } = funding;
    const amount = money(taken.minor, currency);
    if (isFlat(funding)) await this.flats.fill(tx, funding, entryId);
    else await this.postSessions(tx, programme, entryId, taken.sessions, amount);
    await this.repay(tx, programme, amount, today(this.clock));
  }

  private async postSessions(
    tx: Tx, programme: string, entryId: string, sessions: bigint, amount: Money,
  ): Promise<void> {
    const units = ['SES' as const, amount.currency];
    await this.ledger.open(tx, units.flatMap((unit) => [
      vaultAccount('funding:programme', programme, unit),
      vaultAccount('fund:programme', programme, unit),
    ]));
    const entry = fundCredits(programme, sessions, amount);
    await this.ledger.mustPost(tx, [journalItem(entryId, today(this.clock), entry)]);
  }

  /** What care was lent while the fund was short goes back first. */
  private async repay(tx: Tx, programme: string, { currency }: Money, day: string): Promise<void> {
    const accounts = (['overdraft:programme', 'fund:programme'] as const).flatMap((family) =>
      (['SES', currency] as const).map((unit) => vaultAccount(family, programme, unit)));
    const [owedSessions = 0n, owed = 0n, sessions = 0n, inFund = 0n] =
      await this.ledger.balances(tx, accounts);
    const repayment = repayOverdraft(programme, {
      owed: { sessions: owedSessions, amount: money(owed, currency) },
      inFund: { sessions, amount: money(inFund, currency) },
    });
    if (repayment.kind === 'nothing-to-repay') return;
    await this.ledger.mustPost(tx, [journalItem(randomUUID(), day, repayment.entry)]);
  }
}

function sumOf({ sessions, amountMinor }: Funding): Sum {
  return { sessions: BigInt(sessions), minor: BigInt(amountMinor) };
}
