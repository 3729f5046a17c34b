import { CodedError } from '#server/coded-error';
import { Places } from '#server/places';
import { Throttle } from './throttle.ts';

/** How attempts are slowed. */
export interface TurnsOptions {
  /** Failures in each window that cost nothing. */
  readonly free: number;
  readonly windowMs: number;
  /** After so many failures attempts are made one by one, with this between them. */
  readonly pauseMs: number;
  /** Attempts that may be made or wait for their turn. */
  readonly mostWaiting: number;
  /** What is told to whom too many wait before. */
  readonly words?: string;
}

const BUSY = 'Many tries come from your network just now. Try again in a few seconds.';

/**
 * Attempts by somebody who may be guessing. Failures are counted, and after some of them the next
 * attempts wait for their turn; none is refused for what others did. So a guesser becomes slow, and
 * whoever shares her address and is right still gets in.
 */
export class Turns {
  private readonly failures: Throttle;
  private readonly places: Places;

  /** @param now milliseconds, monotonic. @param pause resolves after so many milliseconds */
  constructor(
    options: TurnsOptions, now?: () => number, pause?: (ms: number) => Promise<unknown>,
  ) {
    this.failures = new Throttle(options.free, options.windowMs, now);
    const { mostWaiting, pauseMs, words = BUSY } = options;
    this.places = new Places({
      atOnce: 1, mostWaiting: mostWaiting - 1, pauseMs,
      full: () => new CodedError('OVERLOADED', words),
    }, pause);
  }

  /**
   * Make an attempt, in its turn. It is counted before it is made, so that many at once are too.
   *
   * @param isGuess whether what came of it is a failure that counts.
   * @throws CodedError OVERLOADED when too many wait already; whatever `attempt` throws.
   */
  async during<T>(
    who: readonly string[], attempt: () => Promise<T>, isGuess: (outcome: T) => boolean,
  ): Promise<T> {
    const leave = this.failures.isOver(...who)
      ? await this.places.enter(this.failures.markOf(...who)) : undefined;
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
}
