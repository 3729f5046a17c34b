import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { CLOCK } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { SlotsStore } from './slots.store.ts';

/** A time that a therapist wants to offer. */
export interface Offer {
  readonly startsAt: Date;
  readonly minutes: number;
  readonly modality: string;
}

/** Verdict on publishing slots: all or none. */
export type Publishing =
  | { readonly kind: 'slots-published'; readonly count: number }
  | Refusal<'slots-refused'>;

const FURTHEST_MS = 200 * 24 * 60 * 60 * 1000;
const UNTIMELY = refusal('slots-refused',
  'A slot is in the past or more than 200 days ahead: correct its start.');
const NOT_OFFERED = refusal('slots-refused',
  'A slot is for a way of meeting that your profile lacks: add it there with its details first.');
const OVERLAPPING = refusal('slots-refused',
  'Two slots overlap, or one overlaps a slot that is published: leave one out.');

/** Times that therapists offer. */
@Injectable()
export class SlotsService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly store: SlotsStore,
  ) {}

  /** Publish slots. A slot is known by its start, so publishing it again changes nothing. */
  async publish(providerId: string, offers: readonly Offer[]): Promise<Publishing> {
    const now = this.clock.now().getTime();
    const timely = ({ startsAt }: Offer) =>
      startsAt.getTime() > now && startsAt.getTime() < now + FURTHEST_MS;
    if (!offers.every(timely)) return UNTIMELY;
    if (overlapAmong(offers)) return OVERLAPPING;
    const slots = offers.map((offer) => ({ id: randomUUID(), ...offer }));
    return this.db.transaction('publish-slots', async (tx) => {
      await this.store.lockProvider(tx, providerId);
      const offered = await this.store.offered(tx, providerId);
      if (slots.some(({ modality }) => !offered.includes(modality))) return NOT_OFFERED;
      if (await this.store.overlaps(tx, providerId, slots) > 0) return OVERLAPPING;
      await this.store.publish(tx, providerId, slots);
      return { kind: 'slots-published', count: slots.length };
    });
  }
}

function overlapAmong(offers: readonly Offer[]): boolean {
  const inOrder = offers.map(({ startsAt, minutes }) => ({ start: startsAt.getTime(), minutes }))
    .sort((a, b) => a.start - b.start);
  return inOrder.some(({ start }, index) => {
    const before = inOrder[index - 1];
    return before !== undefined && before.start + before.minutes * 60_000 > start;
  });
}
