import { Inject, Injectable } from '@nestjs/common';
import { vaultAccount } from '#billing/accounts';
import {
  decideBookings, type BookingVerdict, type FundFacts,
} from '#billing/decide-booking';
import { journalItem } from '#billing/journal';
import { money } from '#billing/money';
import { lendingLimit } from '#billing/overdraft';
import { today, type Clock } from '#platform/clock';
import { RetryTransaction, type Tx } from '#platform/database';
import { SpentCreditsStore } from '../credits/spent-credits.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { LedgerRefused, LedgerStore } from '../ledger/ledger.store.ts';
import type { OpenedPeriod } from '../programmes/programme-periods.store.ts';
import { AuthorisationsStore, type ShownAuthorisation } from './authorisations.store.ts';
import {
  authorisationOf, factsOf, lookupOf, type Booking, type Gathered, type Made,
} from './booking.ts';
import { BookingStore, type KeyUse } from './booking.store.ts';

/** What one booking came to; with its authorisation when it is booked, now or before. */
export type BookingOutcome =
  | { readonly kind: 'booked' | 'replayed'; readonly authorisation: ShownAuthorisation }
  | { readonly kind: Exclude<BookingVerdict['kind'], 'booked' | 'replayed'> };

/** One booking with all that was gathered for it, and the verdict. */
interface Decided {
  readonly booking: Booking;
  readonly gathered: Gathered;
  readonly verdict: BookingVerdict;
}
type Won = Decided & { readonly verdict: Made };

/**
 * Books sessions within a transaction, several at a time: locks what they want, looks up what
 * decides, has it decided, and writes what is booked.
 */
@Injectable()
export class BookingBatch {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: BookingStore,
    private readonly spent: SpentCreditsStore,
    private readonly authorisations: AuthorisationsStore,
    private readonly ledger: LedgerStore,
  ) {}

  /** Claim the idempotency keys of bookings, no two of which share one. Comes first. */
  claim(tx: Tx, bookings: readonly Booking[]): Promise<KeyUse[]> {
    return this.store.claimKeys(tx, bookings, today(this.clock));
  }

  /**
   * Book what can be booked; the others change nothing, and fail none.
   *
   * @throws RetryTransaction when a rival came first: run again, it is seen.
   */
  async book(
    tx: Tx, bookings: readonly Booking[], keys: readonly KeyUse[],
  ): Promise<BookingOutcome[]> {
    const gathered = await this.gather(tx, bookings, keys);
    const funds = await this.funds(tx, bookings);
    // The time is that of deciding: whoever waited is judged by what it has become.
    const moment = { now: this.clock.now(), today: today(this.clock) };
    const facts = bookings.map((booking, place) => factsOf(booking, gathered[place]!));
    const verdicts = decideBookings(facts, funds, moment);
    const decided = bookings.map((booking, place): Decided =>
      ({ booking, gathered: gathered[place]!, verdict: verdicts[place]! }));
    const shown = await this.write(tx, decided, keys, moment.today);
    return decided.map(({ verdict: { kind } }, place) => {
      if (kind !== 'booked' && kind !== 'replayed') return { kind };
      const authorisation = shown.get(keys[place]!.authorisationId);
      if (!authorisation) throw new Error('a session that is booked is not there');
      return { kind, authorisation };
    });
  }

  private async gather(
    tx: Tx, bookings: readonly Booking[], keys: readonly KeyUse[],
  ): Promise<Gathered[]> {
    const slots = byId(await this.store.lockSlots(tx, bookings.flatMap(({ occasion }) =>
      'slotId' in occasion ? occasion.slotId : [])));
    const returnedIds = bookings.flatMap(({ payment }) =>
      'returnedId' in payment ? payment.returnedId : []);
    const returned = byId(
      returnedIds.length > 0 ? await this.store.lockReturned(tx, returnedIds) : []);
    await this.store.lockPeriods(tx, bookings.flatMap(({ period }) => period ?? []));
    const slotOf = ({ occasion }: Booking) =>
      'slotId' in occasion ? slots.get(occasion.slotId) : undefined;
    const found = await this.store.lookUp(
      tx, bookings.map((booking) => lookupOf(booking, slotOf(booking))));
    return bookings.map((booking, place) => ({
      key: keys[place]!.use,
      slot: slotOf(booking),
      returned: 'returnedId' in booking.payment
        ? returned.get(booking.payment.returnedId) : undefined,
      found: found[place]!,
    }));
  }

  /** Balances are not locked yet: the ledger, which locks them last, has the last word. */
  private async funds(tx: Tx, bookings: readonly Booking[]): Promise<Map<string, FundFacts>> {
    const periods = new Map(bookings.flatMap(({ period }) =>
      period ? [[period.programme, period] as const] : []));
    const accounts = [...periods.values()].flatMap(({ programme, currency }) => [
      vaultAccount('fund:programme', programme, 'SES'),
      vaultAccount('fund:programme', programme, money(0n, currency).currency),
      vaultAccount('overdraft:programme', programme, 'SES'),
    ]);
    const balances = await this.ledger.balances(tx, accounts);
    return new Map([...periods.keys()].map((programme, place) => {
      const [sessions = 0n, minor = 0n, lent = 0n] = balances.slice(3 * place, 3 * place + 3);
      return [programme, { sessions, minor, lent }];
    }));
  }

  private async write(
    tx: Tx, decided: readonly Decided[], keys: readonly KeyUse[], day: string,
  ): Promise<Map<string, ShownAuthorisation>> {
    const won = decided.filter((one): one is Won => one.verdict.kind === 'booked');
    const refused = decided.filter(({ verdict, gathered }) =>
      gathered.key === 'new' && verdict.kind !== 'booked');
    if (refused.length > 0) {
      await this.store.forgetKeys(tx, refused.map(({ booking }) => booking));
    }
    const spendings = won.flatMap(({ booking: { payment, period } }) =>
      'nullifier' in payment && period
        ? { nullifier: payment.nullifier, kind: 'session' as const,
          programme: period.programme, period: period.period } : []);
    if (spendings.length > 0) await this.spent.spend(tx, spendings, day);
    if (won.length > 0) {
      await this.store.authorise(tx,
        won.map(({ booking, gathered }) => authorisationOf(booking, gathered)),
        won.flatMap(({ booking: { payment, authorisationId: by } }) =>
          'returnedId' in payment ? { id: payment.returnedId, by } : []));
    }
    const shown = await this.authorisations.byIds(tx, keys.map(({ authorisationId: id }) => id));
    // Last, for it is what all bookings of a programme wait for.
    if (won.length > 0) await this.setAside(tx, won, day);
    return byId(shown);
  }

  private async setAside(tx: Tx, won: readonly Won[], day: string): Promise<void> {
    const items = won.flatMap(({ booking: { holdId, loanId }, verdict: { hold, loan } }) => [
      ...(loan ? [journalItem(loanId, day, loan)] : []), journalItem(holdId, day, hold),
    ]);
    for (const { status } of await this.ledger.post(tx, items)) {
      // A rival has used up the fund since it was looked at.
      if (status === 'insufficient') throw new RetryTransaction();
      if (status !== 'posted') throw new LedgerRefused(status);
    }
    const lent = won.filter(({ verdict: { loan } }) => loan);
    await this.expectWithinLimit(tx, lent.flatMap(({ booking: { period } }) => period ?? []));
  }

  /** Once more on what is locked now: no two lend the same. */
  private async expectWithinLimit(tx: Tx, periods: readonly OpenedPeriod[]): Promise<void> {
    if (periods.length === 0) return;
    const balances = await this.ledger.balances(tx, periods.map(({ programme }) =>
      vaultAccount('overdraft:programme', programme, 'SES')));
    const isBeyond = periods.some(({ sessionsPerMember, headcount }, place) =>
      balances[place]! > lendingLimit(sessionsPerMember, headcount));
    if (isBeyond) throw new RetryTransaction();
  }
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
