import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#platform/database';
import {
  ReferralsService, type Referring, type ReferralWish,
} from '../referrals/referrals.service.ts';
import { BookingBatch, type BookingOutcome, type Claimed } from './booking-batch.service.ts';
import type { Booking, CaseOccasion } from './booking.ts';

/** What a first booking came to. */
export type FirstOutcome =
  | { readonly kind: 'settled'; readonly outcome: BookingOutcome }
  | Extract<Referring, { kind: 'no-match' }>;

/** Thrown to undo all that was done on the way to a booking that is refused. */
class Undone extends Error {
  override readonly name = 'Undone';

  constructor(readonly outcome: FirstOutcome) {
    super('a first booking was refused');
  }
}

/**
 * Books for a case that has no referral to this therapist yet: its one request makes the referral
 * and books, in one transaction. A refusal of either part changes nothing of the other: the same
 * request with another slot is as good as new.
 */
@Injectable()
export class FirstBooking {
  constructor(
    private readonly db: Database,
    private readonly referrals: ReferralsService,
    private readonly batch: BookingBatch,
  ) {}

  /** @throws CodedError RATE_LIMITED of a case with many referrals. */
  async book(
    caseId: string, wish: ReferralWish, booking: Booking & { readonly occasion: CaseOccasion },
  ): Promise<FirstOutcome> {
    try {
      return await this.db.transaction('refer-and-book', async (tx) => {
        const [claimed] = await this.batch.claim(tx, [booking]);
        if (!claimed) throw new Error('a key was claimed');
        if (claimed.key.use !== 'new') return this.settle(tx, claimed);
        const made = await this.referrals.refer(tx, caseId, wish);
        if (made.kind === 'no-match') throw new Undone(made);
        const occasion = { ...booking.occasion, referralId: made.referral.id };
        return this.settle(tx, { ...claimed, booking: { ...booking, occasion } });
      });
    } catch (error) {
      if (error instanceof Undone) return error.outcome;
      throw error;
    }
  }

  private async settle(tx: Tx, claimed: Claimed): Promise<FirstOutcome> {
    const [outcome] = await this.batch.book(tx, [claimed]);
    if (!outcome) throw new Error('a booking was decided');
    const settled = { kind: 'settled', outcome } as const;
    if (outcome.kind === 'booked' || outcome.kind === 'replayed') return settled;
    throw new Undone(settled);
  }
}
