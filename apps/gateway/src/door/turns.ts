import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from './api-error.ts';
import { Throttle } from './throttle.ts';

interface Line {
  waiting: number;
  tail: Promise<void>;
}

/** How attempts are slowed. */
export interface TurnsOptions {
  /** Failures in each window that cost nothing. */
  readonly free: number;
  readonly windowMs: number;
  /** After so many failures attempts are made one by one, with this between them. */
  readonly pauseMs: number;
  /** Attempts that may wait for their turn. */
  readonly mostWaiting: number;
}

const BUSY = 'Many tries come from your network just now. Try again in a few seconds.';

/**
 * Attempts by somebody who may be guessing. Failures are counted, and after some of them the next
 * attempts wait for their turn; none is refused for what others did. So a guesser becomes slow, and
 * whoever shares her address and is right still gets in.
 */
export class Turns {
  private readonly failures: Throttle;
  private readonly lines = new Map<string, Line>();

  /** @param now milliseconds, monotonic. @param pause resolves after so many milliseconds */
  constructor(
    private readonly options: TurnsOptions, now?: () => number,
    private readonly pause: (ms: number) => Promise<unknown> = (ms) => sleep(ms),
  ) {
    this.failures = new Throttle(options.free, options.windowMs, now);
  }

  /**
   * Make an attempt, in its turn. It is counted before it is made, so that many at once are too.
   *
   * @param isGuess whether what came of it is a failure that counts.
   * @throws ApiError OVERLOADED when too many wait already; whatever `attempt` throws.
   */
  async during<T>(
    who: readonly string[], attempt: () => Promise<T>, isGuess: (outcome: T) => boolean,
  ): Promise<T> {
    const leave = this.failures.isOver(...who) ? await this.waitInLine(who) : undefined;
    const giveBack = this.failures.add(...who);
    try {
      const outcome = await attempt();
      if (!isGuess(outcome)) giveBack();
      return outcome;
    } catch (error) {
      giveBack();
      throw error;
    } finally {
      leave?.();
    }
  }

  /** Resolves when it is one's turn, with the way to let the next one have hers. */
  private async waitInLine(who: readonly string[]): Promise<() => void> {
    const mark = this.failures.markOf(...who);
    const line = this.lines.get(mark) ?? { waiting: 0, tail: Promise.resolve() };
    if (line.waiting >= this.options.mostWaiting) throw new ApiError('OVERLOADED', BUSY);
    this.lines.set(mark, line);
    line.waiting += 1;
    const before = line.tail;
    let done: () => void = () => undefined;
    line.tail = new Promise((resolve) => { done = resolve; });
    await before;
    return () => {
      void this.pause(this.options.pauseMs).then(() => {
        line.waiting -= 1;
        if (line.waiting === 0) this.lines.delete(mark);
        done();
      });
    };
  }
}
