import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { CLOCK, DRAWS } from '../foundation/tokens.ts';
import { dailyView, isOffered, type Draws, type DrawnTime } from './daily-view.ts';
import { FreeTimesStore, type FreeTime, type Look } from './free-times.store.ts';
import type { Opening } from './match.ts';

/** A free time with whose it is, as a client is shown it. */
export interface ProviderOpening {
  readonly providerId: string;
  readonly slot: {
    readonly id: string; readonly startsAt: string; readonly minutes: number;
    readonly modality: string;
  };
}

/**
 * What is offered of free times: what was free at midnight, a part of it, the same all day. So who
 * looks, however often, sees no booking when it is made.
 */
@Injectable()
export class FreeTimes {
  private settledOn: string | undefined;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DRAWS) private readonly draws: Draws,
    private readonly db: Database,
    private readonly store: FreeTimesStore,
  ) {}

  /** Settle what is offered today, unless that is done; to be called before anybody looks. */
  async settleToday(): Promise<void> {
    const day = today(this.clock);
    if (this.settledOn === day) return;
    await this.settle(day, false);
    this.settledOn = day;
  }

  /** Settle it again, as the next midnight will. */
  settleAnew(): Promise<void> {
    return this.settle(today(this.clock), true);
  }

  /** What a case is shown of therapists, of a dozen a day at most besides its own. */
  async shown(
    caseId: string, providerIds: readonly string[], jurisdiction: string,
  ): Promise<ProviderOpening[]> {
    await this.settleToday();
    const now = this.clock.now();
    const free = await this.db.transaction('look-at-times', async (tx) => {
      const admitted = await this.store.admitted(tx, caseId, providerIds);
      return this.store.free(tx, { caseId, providerIds: admitted, now }, jurisdiction);
    });
    return dailyView(free, { caseId, now }, this.draws).map(asOpening);
  }

  /** Days and ways of meeting of what a case could book of a therapist between two instants. */
  async openings(
    tx: Tx, look: Omit<Look, 'providerIds'> & { providerId: string }, from: Date, until: Date,
  ): Promise<Opening[]> {
    const free = await this.store.free(tx, { ...look, providerIds: [look.providerId] });
    return free.filter((time) => time.startsAt >= from && time.startsAt < until
      && isOffered(time, look.now, this.draws));
  }

  /** Whether a time of today's can be booked: it is not withheld, or it is her usual hour. */
  isOffered(time: DrawnTime & { readonly isUsual: boolean }): boolean {
    return isOffered(time, this.clock.now(), this.draws);
  }

  private settle(day: string, anew: boolean): Promise<void> {
    return this.db.transaction('settle-free-times', (tx) =>
      this.store.settle(tx, day, this.clock.now(), anew));
  }
}

function asOpening({ id, providerId, startsAt, minutes, modality }: FreeTime): ProviderOpening {
  const at = startsAt.toISOString().replace('.000Z', 'Z');
  return { providerId, slot: { id, startsAt: at, minutes, modality } };
}
