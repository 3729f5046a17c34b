import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { daysAfter } from '#calendar/days';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { hashRequest, Idempotency } from '../foundation/idempotency.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import type { Refusal } from '../graphql/refusal.ts';
import { AvailabilityStore, type KeptPlan } from './availability.store.ts';
import { faultOf, type Plan, type PlanFault } from './plan.ts';
import { plannedSlots, replan } from './planned-slots.ts';

/** A plan as a therapist sends it, and the version that she changed. */
export interface PlanRequest {
  readonly idempotencyKey: string;
  readonly version: number;
  readonly noticeHours: number;
  readonly plan: Plan;
}

/** A plan as its therapist sees it. */
export type ShownPlan = Plan & Pick<KeptPlan, 'version' | 'noticeHours' | 'timeZone'>;

/** Verdict on setting a plan. */
export type PlanVerdict =
  | {
    readonly kind: 'availability-set';
    readonly availability: ShownPlan;
    readonly openSlots: number;
  }
  | (Refusal<'availability-conflict'> & { readonly version: number })
  | ({ readonly kind: 'availability-refused' } & PlanFault);

/** How many days ahead slots are made. */
const AHEAD_DAYS = 56;
const DAY_MS = 86_400_000;
const MOST_SHOWN = 200;

/** Therapists' weekly hours, and the slots that follow from them. */
@Injectable()
export class AvailabilityService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly once: Idempotency,
    private readonly store: AvailabilityStore,
  ) {}

  /** The plan of a therapist. */
  async show(providerId: string): Promise<ShownPlan> {
    return shown(await this.db.read('show-availability', (tx) => this.store.find(tx, providerId)));
  }

  /** Her open slots, soonest first. */
  openSlots(providerId: string) {
    return this.db.read('own-open-slots', (tx) =>
      this.store.open(tx, providerId, this.clock.now(), MOST_SHOWN));
  }

  /** Set the plan, whole, and bring the slots in line with it; what is booked stays booked. */
  set(providerId: string, request: PlanRequest): Promise<PlanVerdict> {
    return this.db.transaction('set-availability', (tx) =>
      this.once.once<PlanVerdict>(tx, `availability:${providerId}`, request.idempotencyKey,
        hashRequest({ ...request }), () => this.change(tx, providerId, request),
        ({ kind }) => kind === 'availability-set'));
  }

  /** Make slots again after something that they depend on has changed. */
  async refresh(tx: Tx, providerId: string): Promise<void> {
    const kept = await this.store.find(tx, providerId, true);
    if (kept.version > 0) await this.makeSlots(tx, providerId, kept);
  }

  /** Ways of meeting that a therapist's hours use. */
  async modalitiesInUse(tx: Tx, providerId: string): Promise<string[]> {
    const { plan } = await this.store.find(tx, providerId, true);
    const all = [...plan.rules, ...plan.exceptions.flatMap(({ hours }) => hours)];
    return [...new Set(all.map(({ modality }) => modality))];
  }

  /** Make the slots of days that have come into reach; answers for how many therapists. */
  async planAhead(): Promise<number> {
    const until = daysAfter(today(this.clock), AHEAD_DAYS);
    const behind = await this.db.read('behind-plans', (tx) => this.store.behind(tx, until));
    for (const id of behind) {
      await this.db.transaction('plan-ahead', (tx) => this.refresh(tx, id));
    }
    return behind.length;
  }

  private async change(
    tx: Tx, providerId: string, { version, plan, noticeHours }: PlanRequest,
  ): Promise<PlanVerdict> {
    const before = await this.store.find(tx, providerId, true);
    if (before.version !== version) {
      return {
        kind: 'availability-conflict', code: 'AVAILABILITY_CONFLICT', version: before.version,
        message: 'Your hours were changed elsewhere meanwhile: load them again, then change them.',
      };
    }
    const fault = faultOf(plan, before.modalities);
    if (fault) return { kind: 'availability-refused', ...fault };
    const kept = { ...before, plan, noticeHours, version: version + 1 };
    await this.makeSlots(tx, providerId, kept, true);
    const openSlots = await this.store.countOpen(tx, providerId, this.clock.now());
    return { kind: 'availability-set', availability: shown(kept), openSlots };
  }

  /** `anew`: the hours are others now, and free times that were published by themselves go too. */
  private async makeSlots(
    tx: Tx, providerId: string, kept: KeptPlan, anew = false,
  ): Promise<void> {
    const now = this.clock.now();
    const { plan, timeZone, version, noticeHours } = kept;
    const local = (ms: number) => new Date(ms).toLocaleDateString('sv-SE', { timeZone });
    const until = local(now.getTime() + AHEAD_DAYS * DAY_MS);
    const wanted = plannedSlots(plan, timeZone, local(now.getTime()), until)
      .filter(({ startsAt }) => startsAt > now);
    const standing = await this.store.standing(tx, providerId, now);
    const replanning = replan(wanted, standing, plan, timeZone, anew);
    await this.store.apply(tx, providerId, replanning, replanning.add.map(() => randomUUID()));
    // A day east of Greenwich may be ahead of ours: what counts as planned is the earlier one.
    const planned = daysAfter(today(this.clock), AHEAD_DAYS);
    await this.store.keep(tx, providerId, version, plan, noticeHours, planned);
  }
}

function shown({ plan, version, noticeHours, timeZone }: KeptPlan): ShownPlan {
  return { ...plan, version, noticeHours, timeZone };
}
