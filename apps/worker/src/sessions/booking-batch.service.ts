import { Inject, Injectable } from '@nestjs/common';
import { vaultAccount } from '#billing/accounts';
import {
  decideBookings, mostIssued, type BookingVerdict, type FundFacts, type Refused, type TooOften,
} from '#billing/decide-booking';
import { journalItem } from '#billing/journal';
import { money } from '#billing/money';
import { today, type Clock } from '#platform/clock';
import { RetryTransaction, type Tx } from '#platform/database';
import { SpentCreditsStore } from '../credits/spent-credits.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { LedgerRefused, LedgerStore } from '#server/ledger/ledger.store';
import { FreeTimes } from '../matching/free-times.service.ts';
import type { OpenedPeriod } from '../programmes/programme-periods.store.ts';
import { AuthorisationsStore, type ShownAuthorisation } from './authorisations.store.ts';
import {
  authorisationOf, factsOf, lookupOf, type Booking, type Gathered, type Made,
} from './booking.ts';
import { BookingStore, type Found, type KeyUse } from './booking.store.ts';

/** What one booking came to; with its authorisation when it is booked, now or before. */
export type BookingOutcome =
  | { readonly kind: 'booked' | 'replayed'; readonly authorisation: ShownAuthorisation }
  | TooOften | { readonly kind: Exclude<Refused, 'replayed'> };

/** A booking whose idempotency key is claimed. */
export interface Claimed { readonly booking: Booking; readonly key: KeyUse }

/** One with all that was gathered for it, and the verdict. */
interface Decided extends Claimed {
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
    private readonly times: FreeTimes,
  ) {}

  /** Claim the idempotency keys of bookings, no two of which share one. Comes first. */
  async claim(tx: Tx, bookings: readonly Booking[]): Promise<Claimed[]> {
    const keys = await this.store.claimKeys(tx, bookings, today(this.clock));
    return paired(bookings, keys).map(([booking, key]) => ({ booking, key }));
  }

  /**
   * Book what can be booked; the others change nothing, and fail none.
   *
   * @throws RetryTransaction when a rival came first: run again, it is seen.
   */
  async book(tx: Tx, claimed: readonly Claimed[]): Promise<BookingOutcome[]> {
    const gathered = await this.gather(tx, claimed);
    const funds = await this.funds(tx, claimed);
    // The time is that of deciding: whoever waited is judged by what it has become.
    const moment = { now: this.clock.now(), today: today(this.clock) };
    const facts = gathered.map(({ booking, gathered: rows }) => factsOf(booking, rows));
    const decided = paired(gathered, decideBookings(facts, funds, moment))
      .map(([one, verdict]): Decided => ({ ...one, verdict }));
    const shown = await this.write(tx, decided, moment.today);
    return decided.map(({ verdict, key }): BookingOutcome => {
      if (verdict.kind === 'too-often') return verdict;
      const { kind } = verdict;
      if (kind !== 'booked' && kind !== 'replayed') return { kind };
      const authorisation = shown.get(key.authorisationId);
      if (!authorisation) throw new Error('a session that is booked is not there');
      return { kind, authorisation };
    });
  }

  private async gather(
    tx: Tx, claimed: readonly Claimed[],
  ): Promise<(Claimed & { readonly gathered: Gathered })[]> {
    const bookings = claimed.map(({ booking }) => booking);
    const slots = byId(await this.store.lockSlots(tx, bookings.flatMap(({ occasion }) =>
      'slotId' in occasion ? occasion.slotId : [])));
    const returnedIds = bookings.flatMap(({ payment }) =>
      'returnedId' in payment ? payment.returnedId : []);
    const returned = byId(
      returnedIds.length > 0 ? await this.store.lockReturned(tx, returnedIds) : []);
    const cases = bookings.flatMap(({ occasion }) => 'caseId' in occasion ? occasion.caseId : []);
    if (cases.length > 0) await this.store.lockCases(tx, cases);
    await this.store.lockPeriods(tx, bookings.flatMap(({ period }) => period ?? []));
    const slotOf = ({ occasion }: Booking) =>
      'slotId' in occasion ? slots.get(occasion.slotId) : undefined;
    const found = await this.store.lookUp(
      tx, bookings.map((booking) => lookupOf(booking, slotOf(booking))), today(this.clock));
    const offered = await this.offered(tx, paired(bookings, found));
    return paired(claimed, found).map(([one, rows]) => ({ ...one, gathered: {
      key: one.key.use,
      slot: slotOf(one.booking),
      returned: 'returnedId' in one.booking.payment
        ? returned.get(one.booking.payment.returnedId) : undefined,
      found: rows,
      isOffered: offered.get(one.booking)?.has(slotOf(one.booking)?.id ?? '') ?? false,
    } }));
  }

  /**
   * Of each booking's therapist, the times that its case can book today: those that it is shown,
   * and that nobody gave back since midnight. All else is as good as taken, whatever became of it:
   * a try tells no more than a look.
   */
  private async offered(
    tx: Tx, wanted: readonly (readonly [Booking, Found])[],
  ): Promise<Map<Booking, ReadonlySet<string>>> {
    const looking = wanted.flatMap(([booking, { isReferred, providerId, jurisdiction }]) =>
      ('caseId' in booking.occasion && isReferred && providerId !== null && jurisdiction !== null
        ? { booking, look: { caseId: booking.occasion.caseId, providerId, jurisdiction } } : []));
    const views = await this.times.views(tx, looking.map(({ look }) => look));
    return new Map(paired(looking, views).map(([{ booking }, view]) =>
      [booking, new Set(view.flatMap(({ id, isGivenBack }) => isGivenBack ? [] : id))]));
  }

  /** Balances are not locked yet: the ledger, which locks them last, has the last word. */
  private async funds(tx: Tx, claimed: readonly Claimed[]): Promise<Map<string, FundFacts>> {
    const periods = new Map(claimed.flatMap(({ booking: { period } }) =>
      period ? [[period.programme, period] as const] : []));
    const balances = await this.ledger.balances(tx, [...periods.values()].flatMap(
      ({ programme, currency }) => (['SES', money(0n, currency).currency] as const).map((unit) =>
        vaultAccount('fund:programme', programme, unit))));
    return new Map([...periods.keys()].map((programme, place) => {
      const [sessions = 0n, minor = 0n] = balances.slice(2 * place, 2 * place + 2);
      return [programme, { sessions, minor }];
    }));
  }

  private async write(
    tx: Tx, decided: readonly Decided[], day: string,
  ): Promise<Map<string, ShownAuthorisation>> {
    const won = decided.filter((one): one is Won => one.verdict.kind === 'booked');
    const refused = decided.filter(({ verdict, key }) =>
      key.use === 'new' && verdict.kind !== 'booked');
    if (refused.length > 0) {
      await this.store.forgetKeys(tx, refused.map(({ booking }) => booking));
    }
    if (won.length > 0) await this.authorise(tx, won);
    const shown = await this.authorisations.byIds(
      tx, decided.map(({ key }) => key.authorisationId));
    // Last, for it is what all bookings of a programme wait for.
    if (won.length > 0) await this.setAside(tx, won, day);
    return byId(shown);
  }

  private async authorise(tx: Tx, won: readonly Won[]): Promise<void> {
    const spendings = won.flatMap(({ booking: { payment, period } }) =>
      'nullifier' in payment && period
        ? { nullifier: payment.nullifier, kind: 'session' as const,
            programme: period.programme, period: period.period } : []);
    if (spendings.length > 0) await this.spent.spend(tx, spendings);
    await this.store.authorise(tx,
      won.map(({ booking, gathered }) => authorisationOf(booking, gathered)),
      won.flatMap(({ booking: { payment, authorisationId: by } }) =>
        'returnedId' in payment ? { id: payment.returnedId, by } : []));
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
    await this.countSpent(tx, won.flatMap(({ booking: { payment, period } }) =>
      period && 'nullifier' in payment ? period : []));
  }

  /** Once more on what is locked now: no two spend the last credit that can have been issued. */
  private async countSpent(tx: Tx, periods: readonly OpenedPeriod[]): Promise<void> {
    const each = Map.groupBy(periods, ({ programme, period }) => `${programme} ${period}`);
    for (const [, all] of [...each].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const [one] = all;
      if (!one) continue;
      await this.store.countSpent(
        tx, one, all.length, mostIssued(one.sessionsPerMember, one.seats));
    }
  }
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** Two lists of one length, place by place. */
function paired<A, B>(left: readonly A[], right: readonly B[]): (readonly [A, B])[] {
  if (left.length !== right.length) throw new Error('these lists are not of one length');
  return left.map((one, place) => [one, right[place] as B]);
}
