import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Poster } from '#billing/poster';
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

/** Two in flight, so that one is decided while the other commits: rivals meet in the database. */
const LIMITS = { batch: 128, queue: 4096, flights: 2 };

/**
 * Books sessions: the credit spent, the slot taken and the money set aside in one transaction,
 * which is shared by all who came while the last one was in flight.
 */
@Injectable()
export class BookingDesk implements OnApplicationShutdown {
  private readonly poster: Poster<Booking, BookingRow>;

  constructor(
    @Inject(CLOCK) clock: Clock,
    store: BookingStore,
  ) {
    this.poster = new Poster((batch) => store.book(batch, today(clock), clock.now()), LIMITS);
  }

  /**
   * Book one session. A refusal changes nothing.
   *
   * @throws CodedError OVERLOADED; CONFLICT for a reused key; NOT_FOUND for a referral that is not
   *   the caller's or not open.
   */
  async book(booking: Booking): Promise<Booked> {
    const outcome = await this.poster.submit(booking);
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
    await this.poster.drained();
  }
}
