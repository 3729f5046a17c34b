import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Poster, type Overloaded } from '#billing/poster';
import { today, type Clock } from '#platform/clock';
import { CodedError } from '../foundation/coded-error.ts';
import { keyReused } from '../foundation/idempotency.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import type { ShownAuthorisation } from './authorisations.store.ts';
import { BookingStore, type Booking, type BookingRow } from './booking.store.ts';

/** What a caller is told apart from a booked session. */
export type Booked =
  | { readonly kind: 'booked'; readonly authorisation: ShownAuthorisation }
  | { readonly kind: 'not_usable' | 'slot_taken' | 'unfunded' };

interface Lane { readonly poster: Poster<Booking, BookingRow>; users: number }

/** Two in flight, so that one is decided while the other commits: rivals meet in the database. */
const LIMITS = { batch: 128, queue: 4096, flights: 2 };

/**
 * Books sessions: the credit spent, the slot taken and the money set aside in one transaction,
 * which is shared by all of a programme who came while its last one was in flight. No two
 * programmes share one: a session that holds the fund of one is not waited for by the others.
 */
@Injectable()
export class BookingDesk implements OnApplicationShutdown {
  /** By programme, as long as somebody books in it. */
  private readonly lanes = new Map<string, Lane>();

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly store: BookingStore,
  ) {}

  /**
   * Book one session. A refusal changes nothing.
   *
   * @throws CodedError OVERLOADED; CONFLICT for a reused key; NOT_FOUND for a referral that is not
   *   the caller's or not open.
   */
  async book(booking: Booking): Promise<Booked> {
    const outcome = await this.submit(booking);
    if ('kind' in outcome) {
      throw new CodedError('OVERLOADED', 'Many are booking now: send this again in a second.');
    }
    const { verdict, ...authorisation } = outcome;
    switch (verdict) {
      case 'booked': case 'replayed': return { kind: 'booked', authorisation };
      case 'again': return this.book(booking);
      case 'key_reused': throw keyReused();
      case 'no_referral':
        throw new CodedError('NOT_FOUND', 'You have no open referral of this id: ask for one.');
      default: return { kind: verdict };
    }
  }

  /** What was accepted is finished before the database is closed. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.lanes.values()].map(({ poster }) => poster.drained()));
  }

  private async submit(booking: Booking): Promise<BookingRow | Overloaded> {
    const name = booking.terms?.programme ?? 'of no programme';
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
    const post = (batch: readonly Booking[]) =>
      this.store.book(batch, today(this.clock), this.clock.now());
    return { poster: new Poster(post, LIMITS), users: 0 };
  }
}
