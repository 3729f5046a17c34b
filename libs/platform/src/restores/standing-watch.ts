import type { Clock } from '../clock.ts';
import type { Database, Tx } from '../database.ts';
import type { Log } from '../logging.ts';
import type { Look } from '../readiness.ts';
import { accept, advance, hear, isPlausible, tickOf, type Closed, type Tick } from './standing.ts';
import { keepStanding, newChallenge, readStanding } from './standing-store.ts';
import { nameOf } from '../unavailable.ts';

/** `unheard`: the partner has not answered since this process began, or lost its database. */
export type State = 'open' | 'unheard' | Closed;

/** Whether this domain may do what must not be done twice, and what it hears of that. */
export interface Standings {
  /** At this moment, as far as this process knows. */
  state(): State;
  /**
   * How things stand; where that is not known yet, a wait of three seconds at most, which is had
   * once: whoever asks after it is told at once that nothing was heard.
   */
  settled(): Promise<State>;
  /**
   * A tick of the partner's, its signature checked; `inside` may refuse it. One with a number that
   * no clock can have brought it to is left alone.
   */
  hear(tick: Tick, inside?: (tx: Tx) => Promise<void>): Promise<void>;
  /** An operator's word that what was forgotten by the restore is borne: go on. */
  accept(): Promise<void>;
}

/** For a process that has no partner, as in a spec or a bench. */
export const withoutPartner: Standings = {
  state: () => 'open', settled: () => Promise.resolve('open'),
  hear: () => Promise.resolve(), accept: () => Promise.resolve(),
};

const TICK_EVERY_MS = 30_000;
/** At a start the partner answers within some hundredths of a second, if it is there. */
const SETTLED_WITHIN_MS = 3_000;
const LOOK_EVERY_MS = 1_000;

/** Puts a tick of this domain, signed, into the outbox. */
export type PutTick = (tx: Tx, tick: Tick) => Promise<void>;

/**
 * Keeps in step with the partner domain: a tick at fixed times, whatever happens, and the partner's
 * ticks in return. A domain is closed until its partner has answered since the process began, and
 * as long as one of the two was restored and no operator has said what is to be.
 */
export class StandingWatch implements Standings {
  private timer: NodeJS.Timeout | undefined;
  private lastTick = 0;
  private isBusy = false;
  private highest = 0;
  private isHeard = false;
  private known: State = 'unheard';
  private underWay: Promise<void> = Promise.resolve();
  /** The one wait of this while of not knowing; over, none waits any more. */
  private waited: Promise<void> | undefined;
  private endWait: () => void = () => undefined;

  constructor(
    private readonly db: Database, private readonly log: Log, private readonly clock: Clock,
    private readonly put: PutTick,
    /** What to tell a partner that was restored and goes on, in the transaction that hears so. */
    private readonly tellAgain: (tx: Tx) => Promise<void> = () => Promise.resolve(),
  ) {}

  state(): State {
    return this.known;
  }

  /** Ask the partner now, and from then on at fixed times. */
  async start(): Promise<void> {
    await this.ask(true);
    this.lastTick = this.clock.now().getTime();
    this.timer = setInterval(() => {
      if (this.isBusy) return;
      this.isBusy = true;
      this.underWay = this.tick().catch((error: unknown) => {
        this.log.write('warn', { event: 'standing-trouble', code: nameOf(error) });
      }).finally(() => { this.isBusy = false; });
    }, LOOK_EVERY_MS).unref();
  }

  /** All who ask wait for one thing, once: a crowd of strangers costs no more than one. */
  async settled(): Promise<State> {
    if (this.known !== 'unheard') return this.known;
    this.waited ??= new Promise((resolve) => {
      const timer = setTimeout(resolve, SETTLED_WITHIN_MS);
      this.endWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    await this.waited;
    return this.known;
  }

  /** End, once what is under way has finished. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.endWait();
    await this.underWay;
  }

  async hear(tick: Tick, inside: (tx: Tx) => Promise<void> = () => Promise.resolve()):
  Promise<void> {
    if (!isPlausible(tick, this.clock.now())) {
      this.log.write('warn', { event: 'standing-trouble', code: 'implausible-tick' });
      return;
    }
    await this.db.transaction('hear-tick', async (tx) => {
      await inside(tx);
      const before = await readStanding(tx, true);
      const { standing, reply } = hear(before, tick, newChallenge());
      await keepStanding(tx, standing);
      if (before.closed === 'partner-restored' && !standing.closed) await this.tellAgain(tx);
      if (reply !== 'none') await this.put(tx, tickOf(standing, reply === 'ask'));
    });
    await this.look();
  }

  async accept(): Promise<void> {
    await this.db.transaction('accept-restore', async (tx) => {
      const standing = accept(await readStanding(tx, true), newChallenge());
      await keepStanding(tx, standing);
      await this.put(tx, tickOf(standing, true));
    });
    await this.look();
  }

  /** See how things stand: other processes of this domain hear ticks too. */
  async look(): Promise<void> {
    const { own, answered, closed } = await this.db.read('standing', (tx) => readStanding(tx));
    // The database came back further back than this process has seen it.
    if (own.number < this.highest) {
      this.highest = own.number;
      this.isHeard = false;
      this.become('unheard');
      await this.ask(true);
      return;
    }
    this.highest = own.number;
    this.isHeard ||= answered;
    this.become(closed ?? (this.isHeard ? 'open' : 'unheard'));
  }

  /** Tell the partner how things stand, and ask it: at a start, and at fixed times. */
  async ask(starts = false): Promise<void> {
    await this.db.transaction('tick', async (tx) => {
      const standing = advance(await readStanding(tx, true), newChallenge(), starts);
      await keepStanding(tx, standing);
      await this.put(tx, tickOf(standing, true));
    });
  }

  private async tick(): Promise<void> {
    await this.look();
    const now = this.clock.now().getTime();
    if (Math.abs(now - this.lastTick) < TICK_EVERY_MS) return;
    this.lastTick = now;
    await this.ask();
  }

  private become(state: State): void {
    if (state === this.known) return;
    const level = state === 'open' ? 'info' : 'error';
    if (state !== 'unheard') this.log.write(level, { event: 'standing', name: state });
    this.known = state;
    this.endWait();
    this.waited = undefined;
  }
}

/** For the readiness of a process: closed after a restore is not ready, whatever else is well. */
export function standingLook(standings: Pick<Standings, 'state'>): Look {
  return () => {
    const state = standings.state();
    const isClosed = state === 'restored' || state === 'partner-restored';
    return Promise.resolve(isClosed ? `${state}: see \`operator restore status\`` : null);
  };
}
