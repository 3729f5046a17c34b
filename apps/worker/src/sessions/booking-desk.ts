import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Poster, type Overloaded } from '#billing/poster';
import { Database } from '#platform/database';
import { CodedError } from '../foundation/coded-error.ts';
import { keyReused } from '../foundation/idempotency.store.ts';
import type { ShownAuthorisation } from './authorisations.store.ts';
import { BookingBatch, type BookingOutcome } from './booking-batch.service.ts';
import type { Booking } from './booking.ts';

/** What a caller is told apart from a booked session. */
export type Booked =
  | { readonly kind: 'booked'; readonly authorisation: ShownAuthorisation }
  | { readonly kind: 'not-usable' | 'slot-taken' | 'unfunded' };

/** `again`: another of its batch has the same key, so it is asked when that one is answered. */
type Answer = BookingOutcome | { readonly kind: 'again' };
interface Lane { readonly poster: Poster<Booking, Answer>; users: number }

/** Two in flight, so that one is decided while the other commits: rivals meet in the database. */
const LIMITS = { batch: 64, queue: 4096, flights: 2 };

/**
 * Books sessions: the credit spent, the slot taken and the money set aside in one transaction,
 * which is shared by all of a programme who came while its last one was in flight. No two
 * programmes share one: a session that holds the fund of one is not waited for by the others.
 */
@Injectable()
export class BookingDesk implements OnApplicationShutdown {
  /** By programme, as long as somebody books in it. */
  private readonly lanes = new Map<string, Lane>();

  constructor(private readonly db: Database, private readonly batch: BookingBatch) {}

  /**
   * Book one session. A refusal changes nothing.
   *
   * @throws CodedError OVERLOADED; CONFLICT for a reused key; NOT_FOUND for a referral that is not
   *   the caller's or not open.
   */
  async book(booking: Booking): Promise<Booked> {
    const answer = await this.submit(booking);
    switch (answer.kind) {
      case 'again': return this.book(booking);
      case 'overloaded':
        throw new CodedError('OVERLOADED', 'Many are booking now: send this again in a second.');
      default: return expectOrdinary(answer);
    }
  }

  /** What was accepted is finished before the database is closed. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.lanes.values()].map(({ poster }) => poster.drained()));
  }

  private async submit(booking: Booking): Promise<Answer | Overloaded> {
    const name = booking.period?.programme ?? 'of no programme';
    const lane = this.lanes.get(name) ?? this.openLane();
    this.lanes.set(name, lane);
    lane.users += 1;
    try {
      return await lane.poster.submit(booking);
    } finally {
      lane.users -= 1;
      if (lane.users === 0) this.lanes.delete(name);
    }
  }

  private openLane(): Lane {
    const post = (batch: readonly Booking[]) => this.bookAll(batch);
    return { poster: new Poster(post, LIMITS), users: 0 };
  }

  private async bookAll(bookings: readonly Booking[]): Promise<Answer[]> {
    const first = new Map<string, Booking>();
    for (const booking of bookings) {
      const name = `${booking.scope} ${booking.key}`;
      if (!first.has(name)) first.set(name, booking);
    }
    const answers = await this.db.transaction('book-sessions', async (tx) => {
      const claimed = await this.batch.claim(tx, [...first.values()]);
      const outcomes = await this.batch.book(tx, claimed);
      return new Map(claimed.map(({ booking }, place) => [booking, outcomes[place]]));
    });
    return bookings.map((booking) => answers.get(booking) ?? { kind: 'again' });
  }
}

/** @throws CodedError for what no honest wallet runs into. */
export function expectOrdinary(outcome: BookingOutcome): Booked {
  switch (outcome.kind) {
    case 'booked': case 'replayed':
      return { kind: 'booked', authorisation: outcome.authorisation };
    case 'key-reused': throw keyReused();
    case 'no-referral':
      throw new CodedError('NOT_FOUND', 'You have no open referral of this id: ask for one.');
    default: return { kind: outcome.kind };
  }
}
