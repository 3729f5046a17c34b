import { Inject, Injectable } from '@nestjs/common';
import { vaultAccount } from '#billing/accounts';
import { roomOf, type Sum } from '#billing/caps';
import {
  decideBookings, type BookingVerdict, type FundFacts, type Refused, type TooOften,
} from '#billing/decide-booking';
import { journalItem } from '#billing/journal';
import { money } from '#billing/money';
import { today, type Clock } from '#platform/clock';
import { RetryTransaction, type Tx } from '#platform/database';
import { SpentCreditsStore } from '../credits/spent-credits.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { CapsStore, type Purse } from '../funding/caps.store.ts';
import { LedgerRefused, LedgerStore } from '../ledger/ledger.store.ts';
import { FreeTimes } from '../matching/free-times.service.ts';
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
    private readonly caps: CapsStore,
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
    const wanted = new Map<string, Purse & Sum>();
    for (const { booking: { period } } of claimed) {
      if (!period) continue;
      const { programme, currency } = period;
      const before = wanted.get(programme) ?? { sessions: 0n, minor: 0n };
      wanted.set(programme, {
        programme, currency, sessions: before.sessions + 1n,
        minor: before.minor + BigInt(period.sessionPriceMinor),
      });
    }
    const purses = [...wanted.values()];
    const balances = await this.ledger.balances(tx, purses.flatMap(accountsOf));
    const funds = purses.map((purse, place): FundFacts & { readonly purse: Purse & Sum } => {
      const [sessions = 0n, minor = 0n, lent = 0n, lentMinor = 0n] =
        balances.slice(4 * place, 4 * place + 4);
      const owed = { sessions: lent, minor: lentMinor };
      return { purse, sessions, minor, lent: owed, mayLend: NOTHING };
    });
    // Only a fund that is short is lent anything: what it may be lent is asked for then.
    const short = funds.filter(({ purse, sessions, minor }) =>
      sessions < purse.sessions || minor < purse.minor);
    const rooms = await this.rooms(tx, short.map(({ purse }) => purse));
    return new Map(funds.map((fund) =>
      [fund.purse.programme, { ...fund, mayLend: rooms.get(fund.purse.programme) ?? NOTHING }]));
  }

  private async rooms(tx: Tx, purses: readonly Purse[]): Promise<Map<string, Sum>> {
    if (purses.length === 0) return new Map();
    const caps = await this.caps.of(tx, purses.map(({ programme, currency }) =>
      ({ programme, currency })));
    return new Map(paired(purses, caps).map(([{ programme }, cap]) => [programme, roomOf(cap)]));
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
    const lent = won.filter(({ verdict: { loan } }) => loan);
    await this.expectWithinLimit(tx, lent.flatMap(({ booking: { period } }) => period ?? []));
  }

  /** Once more on what is locked now: no two lend the same. */
  private async expectWithinLimit(tx: Tx, purses: readonly Purse[]): Promise<void> {
    if (purses.length === 0) return;
    const rooms = await this.rooms(tx, purses);
    const balances = await this.ledger.balances(tx, purses.flatMap(accountsOf));
    const isBeyond = purses.some(({ programme }, place) => {
      const [lent = 0n, minor = 0n] = balances.slice(4 * place + 2, 4 * place + 4);
      const room = rooms.get(programme) ?? NOTHING;
      return lent > room.sessions || minor > room.minor;
    });
    if (isBeyond) throw new RetryTransaction();
  }
}

const NOTHING: Sum = { sessions: 0n, minor: 0n };

/** Of a programme: what its fund has, and what it was lent, each in sessions and in money. */
function accountsOf({ programme, currency }: Purse) {
  const units = ['SES' as const, money(0n, currency).currency];
  return (['fund:programme', 'overdraft:programme'] as const).flatMap((family) =>
    units.map((unit) => vaultAccount(family, programme, unit)));
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** Two lists of one length, place by place. */
function paired<A, B>(left: readonly A[], right: readonly B[]): (readonly [A, B])[] {
  if (left.length !== right.length) throw new Error('these lists are not of one length');
  return left.map((one, place) => [one, right[place] as B]);
}
