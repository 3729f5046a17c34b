import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { captureAsPaid } from '#billing/capture';
import { journalItem } from '#billing/journal';
import { least, money } from '#billing/money';
import type { Entry } from '#billing/postings';
import { reverseCapture, whyFinal, type Final } from '#billing/take-back';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import type { ProviderCaller } from '../access/caller.ts';
import { CodedError } from '#server/coded-error';
import { hashRequest, Idempotency } from '../foundation/idempotency.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { LedgerStore } from '#server/ledger/ledger.store';
import { ClaimsStore, type PaidClaim, type ShownClaim } from './claims.store.ts';
import { MissedSessionsService } from './missed-sessions.service.ts';
import { DAY_FULL, outcomeFault, type MissedOutcome, type OutcomeFault } from './outcome.ts';

/** What a therapist says of a session that her client did not keep. */
export interface OutcomeRequest {
  readonly idempotencyKey: string;
  readonly authorisationId: string;
  readonly outcome: MissedOutcome;
}

/** Verdict on recording it. */
export type OutcomeVerdict =
  | { readonly kind: 'outcome-recorded'; readonly claim: ShownClaim }
  | ({ readonly kind: 'outcome-refused' } & OutcomeFault)
  | Refusal<'authorisation-not-found'>;

/** Verdict on taking a claim back. */
export type TakeBackVerdict =
  | { readonly kind: 'claim-taken-back'; readonly claim: ShownClaim }
  | {
    readonly kind: 'claim-final'; readonly code: keyof typeof FINAL; readonly message: string;
  };

const NOT_FOUND = refusal('authorisation-not-found',
  'You have no session of this id: load your calendar again.');
const FINAL: Readonly<Record<Final | 'FUND_EMPTY', string>> = {
  NOT_PAID: 'This claim pays nothing, so there is nothing to take back.',
  CANCELLED_BY_CLIENT: 'Your client cancelled this session late: it is paid by the rule.',
  PAID_OUT: 'This claim is in a payout already: ask the operator to correct it.',
  PERIOD_CLOSED: 'The months of this session are reported: ask the operator to correct it.',
  FUND_EMPTY: 'What went back to the programme was used since: ask the operator to correct it.',
};

/** What became of sessions, as their therapists say it, and what they take back. */
@Injectable()
export class OutcomesService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly once: Idempotency,
    private readonly ledger: LedgerStore,
    private readonly store: ClaimsStore,
    private readonly missed: MissedSessionsService,
  ) {}

  /** A client did not come, or cancelled late: paid by the rule, once for a key. */
  record(me: ProviderCaller, request: OutcomeRequest): Promise<OutcomeVerdict> {
    return this.db.transaction('record-outcome', (tx) =>
      this.once.once<OutcomeVerdict>(tx, `outcome:${me.providerId}`, request.idempotencyKey,
        hashRequest({ ...request }), async () => {
          const session = await this.store.lockSession(tx, request.authorisationId, me.providerId);
          if (!session) return NOT_FOUND;
          const fault = outcomeFault(request.outcome, session, this.clock.now());
          if (fault) return { kind: 'outcome-refused', ...fault };
          const claim = await this.missed.settle(tx, session, request.outcome, false);
          return claim
            ? { kind: 'outcome-recorded', claim } : { kind: 'outcome-refused', ...DAY_FULL };
        }, ({ kind }) => kind === 'outcome-recorded'));
  }

  /**
   * Take a claim back that was made by mistake: its session is held again. A payout run or the
   * closing of its period wins or loses against this; never both.
   *
   * @throws CodedError NOT_FOUND for a claim that is not the caller's.
   */
  takeBack(me: ProviderCaller, key: string, claimId: string): Promise<TakeBackVerdict> {
    return this.db.transaction('take-back-claim', (tx) =>
      this.once.once<TakeBackVerdict>(tx, `take-back:${me.providerId}`, key,
        hashRequest({ claimId }), () => this.reverse(tx, me.providerId, claimId),
        ({ kind }) => kind === 'claim-taken-back'));
  }

  private async reverse(tx: Tx, providerId: string, claimId: string): Promise<TakeBackVerdict> {
    const claim = await this.store.lockPaid(tx, claimId, providerId);
    if (!claim) throw new CodedError('NOT_FOUND', 'You have no claim of this id.');
    const final = whyFinal(claim);
    if (final) return { kind: 'claim-final', code: final, message: FINAL[final] };
    const holdId = randomUUID();
    const [posted] = await this.ledger.post(tx,
      [journalItem(holdId, today(this.clock), reverseCapture(captureOf(claim)))]);
    if (posted?.status === 'insufficient') {
      return { kind: 'claim-final', code: 'FUND_EMPTY', message: FINAL.FUND_EMPTY };
    }
    if (posted?.status !== 'posted') throw new Error(`the ledger answered ${posted?.status}`);
    await this.store.withdraw(tx, claim, holdId);
    return { kind: 'claim-taken-back', claim: await this.store.find(tx, claimId) };
  }
}

/** The entry that paid a claim, from what was recorded then: no rule of today has a say in it. */
function captureOf(claim: PaidClaim): Entry {
  const price = money(BigInt(claim.feeCapMinor), claim.currency);
  const billed = money(BigInt(claim.billedMinor), claim.currency);
  const allowed = claim.outcome === 'took_place' ? least(billed, price) : price;
  const paid = money(BigInt(claim.paidMinor), claim.currency);
  return captureAsPaid({ programme: claim.programme, price }, claim.providerId, allowed, paid);
}
