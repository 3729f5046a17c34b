import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Poster } from '#billing/poster';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { CodedError } from '../foundation/coded-error.ts';
import { keyReused } from '../foundation/idempotency.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { LedgerStore } from '../ledger/ledger.store.ts';
import { AuthorisationsStore, type ShownAuthorisation } from './authorisations.store.ts';
import { BookingStore, type Booking, type BookingStatus } from './booking.store.ts';

/** One session's outcome. */
interface Outcome {
  readonly kind: Exclude<BookingStatus, 'bookable'> | 'booked' | 'unfunded';
  readonly authorisation: ShownAuthorisation | null;
}

/** What a caller is told apart from a booked session. */
export type Booked =
  | { readonly kind: 'booked'; readonly authorisation: ShownAuthorisation }
  | { readonly kind: 'not_usable' | 'slot_taken' | 'unfunded' };

const LIMITS = { batch: 128, queue: 4096 };

/**
 * Books sessions: the credit spent, the slot taken and the money set aside in one transaction,
 * which is shared by all who came while the last one was in flight.
 */
@Injectable()
export class BookingDesk implements OnApplicationShutdown {
  private readonly poster: Poster<Booking, Outcome>;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly ledger: LedgerStore,
    private readonly store: BookingStore,
    private readonly authorisations: AuthorisationsStore,
  ) {
    this.poster = new Poster((batch) => this.post(batch), LIMITS);
  }

  /**
   * Book one session. A refusal changes nothing.
   *
   * @throws CodedError OVERLOADED; CONFLICT for a reused key; NOT_FOUND for a referral that is not
   *   the caller's or not open.
   */
  async book(booking: Booking): Promise<Booked> {
    const outcome = await this.poster.submit(booking);
    switch (outcome.kind) {
      case 'overloaded':
        throw new CodedError('OVERLOADED', 'Many are booking now: send this again in a second.');
      case 'again': return this.book(booking);
      case 'key_reused': throw keyReused();
      case 'no_referral':
        throw new CodedError('NOT_FOUND', 'You have no open referral of this id: ask for one.');
      case 'booked': case 'replayed':
        if (!outcome.authorisation) throw new Error('a booked session is not there');
        return { kind: 'booked', authorisation: outcome.authorisation };
      default: return { kind: outcome.kind };
    }
  }

  /** What was accepted is finished before the database is closed. */
  async onApplicationShutdown(): Promise<void> {
    await this.poster.drained();
  }

  private post(batch: readonly Booking[]): Promise<Outcome[]> {
    const now = this.clock.now();
    const day = today(this.clock);
    return this.db.transaction('book-sessions', async (tx) => {
      const rows = await this.store.decide(tx, batch, day, now);
      const bookable = batch.filter((_, index) => rows[index]?.status === 'bookable');
      const funded = await this.setAside(tx, bookable);
      await this.store.write(tx, bookable.filter((booking) => funded.has(booking)), day);
      const ids = batch.map((booking, index) =>
        (funded.has(booking) ? booking.authorisationId : rows[index]?.authorisation ?? null));
      const shown = await this.authorisations.byId(tx, ids.filter((id) => id !== null));
      return rows.map(({ status }, index): Outcome => ({
        kind: status !== 'bookable' ? status : ids[index] ? 'booked' : 'unfunded',
        authorisation: shown.get(ids[index] ?? '') ?? null,
      }));
    });
  }

  /**
   * Set the price of each aside. Where a fund is short it is lent what is missing: care is never
   * refused for a reason that an employer could observe.
   */
  private async setAside(tx: Tx, bookings: readonly Booking[]): Promise<Set<Booking>> {
    const byHold = new Map(bookings.map((booking) => [booking.hold?.id, booking]));
    const posted = await this.ledger.post(tx, bookings.flatMap(({ hold }) => hold ?? []));
    const short = posted.flatMap(({ id, status }) =>
      (status === 'insufficient' ? byHold.get(id) ?? [] : []));
    const lent = await this.ledger.post(tx, short.flatMap(({ hold, overdraft }) =>
      (hold && overdraft ? [overdraft, hold] : [])));
    return new Set([...posted, ...lent].flatMap(({ id, status }) =>
      (status === 'posted' ? byHold.get(id) ?? [] : [])));
  }
}
