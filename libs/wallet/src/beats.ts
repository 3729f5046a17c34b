import type { Exchange } from './exchange.ts';
import { Errand, StatusReporter, type LineStatus, type Line } from './line.ts';
import { Refusal, type Fate } from './refusal.ts';

/*
 * When a page sends is drawn by lot and by nothing else. A person's steps ride in beats that come
 * anyhow, so whoever watches does not learn that there was a step. The gaps are exponential (a
 * Poisson process): it has no memory, so nobody can tell which page a beat came from by when the
 * one before it came.
 */

/** How fast a page beats at the moment. */
export interface Pace {
  /** The mean gap between two beats; undefined while nothing is sent. */
  meanMs(): number | undefined;
  /** Hear when it may have changed; gives the way to stop. */
  subscribe(listener: () => void): () => void;
}

/** Where beats get time and chance from. */
export interface BeatPorts {
  readonly pace: Pace;
  /** Above 0 and below 1, evenly, where nobody can foresee it. */
  random(): number;
  /** Do something after this long; gives the way to call it off. */
  after(ms: number, then: () => void): () => void;
  /** Milliseconds, monotonic. */
  now(): number;
  /** Hears how a step fares. */
  readonly onStatus?: (status: LineStatus) => void;
  /** A step without an answer for so long takes longer than usual. */
  readonly slowAfterMs: number;
}

/** The time of the machine that runs it. */
export const machineTime: Pick<BeatPorts, 'now' | 'after'> = {
  now: () => performance.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => { clearTimeout(timer); };
  },
};

/** Beats that may be without an answer at once; the next is left out then. */
const MOST_UNANSWERED = 4;
/** An answer that takes longer than this is not waited for: its step rides again. */
const ANSWER_WITHIN_MS = 30_000;
/** Beats in a row that are lost on the way before the person is told. */
const MOST_LOST = 12;

interface Step {
  /** Counted up: what was asked first rides first, also where it has to ride again. */
  readonly place: number;
  readonly inner: Uint8Array;
  readonly errand: Errand;
  answer(bytes: Uint8Array): void;
  fail(error: unknown): void;
}

/**
 * Random beats: each carries the step that has waited longest, or else a filler. No step changes
 * when a beat comes: none hurries it, and no beat waits for the answer to the one before.
 */
export class Beats implements Line {
  private waiting: readonly Step[] = [];
  private riding: readonly Step[] = [];
  private asked = 0;
  private unanswered = 0;
  private mean: number | undefined;
  private running: AbortController | undefined;
  private callOff = nothing;
  private readonly statuses: StatusReporter;

  constructor(
    private readonly exchange: Pick<Exchange, 'send'>, private readonly ports: BeatPorts,
  ) {
    const { onStatus, slowAfterMs } = ports;
    this.statuses = new StatusReporter(onStatus, (ms, over) => this.pause(ms, over), slowAfterMs);
  }

  /** Beat from now on, until `stop`. */
  begin(): void {
    if (this.running) return;
    this.running = new AbortController();
    const unsubscribe = this.ports.pace.subscribe(() => { this.keepPace(); });
    this.running.signal.addEventListener('abort', unsubscribe, { once: true });
    this.plan();
  }

  /** Nothing is sent any more; steps without an answer fail with what may be done of them. */
  stop(): void {
    this.callOff();
    this.running?.abort();
    this.running = undefined;
    const { riding, waiting } = this;
    this.riding = this.waiting = [];
    for (const step of riding) step.fail(ended('unknown'));
    for (const step of waiting) step.fail(ended(step.errand.fate));
  }

  /** Ask with the next beat that has room. @throws Refusal `STOPPED` also while there are none. */
  ask(inner: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    if (!this.running) return Promise.reject(ended('unsent'));
    const answer = new Promise<Uint8Array>((resolve, reject) => {
      signal.throwIfAborted();
      const errand = new Errand(this.ports.now, MOST_LOST);
      const step = { place: this.asked += 1, inner, errand, answer: resolve, fail: reject };
      this.waiting = [...this.waiting, step];
      signal.addEventListener('abort', () => {
        this.forget(step);
        reject(signal.reason as Error);
      }, { once: true });
    });
    return this.statuses.of(answer);
  }

  /** Never resolves once `over` is aborted. */
  private pause(ms: number, over: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      over.addEventListener('abort', this.ports.after(ms, resolve), { once: true });
    });
  }

  /** A beat that has left goes on: to break it off would be seen. */
  private forget(step: Step): void {
    this.waiting = without(this.waiting, step);
    this.riding = without(this.riding, step);
  }

  /** Draw the next gap. The one that was drawn before had no memory, so to draw anew is fair. */
  private plan(): void {
    this.callOff();
    this.callOff = nothing;
    this.mean = this.ports.pace.meanMs();
    if (this.mean === undefined) return;
    const gap = -Math.log(this.ports.random()) * this.mean;
    this.callOff = this.ports.after(gap, () => {
      this.plan();
      this.beat();
    });
  }

  private keepPace(): void {
    if (this.ports.pace.meanMs() !== this.mean) this.plan();
  }

  private beat(): void {
    const { running } = this;
    if (!running || this.unanswered >= MOST_UNANSWERED) return;
    const [step, ...later] = this.waiting;
    this.waiting = later;
    if (step) this.riding = [...this.riding, step];
    this.unanswered += 1;
    this.send(step?.inner ?? null, running.signal).then(
      (bytes) => { this.came(step, () => step?.answer(bytes)); },
      (error: unknown) => { this.came(step, () => { this.again(step, error); }); },
    );
  }

  private async send(inner: Uint8Array | null, ended: AbortSignal): Promise<Uint8Array> {
    const late = new AbortController();
    const callOff = this.ports.after(ANSWER_WITHIN_MS, () => { late.abort(); });
    try {
      return await this.exchange.send(inner, AbortSignal.any([ended, late.signal]));
    } catch (error) {
      throw late.signal.aborted ? new Refusal('UNAVAILABLE', 'No answer came in time.') : error;
    } finally {
      callOff();
    }
  }

  /** A beat is over. What it carried may have been given up meanwhile. */
  private came(step: Step | undefined, settle: () => void): void {
    this.unanswered -= 1;
    if (!step || !this.riding.includes(step)) return;
    this.riding = without(this.riding, step);
    settle();
  }

  /** What was lost in passing rides again, before all that was asked later. */
  private again(step: Step | undefined, error: unknown): void {
    if (!step) return;
    try {
      step.errand.failed(error);
    } catch (given) {
      return step.fail(given);
    }
    this.waiting = [...this.waiting, step].sort((a, b) => a.place - b.place);
  }
}

/** Evenly between 0 and 1, both excluded, from the device's cryptographic source (52 bits). */
export function byLot(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return ((high >>> 6) * 2 ** 26 + (low >>> 6) + 0.5) / 2 ** 52;
}

function ended(fate: Fate): Refusal {
  return new Refusal('STOPPED', 'This page does not send any more.', { fate });
}

function without(steps: readonly Step[], step: Step): readonly Step[] {
  return steps.filter((one) => one !== step);
}

function nothing(): void {
  // There is nothing to call off.
}
