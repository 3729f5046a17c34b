import { createHash } from 'node:crypto';
import {
  Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap,
} from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import type { Log } from '#platform/logging';
import { Retries } from './retries.ts';
import type { Standings } from '#platform/restores/standing-watch';
import { nameOf } from '#platform/unavailable';
import { AvailabilityService } from '../availability/availability.service.ts';
import { PayoutsService } from '../payouts/payouts.service.ts';
import { RelayKeys } from '../sealed/relay-keys.service.ts';
import { CLOCK, LOG, STANDINGS } from '../foundation/tokens.ts';
import { DueClosings } from './due-closings.service.ts';

/** How often the clock is looked at, in milliseconds. */
const LOOK_EVERY_MS = 1_000;
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/**
 * Does what the calendar asks for: makes the relay keys of each day, closes periods on their
 * release day, pays therapists weekly, makes the slots of the days that have come into reach.
 * Each is idempotent, so that several workers may look at the clock, and a crash repeats nothing.
 * Each is done beside the others: one that fails or is stuck holds up none, is told with its
 * reason, and is tried again after ever longer pauses.
 */
@Injectable()
export class Scheduler implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> = Promise.resolve();
  private paidWeek = '';
  private payAgain = new Date(0);
  private plannedDay = '';
  private readonly retries: Retries;
  private stopped = false;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
    @Inject(STANDINGS) private readonly standings: Standings,
    private readonly closing: DueClosings,
    private readonly payouts: PayoutsService,
    private readonly availability: AvailabilityService,
    private readonly relayKeys: RelayKeys,
  ) {
    this.retries = new Retries(clock);
  }

  onApplicationBootstrap(): void {
    this.schedule();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.looking;
  }

  /** Do what is due at this moment, after any look before. Never throws: what fails is told. */
  look(): Promise<void> {
    return this.looking = this.looking.then(() => this.lookNow());
  }

  private async lookNow(): Promise<void> {
    await this.attempt('relay-key', () => this.relayKeys.renew());
    // Nobody is paid and nothing is released on what a restore may have forgotten.
    if (this.standings.state() !== 'open') return;
    await Promise.all([
      this.attempt('close-periods', () => this.closePeriods()),
      this.attempt('weekly-payouts', () => this.payWeekly()),
      this.attempt('plan-slots', () => this.planDaily()),
    ]);
  }

  private async attempt(name: string, task: () => Promise<void>): Promise<void> {
    if (!this.retries.isDue(name)) return;
    try {
      await task();
      this.retries.succeeded(name);
    } catch (error) {
      const attempt = this.retries.failed(name);
      this.log.write('error', { event: 'schedule-failed', name, code: nameOf(error), attempt });
    }
  }

  private async closePeriods(): Promise<void> {
    const { closed } = await this.closing.closeDue();
    if (closed > 0) this.log.write('info', { event: 'periods-closed', count: closed });
  }

  private async payWeekly(): Promise<void> {
    const week = weekOf(this.clock.now());
    if (week === this.paidWeek || this.clock.now() < this.payAgain) return;
    const outcome = await this.payouts.runWeekly(runIdOf(week));
    if (outcome === 'paid') this.paidWeek = week;
    if (outcome !== 'waits') return;
    this.payAgain = new Date(this.clock.now().getTime() + HOUR_MS);
    this.log.write('error', { event: 'payouts-wait' });
  }

  private async planDaily(): Promise<void> {
    const day = today(this.clock);
    if (day !== this.plannedDay) await this.availability.planAhead();
    this.plannedDay = day;
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      void this.look().finally(() => this.schedule());
    }, LOOK_EVERY_MS);
  }
}

/** Number of the week since 1970, which begins on Thursday: the pay date. */
function weekOf(now: Date): string {
  return String(Math.floor(now.getTime() / WEEK_MS));
}

/** The id of a week's run: the same for every worker, so that it takes place once. */
function runIdOf(week: string): string {
  const hash = createHash('sha256').update(`sotto weekly payouts ${week}`).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x40;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20),
    hex.slice(20, 32)].join('-');
}
