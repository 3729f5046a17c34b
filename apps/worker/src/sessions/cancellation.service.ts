import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { journalItem, type JournalItem } from '#billing/journal';
import { money } from '#billing/money';
import { releaseHold } from '#billing/release';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { MissedSessionsService } from '../claims/missed-sessions.service.ts';
import { CodedError } from '#server/coded-error';
import { hashRequest, Idempotency } from '../foundation/idempotency.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { LedgerStore } from '#server/ledger/ledger.store';
import { FreeTimesStore } from '../matching/free-times.store.ts';
import { AuthorisationsStore, type Cancellable, type CancelledBy } from './authorisations.store.ts';
import { decideCancellation } from './cancellation.ts';

/** Verdict on cancelling. */
export type Cancelling =
  | { readonly kind: 'session-cancelled'; readonly returnedSessionId: string }
  | { readonly kind: 'session-cancelled-late'; readonly authorisationId: string }
  | Refusal<'too-late-to-cancel'>;

/** Verdict on a therapist's wish to cancel. */
export type TherapistCancelling =
  | { readonly kind: 'appointment-cancelled'; readonly returned: true } | Refusal<'appointment-begun'>;

const BEGUN = refusal('appointment-begun',
  'This session has begun, was claimed or is cancelled already: load your calendar again.');
const TOO_LATE = refusal('too-late-to-cancel',
  'This session has begun or is over. Talk to your therapist.');
/** It can still be cancelled, but she has to know that the session is used by that. */
const NOTICE_BEGUN = { ...TOO_LATE, code: 'NOTICE_BEGUN',
  message: 'It begins in less than 24 hours: cancelled now, the session is used. Say that you accept.' };

/** Cancels sessions in time: the money goes back to the fund, the session to the case. */
@Injectable()
export class CancellationService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly once: Idempotency,
    private readonly ledger: LedgerStore,
    private readonly store: AuthorisationsStore,
    private readonly missed: MissedSessionsService,
    private readonly times: FreeTimesStore,
  ) {}

  /**
   * A client cancels: in time the session returns to her; late it is used, if she accepts that.
   *
   * @throws CodedError NOT_FOUND for a session that is not this case's, whoever's it is.
   */
  cancel(
    caseId: string, key: string, request: { authorisationId: string; acceptLate: boolean },
  ): Promise<Cancelling> {
    return this.db.transaction('cancel-session', (tx) =>
      this.once.once<Cancelling>(tx, `cancel:${caseId}`, key, hashRequest({ ...request }),
        () => this.cancelOwn(tx, caseId, request),
        ({ kind }) => kind !== 'too-late-to-cancel'));
  }

  /**
   * A therapist cancels one of her sessions before it begins, on whatever notice: it goes back to
   * its case, and its time stays hers, so that nobody else books it.
   *
   * @throws CodedError NOT_FOUND for a session that no case of hers has booked.
   */
  cancelByTherapist(providerId: string, key: string, id: string): Promise<TherapistCancelling> {
    return this.db.transaction('cancel-appointment', (tx) =>
      this.once.once<TherapistCancelling>(tx, `cancel:${providerId}`, key, hashRequest({ id }),
        async () => (await this.returnOne(tx, providerId, id)
          ? { kind: 'appointment-cancelled' as const, returned: true as const } : BEGUN),
        ({ kind }) => kind === 'appointment-cancelled'));
  }

  /** Give back every session to come under a referral to a therapist, null: all; says how many. */
  async returnAll(tx: Tx, referralId: string | null, providerId: string): Promise<number> {
    const now = this.clock.now();
    const held = await this.store.lockHeldUnder(tx, referralId, providerId, now);
    if (held.length === 0) return 0;
    await this.store.reopen(tx, held.map(({ slotId }) => slotId));
    await this.giveBack(tx, held, 'therapist');
    return held.length;
  }

  private async returnOne(tx: Tx, providerId: string, id: string): Promise<boolean> {
    const session = await this.store.lockBooked(tx, providerId, id);
    if (!session) throw new CodedError('NOT_FOUND', 'You have no booked session of this id.');
    if (session.status !== 'held' || session.startsAt <= this.clock.now()) return false;
    await this.giveBack(tx, [session], 'therapist');
    return true;
  }

  private async cancelOwn(
    tx: Tx, caseId: string,
    { authorisationId, acceptLate }: { authorisationId: string; acceptLate: boolean },
  ): Promise<Cancelling> {
    const session = await this.store.lockOwn(tx, caseId, authorisationId);
    if (!session) throw new CodedError('NOT_FOUND', 'You have no session of this id.');
    const decision = decideCancellation(session, this.clock.now());
    if (decision === 'too-late') return TOO_LATE;
    if (decision === 'late') {
      if (!acceptLate) return NOTICE_BEGUN;
      // Its time stays taken: the therapist is paid for keeping it free. On a day on which nothing
      // more is paid, nobody is, and it goes back to the client as one that is cancelled in time.
      const paid = await this.missed.settle(tx, session, 'late_cancelled', true);
      if (paid !== null) return { kind: 'session-cancelled-late', authorisationId };
    }
    await this.store.reopen(tx, [session.slotId]);
    const [returnedSessionId = ''] = await this.giveBack(tx, [session], 'client');
    return { kind: 'session-cancelled', returnedSessionId };
  }

  /**
   * All at once, since the accounts are locked after everything else. Their times are free again
   * from the next midnight on, for everybody: who tries them today learns nothing of it.
   */
  private async giveBack(
    tx: Tx, sessions: readonly Cancellable[], by: CancelledBy,
  ): Promise<string[]> {
    const day = today(this.clock);
    const returnedIds = sessions.map(() => randomUUID());
    await this.store.cancel(tx, sessions, returnedIds, by, day);
    await this.times.giveBack(tx, sessions.map(({ slotId }) => slotId));
    await this.ledger.mustPost(tx, sessions.map((session) => release(session, day)));
    return returnedIds;
  }
}

function release(session: Cancellable, day: string): JournalItem {
  const price = money(BigInt(session.feeCapMinor), session.currency);
  const { entry } = releaseHold({ programme: session.programme, price }, 'cancelled');
  return journalItem(randomUUID(), day, entry, session.holdId);
}
