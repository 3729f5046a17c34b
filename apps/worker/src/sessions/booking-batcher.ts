import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { TooOften } from '#billing/decide-booking';
import { Batcher, type Overloaded } from '#billing/batcher';
import { Database } from '#platform/database';
import { CodedError } from '#server/coded-error';
import { keyReused } from '../foundation/idempotency.store.ts';
import type { ReferralWish } from '../referrals/referrals.service.ts';
import type { ShownAuthorisation } from './authorisations.store.ts';
import { BookingBatch, type BookingOutcome } from './booking-batch.service.ts';
import type { Booking, CaseOccasion } from './booking.ts';
import { FirstBooking, type FirstOutcome } from './first-booking.service.ts';

/** What a caller is told apart from a booked session. */
export type Booked =
  | { readonly kind: 'booked'; readonly authorisation: ShownAuthorisation }
  | TooOften | { readonly kind: 'not-usable' | 'slot-taken' | 'not-now' };

/** The same of a first booking; or that its therapist can't be asked. */
export type FirstBooked = Booked | Exclude<FirstOutcome, { kind: 'settled' }>;

/** `again`: another of its batch has the same key, so it is asked when that one is answered. */
type Answer = BookingOutcome | { readonly kind: 'again' };
interface Lane {
  readonly batcher: Batcher<Booking, Answer>;
  /** Of first bookings, each with a transaction of its own. */
  readonly firsts: Batcher<() => Promise<FirstOutcome>, FirstOutcome>;
  users: number;
}

/** Two in flight, so that one is decided while the other commits: rivals meet in the database. */
const LIMITS = { batch: 64, queue: 4096, flights: 2 };
/** One at a time, so that a fund which is held keeps no more connections waiting. */
const FIRST_LIMITS = { batch: 1, queue: 1024 };

/**
 * Books sessions: the credit spent, the slot taken and the money set aside in one transaction,
 * which is shared by all of a programme who came while its last one was in flight. No two
 * programmes share one: a session that holds the fund of one is not waited for by the others.
 */
@Injectable()
export class BookingBatcher implements OnApplicationShutdown {
  /** By programme, as long as somebody books in it. */
  private readonly lanes = new Map<string, Lane>();

  constructor(
    private readonly db: Database,
    private readonly batch: BookingBatch,
    private readonly firsts: FirstBooking,
  ) {}

  /**
   * Book one session. A refusal changes nothing.
   *
   * @throws CodedError OVERLOADED; CONFLICT for a reused key; NOT_FOUND for a referral that is not
   *   the caller's or not open.
   */
  async book(booking: Booking): Promise<Booked> {
    const answer = expectRoom(await this.within(booking, ({ batcher }) => batcher.submit(booking)));
    return answer.kind === 'again' ? this.book(booking) : expectOrdinary(answer);
  }

  /**
   * Ask a therapist, and book one session with her. A refusal changes nothing.
   *
   * @throws CodedError as `book`, and as FirstBooking.
   */
  async bookFirst(
    caseId: string, wish: ReferralWish, booking: Booking & { occasion: CaseOccasion },
  ): Promise<FirstBooked> {
    const answer = expectRoom(await this.within(booking, ({ firsts }) =>
      firsts.submit(() => this.firsts.book(caseId, wish, booking))));
    return answer.kind === 'settled' ? expectOrdinary(answer.outcome) : answer;
  }

  /** What was accepted is finished before the database is closed. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.lanes.values()].flatMap(({ batcher, firsts }) =>
      [batcher.drained(), firsts.drained()]));
  }

  private async within<T>({ period }: Booking, work: (lane: Lane) => Promise<T>): Promise<T> {
    const name = period?.programme ?? 'of no programme';
    const lane = this.lanes.get(name) ?? this.openLane();
    this.lanes.set(name, lane);
    lane.users += 1;
    try {
      return await work(lane);
    } finally {
      lane.users -= 1;
      if (lane.users === 0) this.lanes.delete(name);
    }
  }

  private openLane(): Lane {
    const post = (batch: readonly Booking[]) => this.bookAll(batch);
    return {
      batcher: new Batcher(post, LIMITS),
      firsts: new Batcher((works) => Promise.all(works.map((work) => work())), FIRST_LIMITS),
      users: 0,
    };
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

/** What was answered by a batcher that takes on so much. @throws CodedError OVERLOADED. */
export function expectRoom<T extends object>(answer: T | Overloaded): T {
  if (!('waiting' in answer)) return answer;
  throw new CodedError('OVERLOADED', 'Many are booking now: send this again in a second.');
}

/** @throws CodedError for what no honest wallet runs into. */
function expectOrdinary(outcome: BookingOutcome): Booked {
  switch (outcome.kind) {
    case 'booked': case 'replayed':
      return { kind: 'booked', authorisation: outcome.authorisation };
    case 'key-reused': throw keyReused();
    case 'no-referral':
      throw new CodedError('NOT_FOUND',
        'You have no open referral of this id: ask for one, elsewhere where it was declined.');
    case 'too-often': return outcome;
    default: return { kind: outcome.kind };
  }
}
