import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '#platform/database';
import type { WalletCaller } from '../auth/caller.ts';
import { CasesService, type CaseEntry } from '../cases/cases.service.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import {
  ReferralsService, type Referring, type ReferralWish,
} from '../referrals/referrals.service.ts';
import { BookingBatch, type BookingOutcome, type Claimed } from './booking-batch.service.ts';
import type { Booking, CaseOccasion } from './booking.ts';

/** What is to be done on the way to a session: the case opened, the therapist asked, or both. */
export interface FirstSteps {
  readonly opening: CaseEntry | null;
  readonly referral: ReferralWish | null;
}

/** What a first booking came to, with the case that it is of. */
export type FirstOutcome =
  | { readonly kind: 'settled'; readonly outcome: BookingOutcome; readonly caseId: string | null }
  | Refusal<'consent-outdated'> | Refusal<'entry-not-usable'>
  | Extract<Referring, { kind: 'no-match' }>;

const ENTRY_NOT_USABLE = refusal('entry-not-usable',
  'This entry credit can\'t be used, so no case was opened. Nothing else was used either.');

/** Thrown to undo all that was done on the way to a booking that is refused. */
class Undone extends Error {
  override readonly name = 'Undone';

  constructor(readonly outcome: FirstOutcome) {
    super('a first booking was refused');
  }
}

/**
 * Books for who has no case yet, or no referral to this therapist: her one request opens the case,
 * makes the referral and books, in one transaction. A refusal of any part changes nothing of the
 * others: her entry credit is unspent, and the same request with another slot is as good as new.
 */
@Injectable()
export class FirstBooking {
  constructor(
    private readonly db: Database,
    private readonly cases: CasesService,
    private readonly referrals: ReferralsService,
    private readonly batch: BookingBatch,
  ) {}

  /** @throws CodedError RATE_LIMITED of a case with many referrals; UNAVAILABLE before a period. */
  async book(
    { caseKey, caseId }: WalletCaller, steps: FirstSteps,
    booking: Booking & { readonly occasion: CaseOccasion },
  ): Promise<FirstOutcome> {
    const entry = steps.opening && await this.cases.examine(steps.opening);
    try {
      return await this.db.transaction('open-refer-book', async (tx) => {
        const [claimed] = await this.batch.claim(tx, [booking]);
        if (!claimed) throw new Error('a key was claimed');
        if (claimed.key.use !== 'new') {
          return this.settle(tx, claimed, caseId ?? await this.cases.find(tx, caseKey));
        }
        const found = await this.admit(tx, caseKey, entry) ?? caseId;
        const referralId = await this.refer(tx, found, steps) ?? booking.occasion.referralId;
        const occasion = { ...booking.occasion, caseId: found, referralId };
        return this.settle(tx, { ...claimed, booking: { ...booking, occasion } }, found);
      });
    } catch (error) {
      if (error instanceof Undone) return error.outcome;
      throw error;
    }
  }

  private async admit(
    tx: Tx, caseKey: string, entry: Awaited<ReturnType<CasesService['examine']>> | null,
  ): Promise<string | null> {
    if (!entry) return null;
    if (entry.kind !== 'examined') throw new Undone(entry);
    const opened = await this.cases.admit(tx, caseKey, entry);
    if (opened.kind !== 'case-opened') throw new Undone(ENTRY_NOT_USABLE);
    return opened.caseId;
  }

  private async refer(
    tx: Tx, caseId: string | null, { referral }: FirstSteps,
  ): Promise<string | null> {
    if (!referral || !caseId) return null;
    const made = await this.referrals.refer(tx, caseId, referral);
    if (made.kind === 'no-match') throw new Undone(made);
    return made.referral.id;
  }

  private async settle(tx: Tx, claimed: Claimed, caseId: string | null): Promise<FirstOutcome> {
    const [outcome] = await this.batch.book(tx, [claimed]);
    if (!outcome) throw new Error('a booking was decided');
    const settled = { kind: 'settled', outcome, caseId } as const;
    if (outcome.kind === 'booked' || outcome.kind === 'replayed') return settled;
    throw new Undone(settled);
  }
}
