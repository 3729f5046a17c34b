import type { Exchange } from './exchange.ts';
import { Refusal } from './refusal.ts';

/** After this long the person is told that the vault is slow or stopped. */
const SLOW_AFTER_MS = 3_000;
const GIVE_UP_AFTER_MS = 10 * 60_000;
/** Passing faults in a row, once the request was taken, before the person is told. */
const MOST_FAULTS = 5;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;
/** Gone by themselves, as a rule. */
const PASSING = new Set(['OFFLINE', 'UNREACHABLE', 'AWAY', 'RATE_LIMITED']);

/** How a request fares, for the screen: `waiting` when the vault has not answered yet. */
export type LineStatus = 'sent' | 'waiting' | 'answered';

/**
 * The way to the vault: it decides when a request leaves, and sends it again when it was not
 * answered. What changes something carries a key by which nothing is done twice.
 */
export interface Line {
  /**
   * Ask by a binary HTTP request.
   *
   * @returns the binary HTTP answer.
   * @throws Refusal, `STOPPED` after ten minutes without an answer; what `signal` gives as reason.
   */
  ask(inner: Uint8Array, signal: AbortSignal): Promise<Uint8Array>;
}

/** One request while it is sent again and again: what is known of it, and when it is given up. */
export class Errand {
  private readonly begun: number;
  private faults = 0;
  /** The relay took it, and nobody said what came of it. */
  private wasTaken = false;
  private mayBeDone = false;

  /**
   * @param now milliseconds, monotonic.
   * @param mostLost faults in a row that are passed over before the relay took it.
   */
  constructor(
    private readonly now: () => number = () => performance.now(), private readonly mostLost = 0,
  ) {
    this.begun = now();
  }

  /** What is known of it while it has no answer. */
  get fate(): 'unsent' | 'unknown' {
    return this.mayBeDone ? 'unknown' : 'unsent';
  }

  /** Hear that it was not answered; it is to be sent again then. @throws Refusal to give it up. */
  failed(error: unknown): void {
    if (!(error instanceof Refusal)) throw error;
    // The relay took it, and no answer came in its time; or it is full, and took nothing.
    const isLate = error.code === 'UNAVAILABLE' && error.fate === 'unknown';
    const isFull = error.code === 'OVERLOADED' && error.fate === 'refused';
    this.wasTaken ||= isLate;
    this.mayBeDone ||= error.fate === 'unknown';
    this.faults = isLate || isFull ? 0 : this.faults + 1;
    if (this.faults > 0 && (this.faults > this.mostFaults(error) || !PASSING.has(error.code))) {
      throw this.fate === error.fate || !this.mayBeDone ? error : error.of('unknown');
    }
    if (this.now() - this.begun > GIVE_UP_AFTER_MS) {
      throw new Refusal('STOPPED', 'The vault does not answer.', { fate: this.fate });
    }
  }

  private mostFaults({ code }: Refusal): number {
    if (this.wasTaken) return Math.max(MOST_FAULTS, this.mostLost);
    // A device that knows of having no connection need not find it out again and again.
    return code === 'OFFLINE' ? 0 : this.mostLost;
  }
}

/** What sending at once may be given. */
export interface AtOnceOptions {
  /** Hears how a request fares. */
  readonly onStatus?: ((status: LineStatus) => void) | undefined;
  readonly now?: () => number;
  /** Resolves after so many milliseconds. @throws what `signal` gives as reason. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * A line on which a request leaves as soon as it is asked, and nothing else does: for programs and
 * tests. Whoever carries the requests sees when a person does something.
 */
export function atOnce(
  exchange: Pick<Exchange, 'send'>, { onStatus, now, pause = sleep }: AtOnceOptions = {},
): Line {
  const statuses = new StatusReporter(onStatus, pause);
  const untilAnswered = async (inner: Uint8Array, signal: AbortSignal) => {
    const errand = new Errand(now);
    for (let ms = FIRST_PAUSE_MS; ; ms = Math.min(ms * 1.5, LONGEST_PAUSE_MS)) {
      try {
        return await exchange.send(inner, signal);
      } catch (error) {
        errand.failed(error);
      }
      await pause(ms, signal);
    }
  };
  return { ask: (inner, signal) => statuses.of(untilAnswered(inner, signal)) };
}

/** Tells how the requests of one line fare: together, since a screen waits for all of them. */
export class StatusReporter {
  private readonly slow = new Set<Promise<unknown>>();

  constructor(
    private readonly onStatus: AtOnceOptions['onStatus'],
    private readonly pause: NonNullable<AtOnceOptions['pause']> = sleep,
    private readonly slowAfterMs = SLOW_AFTER_MS,
  ) {}

  /** The answer, while it is told how it fares. */
  async of<T>(answer: Promise<T>): Promise<T> {
    const ended = new AbortController();
    if (this.slow.size === 0) this.onStatus?.('sent');
    this.pause(this.slowAfterMs, ended.signal).then(() => {
      if (ended.signal.aborted) return;
      this.slow.add(answer);
      this.onStatus?.('waiting');
    }, () => undefined);
    try {
      const bytes = await answer;
      this.slow.delete(answer);
      if (this.slow.size === 0) this.onStatus?.('answered');
      return bytes;
    } finally {
      this.slow.delete(answer);
      ended.abort();
    }
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    }, { once: true });
  });
}
