import { Inject, Injectable } from '@nestjs/common';
import { dailyView, type Draws } from '#matching/daily-view';
import type { Opening } from '#matching/match';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { CLOCK, DRAWS } from '../foundation/tokens.ts';
import { FreeTimesStore, type FreeTime, type Look } from './free-times.store.ts';

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
    const seen = await this.db.transaction('look-at-times', async (tx) => {
      await this.store.admit(tx, caseId, providerIds);
      return this.views(tx, [...new Set(providerIds)].map((providerId) =>
        ({ caseId, providerId, jurisdiction })));
    });
    return seen.flat().sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime()).map(asOpening);
  }

  /** Look at the times of a therapist for a booking: she counts among the dozen, shown or tried. */
  async admit(caseId: string, providerId: string): Promise<void> {
    await this.settleToday();
    await this.db.transaction('look-at-times', (tx) =>
      this.store.admit(tx, caseId, [providerId]));
  }

  /** What each of these cases is shown of a therapist, by the place of the look. */
  async views(tx: Tx, looks: readonly Look[]): Promise<FreeTime[][]> {
    if (looks.length === 0) return [];
    const now = this.clock.now();
    const free = Map.groupBy(await this.store.free(tx, looks, now), ({ place }) => place);
    return looks.map(({ caseId }, place) =>
      dailyView(free.get(place) ?? [], { caseId, now }, this.draws));
  }

  /** Days and ways of meeting of what a case is shown of a therapist between two instants. */
  async openings(tx: Tx, look: Look, from: Date, until: Date): Promise<Opening[]> {
    const [seen = []] = await this.views(tx, [look]);
    return seen.filter(({ startsAt }) => startsAt >= from && startsAt < until);
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
