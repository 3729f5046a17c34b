import { Inject, Injectable } from '@nestjs/common';
import { Batcher } from '#billing/batcher';
import { daysAfter } from '#calendar/days';
import { today, type Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { CLOCK } from '../foundation/tokens.ts';
import { expectRoom } from './booking-batcher.ts';
import { RefusedBookings, type AskedBooking } from './refused-bookings.store.ts';

/** Too much of a case was refused: nothing of it is looked at before the day `again`. */
export interface Full {
  readonly kind: 'full';
  readonly again: string;
}

/**
 * Days for which a refusal is kept, that of the refusal among them: a request that was sealed for
 * the key of the next day is opened until the day after that one, and then never again.
 */
export const REFUSED_DAYS = 3;

/**
 * Refusals of bookings, which stand: whoever carries a request and sends it again, once the time is
 * free, books nothing in her name.
 *
 * A case has so many of them at most. Then all that it asks for is refused without a row until its
 * last try is as old as a request can be opened: so what was refused so is never executed either.
 */
@Injectable()
export class KeptRefusals {
  /** Each booking is looked up before it is tried: those that come together share a statement. */
  private readonly looking = new Batcher(
    (asked: readonly AskedBooking[]) => this.db.statement('find-refusals', (tx) =>
      this.store.find(tx, asked, this.since())),
    { batch: 64, queue: 4096 });

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly store: RefusedBookings,
  ) {}

  /** What a request is refused with, unheard; null: nothing. @throws CodedError OVERLOADED. */
  async find<Kept>(asked: AskedBooking): Promise<Kept | Full | null> {
    const { refusal, isFull, isBooked } = expectRoom(await this.looking.submit(asked));
    if (refusal !== null) return refusal as Kept;
    if (!isFull || isBooked) return null;
    await this.db.transaction('refusals-go-on', (tx) =>
      this.store.renew(tx, asked.caseId, today(this.clock)));
    return this.full();
  }

  /** Keep what it is refused with; gives what was kept first, if it came twice at once. */
  keep<Kept>(asked: AskedBooking, given: Kept): Promise<Kept | Full> {
    return this.db.transaction<Kept | Full>('keep-refusal', async (tx) => {
      await this.store.lock(tx, asked.caseId);
      const [known] = await this.store.find(tx, [asked], this.since());
      if (known && known.refusal !== null) return known.refusal as Kept;
      if (known?.isFull) {
        await this.store.renew(tx, asked.caseId, today(this.clock));
        return this.full();
      }
      await this.store.keep(tx, asked, given, today(this.clock));
      return given;
    });
  }

  private since(): string {
    return daysAfter(today(this.clock), 1 - REFUSED_DAYS);
  }

  private full(): Full {
    return { kind: 'full', again: daysAfter(today(this.clock), REFUSED_DAYS) };
  }
}
