import { hkdfSync, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { match, type Candidate } from '#matching/match';
import { today, type Clock } from '#platform/clock';
import type { WorkerConfig } from '#platform/settings/config';
import type { Tx } from '#platform/database';
import { handle, pairwise } from '#pseudonym/pairwise';
import { CasesStore } from '../cases/cases.store.ts';
import { PracticesStore } from '../directory/practices.store.ts';
import { CodedError } from '#server/coded-error';
import { CLOCK, WORKER_CONFIG } from '../foundation/tokens.ts';
import type { Refusal } from '../graphql/refusal.ts';
import { FreeTimes } from '../matching/free-times.service.ts';
import { ReferralsStore, type KeptPreferences, type OwnReferral } from './referrals.store.ts';

/** Whom a client asks, chosen from the directory, and for what. */
export interface ReferralWish {
  readonly preferences: KeptPreferences & { readonly concern: string | null };
  readonly providerId: string;
}

/** Verdict on a wish. */
export type Referring =
  | {
    readonly kind: 'referral-made';
    readonly referral: OwnReferral;
    readonly provider: OwnReferral['provider'];
  }
  | Refusal<'no-match'>;

const DAY_MS = 24 * 60 * 60 * 1000;
/** How far ahead openings are looked for. */
const FURTHEST_DAYS = 120;
/** Nobody needs more therapists; more would be somebody who collects them. */
const MOST_REFERRALS = 8;

/** She said no to this client: no other time of hers, and nothing given up, would help. */
const DECLINED: Referring = {
  kind: 'no-match', code: 'DECLINED',
  message: 'This therapist takes no more sessions with you. Choose another one.',
};

/** Introduces cases to therapists, who learn a pseudonym that no other therapist sees. */
@Injectable()
export class ReferralsService {
  private readonly pairwiseSecret: Uint8Array;

  constructor(
    @Inject(WORKER_CONFIG) config: WorkerConfig,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly cases: CasesStore,
    private readonly practices: PracticesStore,
    private readonly times: FreeTimes,
    private readonly store: ReferralsStore,
  ) {
    const derived = hkdfSync('sha256', config.kek, '', 'sotto/pairwise-secret/v1', 32);
    this.pairwiseSecret = new Uint8Array(derived);
  }

  /** Refer a case to the therapist who was chosen, within another transaction. */
  async refer(
    tx: Tx, caseId: string, { preferences, providerId }: ReferralWish,
  ): Promise<Referring> {
    // Requests under other keys are counted too, so they wait for each other.
    await this.store.lockCase(tx, caseId);
    const known = await this.store.ofCase(tx, caseId);
    // Who declined is not asked again, and a referral that she declined frees its place.
    const kept = known.filter(({ status }) => status !== 'declined');
    const isHers = ({ provider }: OwnReferral) => provider.id === providerId;
    const isKnown = kept.some(isHers);
    if (known.some(isHers) && !isKnown) return DECLINED;
    const candidate = await this.candidate(tx, caseId, preferences, providerId);
    const found = match(preferences, candidate);
    if (found.kind === 'no-match') return noMatch(found.suggestions);
    if (!isKnown && kept.length >= MOST_REFERRALS) {
      throw new CodedError('RATE_LIMITED', 'This case has many referrals: use one of them.');
    }
    const { concern, ...wishes } = preferences;
    await this.store.prefer(tx, caseId, wishes);
    if (concern) await this.cases.stateConcern(tx, caseId, concern);
    const referral = await this.introduce(tx, caseId, providerId, preferences.jurisdiction);
    return { kind: 'referral-made', referral, provider: referral.provider };
  }

  private introduce(
    tx: Tx, caseId: string, providerId: string, jurisdiction: string,
  ): Promise<OwnReferral> {
    const pseudonym = pairwise(this.pairwiseSecret, caseId, providerId);
    const { name, colour } = handle(pseudonym);
    return this.store.make(tx, {
      id: randomUUID(), caseId, providerId, pseudonym: Buffer.from(pseudonym), handle: name, colour,
      jurisdiction,
    }, today(this.clock));
  }

  /** The therapist with what this case is shown of her times; undefined when she takes nobody. */
  private async candidate(
    tx: Tx, caseId: string, { from, until, jurisdiction }: KeptPreferences, providerId: string,
  ): Promise<Candidate | undefined> {
    const now = this.clock.now();
    const start = from ? new Date(Math.max(Date.parse(from), now.getTime())) : now;
    const last = until ? Date.parse(until) + DAY_MS : start.getTime() + FURTHEST_DAYS * DAY_MS;
    const end = new Date(Math.min(last, now.getTime() + FURTHEST_DAYS * DAY_MS));
    const look = { caseId, providerId, jurisdiction };
    const openings = await this.times.openings(tx, look, start, end);
    const [practice] = await this.practices.active(tx, providerId);
    return practice && { practice, openings };
  }
}

function noMatch(suggestions: readonly string[]): Referring {
  const message = suggestions.length > 0
    ? `This therapist does not fit now. It would help to give up one of: ${suggestions.join(', ')}.`
    : 'This therapist does not fit now. Choose another one, or ask for other days.';
  return { kind: 'no-match', code: 'NO_MATCH', message };
}
