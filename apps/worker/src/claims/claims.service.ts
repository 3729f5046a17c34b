import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { vaultAccount } from '#billing/accounts';
import {
  adjudicateClaim, SERVICE_CODES, type ClaimRules,
} from '#billing/adjudicate-claim';
import { captureClaim } from '#billing/capture';
import { journalItem } from '#billing/journal';
import { money, type Money } from '#billing/money';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import type { ProviderCaller } from '../access/caller.ts';
import { hashRequest, Idempotency } from '../foundation/idempotency.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { LedgerStore } from '#server/ledger/ledger.store';
import { FILING_DAYS } from './claim-terms.ts';
import { ClaimsStore, type ClaimableAuthorisation, type ShownClaim } from './claims.store.ts';

/** A claim as a therapist sends it. */
export interface ClaimRequest {
  readonly idempotencyKey: string;
  readonly authorisationNumber: string;
  readonly serviceDate: string;
  readonly units: number;
  readonly serviceCode: string;
  readonly modality: string;
  readonly fee: { readonly minor: string; readonly currency: string };
}

/** Verdict on a claim. */
export type ClaimVerdict =
  | { readonly kind: 'claim-adjudicated'; readonly claim: ShownClaim }
  | Refusal<'authorisation-not-found'>;

const AUTHORISATION_NOT_FOUND = refusal('authorisation-not-found',
  'You have no authorisation with this number: check it against your appointments.');

/** Adjudicates claims and posts what they pay, in one transaction with the claim. */
@Injectable()
export class ClaimsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly once: Idempotency,
    private readonly ledger: LedgerStore,
    private readonly store: ClaimsStore,
  ) {}

  /**
   * Adjudicate one claim. An unknown number and another therapist's get the same answer. A denied
   * claim leaves the hold in place, so that it can be mended and sent again.
   */
  submit(me: ProviderCaller, request: ClaimRequest): Promise<ClaimVerdict> {
    return this.db.transaction('submit-claim', (tx) =>
      this.once.once<ClaimVerdict>(tx, `claim:${me.providerId}`, request.idempotencyKey,
        hashRequest({ ...request }), () => this.adjudicate(tx, me, request),
        ({ kind }) => kind === 'claim-adjudicated'));
  }

  /** A therapist's own claims, the newest service day first. */
  list(me: ProviderCaller, first: number, skip: number): Promise<ShownClaim[]> {
    return this.db.read('list-claims', (tx) => this.store.list(tx, me.providerId, first, skip));
  }

  /** Adjudicate and record one claim, in the transaction of whoever makes it. */
  async adjudicate(
    tx: Tx, me: ProviderCaller, request: ClaimRequest,
  ): Promise<ClaimVerdict> {
    const known = await this.store.lockOwn(tx, request.authorisationNumber, me.providerId);
    if (!known) return AUTHORISATION_NOT_FOUND;
    const billed = money(BigInt(request.fee.minor), request.fee.currency);
    const minutesPaid = await this.store.minutesPaid(tx, me.providerId, request.serviceDate);
    const verdict = adjudicateClaim(
      {
        authorisation: request.authorisationNumber, serviceDay: request.serviceDate,
        serviceCode: request.serviceCode, units: request.units, billed,
      },
      authorisationOf(known, minutesPaid, this.clock.now()), this.rulesFor(known, me.timeZone));
    const paid = verdict.kind === 'approved'
      ? await this.pay(tx, me.providerId, known, verdict.allowed) : null;
    const id = randomUUID();
    await this.store.record(tx, {
      id, authorisationId: known.id, providerId: me.providerId, serviceOn: request.serviceDate,
      serviceCode: request.serviceCode, units: request.units, modality: request.modality,
      billedMinor: request.fee.minor, paidMinor: (paid?.minor ?? 0n).toString(),
      currency: billed.currency, status: paid ? 'paid' : 'denied',
      adjustments: verdict.adjustments, outcome: 'took_place', byClient: false,
    }, today(this.clock));
    return { kind: 'claim-adjudicated', claim: await this.store.find(tx, id) };
  }

  /** Capture the hold: what the therapist gets of it. */
  private async pay(
    tx: Tx, providerId: string, known: ClaimableAuthorisation, allowed: Money,
  ): Promise<Money> {
    const { programme, currency, feeCapMinor, holdId, platformShareBps } = known;
    const held = { programme, price: money(BigInt(feeCapMinor), currency) };
    const capture = captureClaim(held, providerId, allowed, BigInt(platformShareBps));
    if (capture.kind !== 'captured') throw new Error('an adjudicated claim exceeds its hold');
    await this.ledger.open(tx, [
      vaultAccount('payable:provider', providerId, allowed.currency),
      vaultAccount('platform-revenue', null, allowed.currency),
      vaultAccount('delivered:programme', programme, 'SES'),
    ]);
    await this.ledger.mustPost(tx,
      [journalItem(randomUUID(), today(this.clock), capture.entry, holdId)]);
    await this.store.settle(tx, known.id, 'took_place');
    return capture.toProvider;
  }

  private rulesFor(known: ClaimableAuthorisation, timeZone: string): ClaimRules {
    return {
      today: this.clock.now().toLocaleDateString('sv-SE', { timeZone }),
      // What expired unclaimed was closed with its period: no day is in time for it any more.
      filingDays: known.status === 'expired' ? -1 : FILING_DAYS,
      unitFee: money(BigInt(known.feeCapMinor), known.currency),
    };
  }
}

function authorisationOf(known: ClaimableAuthorisation, minutesPaidThatDay: number, now: Date) {
  const over = known.status === 'cancelled';
  return {
    sessionDay: known.serviceOn, opens: known.firstDay, expires: known.lastDay,
    begun: known.startsAt && known.startsAt <= now,
    services: SERVICE_CODES, units: 1, unitsUsed: over ? 1 : 0,
    claimed: ['claimed', 'no_show', 'late_cancelled'].includes(known.status),
    minutes: known.minutes, minutesPaidThatDay,
  };
}
