import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { CodedError } from '#server/coded-error';
import { hashRequest, Idempotency } from '../foundation/idempotency.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { ReferralsStore, type SeenReferral } from '../referrals/referrals.store.ts';
import { CancellationService } from '../sessions/cancellation.service.ts';

/** What a therapist says to a referral. */
export interface AnswerRequest {
  readonly idempotencyKey: string;
  readonly referralId: string;
  readonly answer: 'ACCEPT' | 'DECLINE';
}

/** Verdict on an answer. */
export type Answering =
  | {
    readonly kind: 'referral-answered';
    readonly referral: SeenReferral;
    readonly returnedSessions: number;
  }
  | Refusal<'referral-settled'>;

const SETTLED = refusal('referral-settled',
  'This referral was declined or closed before: the client has been freed to ask somebody else.');

/** Whom a therapist takes on. */
@Injectable()
export class CaseloadService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly once: Idempotency,
    private readonly referrals: ReferralsStore,
    private readonly cancellation: CancellationService,
  ) {}

  /**
   * Accept or decline a referral. Declining gives every session to come back to the client, who may
   * ask for another therapist and is never referred to this one again.
   *
   * @throws CodedError NOT_FOUND for a referral that is not the therapist's.
   */
  answer(providerId: string, request: AnswerRequest): Promise<Answering> {
    return this.db.transaction('answer-referral', (tx) =>
      this.once.once<Answering>(tx, `answer:${providerId}`, request.idempotencyKey,
        hashRequest({ ...request }), () => this.decide(tx, providerId, request),
        ({ kind }) => kind === 'referral-answered'));
  }

  private async decide(
    tx: Tx, providerId: string, { referralId, answer }: AnswerRequest,
  ): Promise<Answering> {
    const known = await this.referrals.lockSeen(tx, referralId, providerId);
    if (!known) throw new CodedError('NOT_FOUND', 'You have no referral of this id.');
    if (known.status !== 'open') return SETTLED;
    const accepted = answer === 'ACCEPT';
    if (accepted) await this.referrals.accept(tx, referralId, today(this.clock));
    else await this.referrals.decline(tx, [referralId]);
    return {
      kind: 'referral-answered',
      referral: accepted ? { ...known, accepted } : { ...known, status: 'declined' },
      returnedSessions: accepted
        ? 0 : await this.cancellation.returnAll(tx, referralId, providerId),
    };
  }
}
