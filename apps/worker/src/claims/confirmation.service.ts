import { Inject, Injectable } from '@nestjs/common';
import { LEAST_MINUTES } from '#billing/day-hours';
import type { Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import type { ProviderCaller } from '../access/caller.ts';
import { hashRequest, Idempotency } from '../foundation/idempotency.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { ClaimsService, type ClaimVerdict } from './claims.service.ts';
import { ClaimsStore, type DeliveredSession } from './claims.store.ts';

/** A session that a therapist says took place. */
export interface ConfirmationRequest {
  readonly idempotencyKey: string;
  readonly authorisationId: string;
  /** Null: by the length of the session. */
  readonly serviceCode: string | null;
}

/** Verdict on a confirmation: that of the claim which it makes. */
export type ConfirmationVerdict = ClaimVerdict | Refusal<'session-not-begun'>;

const NOT_FOUND = refusal('authorisation-not-found',
  'You have no session of this id: load your calendar again.');
const NOT_BEGUN = refusal('session-not-begun',
  'This session has not begun: confirm it once it has taken place.');
const LONG_SESSION_MINUTES = LEAST_MINUTES[90837];

/** Makes the claim for a session that took place: its day, its way, the agreed fee. */
@Injectable()
export class ConfirmationService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly once: Idempotency,
    private readonly claims: ClaimsService,
    private readonly store: ClaimsStore,
  ) {}

  /** Claim for one session, once for a key; the claim is adjudicated at once. */
  confirm(me: ProviderCaller, request: ConfirmationRequest): Promise<ConfirmationVerdict> {
    return this.db.transaction('confirm-session', (tx) =>
      this.once.once<ConfirmationVerdict>(tx, `confirm:${me.providerId}`, request.idempotencyKey,
        hashRequest({ ...request }), () => this.claim(tx, me, request),
        ({ kind }) => kind === 'claim-adjudicated'));
  }

  private async claim(
    tx: Tx, me: ProviderCaller, request: ConfirmationRequest,
  ): Promise<ConfirmationVerdict> {
    const { idempotencyKey, authorisationId, serviceCode } = request;
    const session = await this.store.delivered(tx, authorisationId, me.providerId);
    if (!session) return NOT_FOUND;
    if (!this.hasBegun(session, me.timeZone)) return NOT_BEGUN;
    const { number, serviceOn, minutes, modality, feeCapMinor, currency } = session;
    return this.claims.adjudicate(tx, me, {
      idempotencyKey, authorisationNumber: number, serviceDate: serviceOn, units: 1, modality,
      serviceCode: serviceCode ?? (minutes >= LONG_SESSION_MINUTES ? '90837' : '90834'),
      fee: { minor: feeCapMinor, currency },
    });
  }

  private hasBegun({ startsAt, serviceOn }: DeliveredSession, timeZone: string): boolean {
    const now = this.clock.now();
    if (startsAt) return startsAt <= now;
    return serviceOn <= now.toLocaleDateString('sv-SE', { timeZone });
  }
}
