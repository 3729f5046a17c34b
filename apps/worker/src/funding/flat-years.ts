import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { vaultAccount } from '#billing/accounts';
import type { Sum } from '#billing/caps';
import { closeFlat, fundFlat, withdrawFlat, type FlatYear } from '#billing/flat';
import { journalItem } from '#billing/journal';
import { isCurrency, money } from '#billing/money';
import type { FundState } from '#billing/overdraft';
import type { Entry } from '#billing/postings';
import { today, type Clock } from '#platform/clock';
import type { Tx } from '#platform/database';
import { CLOCK } from '../foundation/tokens.ts';
import { LedgerStore } from '#server/ledger/ledger.store';
import { ProgrammePeriodsStore, type OpenedPeriod } from '../programmes/programme-periods.store.ts';
import { CapsStore } from './caps.store.ts';
import { FundingStore, type Funding } from './funding.store.ts';

/** The flat price of a year. */
export type FlatFunding = Funding & { readonly period: string };

/** Whether a funding is the flat price of a year. */
export function isFlat(funding: Funding): funding is FlatFunding {
  return funding.period !== undefined;
}

const NOTHING: Sum = { sessions: 0n, minor: 0n };

/**
 * Years that employers pay by a flat price. Their funds hold what all of their sessions cost at
 * most, whatever was paid; what is left when a year is closed goes back: its money to the platform.
 */
@Injectable()
export class FlatYears {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly ledger: LedgerStore,
    private readonly periods: ProgrammePeriodsStore,
    private readonly fundings: FundingStore,
    private readonly caps: CapsStore,
  ) {}

  /** All of it is taken where it is just what confirmed terms ask for; else all of it waits. */
  async split(
    tx: Tx, funding: FlatFunding,
  ): Promise<{ readonly taken: Sum; readonly rest: Sum; readonly isKnown: boolean }> {
    const { programme, period, sessions, amountMinor, currency } = funding;
    const own = { sessions: BigInt(sessions), minor: BigInt(amountMinor) };
    const year = await this.periods.find(tx, programme, period);
    const isAsked = year !== null && year.seatPriceMinor !== null && currency === year.currency
      && own.sessions === sessionsOf(year)
      && own.minor === BigInt(year.seats) * BigInt(year.seatPriceMinor)
      && !await this.fundings.isFlatTaken(tx, programme, period);
    return { isKnown: year !== null,
      ...isAsked ? { taken: own, rest: NOTHING } : { taken: NOTHING, rest: own } };
  }

  /** Fill the fund by the flat price of a year; of a closed one what was not used goes back. */
  async fill(tx: Tx, funding: FlatFunding, entryId: string): Promise<void> {
    const { programme, period } = funding;
    const year = await this.find(tx, programme, period);
    await this.open(tx, year);
    const care = money(mostOf(year).minor, year.currency);
    const entry = fundFlat(programme, { ...paidBy(funding), care });
    await this.ledger.mustPost(tx, [journalItem(entryId, today(this.clock), entry)]);
    if (await this.fundings.isClosed(tx, programme, period)) await this.giveBack(tx, year);
  }

  /** The last report of a year is made: what its care did not use goes back. */
  async close(tx: Tx, programme: string, period: string): Promise<void> {
    const year = await this.find(tx, programme, period);
    if (year.seatPriceMinor === null) return;
    // Who funds or withdraws meanwhile sees that the year is closed, or is seen here.
    await this.caps.lock(tx, programme);
    if (await this.fundings.isFlatTaken(tx, programme, period)) await this.giveBack(tx, year);
  }

  /** Take the flat price of a year out again. */
  async empty(tx: Tx, funding: FlatFunding): Promise<void> {
    const { programme, period } = funding;
    const year = await this.find(tx, programme, period);
    const isClosed = await this.fundings.isClosed(tx, programme, period);
    const { sessions, minor } = isClosed
      ? await this.fundings.careUsed(tx, programme, period) : mostOf(year);
    const given = { ...paidBy(funding), sessions, care: money(minor, year.currency) };
    await this.post(tx, withdrawFlat(programme, given, await this.inFund(tx, year)));
  }

  private async giveBack(tx: Tx, year: OpenedPeriod): Promise<void> {
    const { programme, period, currency } = year;
    const [most, used] = [mostOf(year), await this.fundings.careUsed(tx, programme, period)];
    const unused = { sessions: most.sessions - used.sessions,
      amount: money(most.minor - used.minor, currency) };
    await this.post(tx, closeFlat(programme, unused, await this.inFund(tx, year)));
  }

  private async find(tx: Tx, programme: string, period: string): Promise<OpenedPeriod> {
    const year = await this.periods.find(tx, programme, period);
    if (!year) throw new Error('a year that was funded is not confirmed');
    return year;
  }

  private async inFund(tx: Tx, { programme, currency }: OpenedPeriod): Promise<FundState> {
    if (!isCurrency(currency)) throw new Error('a year is in a currency that is not billed in');
    const [sessions = 0n, minor = 0n] = await this.ledger.balances(
      tx, (['SES', currency] as const).map((unit) => vaultAccount('fund:programme', programme, unit)));
    return { sessions, amount: money(minor, currency) };
  }

  private async open(tx: Tx, { programme, currency }: OpenedPeriod): Promise<void> {
    if (!isCurrency(currency)) throw new Error('a year is in a currency that is not billed in');
    const families = ['funding:programme', 'fund:programme', 'overdraft:programme'] as const;
    await this.ledger.open(tx, [vaultAccount('flat-care', null, currency),
      ...families.flatMap((family) => (['SES', currency] as const).map((unit) =>
        vaultAccount(family, programme, unit)))]);
  }

  private async post(tx: Tx, entries: readonly Entry[]): Promise<void> {
    const day = today(this.clock);
    await this.ledger.mustPost(tx, entries.map((entry) => journalItem(randomUUID(), day, entry)));
  }
}

/** All sessions that the seats of a year can use. */
function sessionsOf({ seats, sessionsPerMember }: OpenedPeriod): bigint {
  return BigInt(seats) * BigInt(sessionsPerMember);
}

/** Those, and what they cost at most. */
function mostOf(year: OpenedPeriod): Sum {
  const sessions = sessionsOf(year);
  return { sessions, minor: sessions * BigInt(year.sessionPriceMinor) };
}

function paidBy({ sessions, amountMinor, currency }: FlatFunding): Omit<FlatYear, 'care'> {
  return { sessions: BigInt(sessions), price: money(BigInt(amountMinor), currency) };
}
