import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '#server/coded-error';

interface Line {
  waiting: number;
  tail: Promise<void>;
}

/** How people stand in line. */
export interface LinesOptions {
  /** Those of one line who are served or wait. */
  readonly mostWaiting: number;
  /** Milliseconds between one and the next. */
  readonly pauseMs: number;
  /** What is told to whom the line is too long. */
  readonly words: string;
}

/** Lines of callers, each by its mark: whoever stands in one is served after those before her. */
export class Lines {
  private readonly lines = new Map<string, Line>();

  /** @param pause resolves after so many milliseconds */
  constructor(
    private readonly options: LinesOptions,
    private readonly pause: (ms: number) => Promise<unknown> = (ms) => sleep(ms),
  ) {}

  /** Do something in its turn. @throws CodedError OVERLOADED; whatever `work` throws. */
  async during<T>(mark: string, work: () => Promise<T>): Promise<T> {
    const leave = await this.enter(mark);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /**
   * Resolves when it is one's turn, with the way to let the next one have hers.
   *
   * @throws CodedError OVERLOADED when too many stand there already.
   */
  async enter(mark: string): Promise<() => void> {
    const line = this.lines.get(mark) ?? { waiting: 0, tail: Promise.resolve() };
    if (line.waiting >= this.options.mostWaiting) {
      throw new CodedError('OVERLOADED', this.options.words);
    }
    this.lines.set(mark, line);
    line.waiting += 1;
    const before = line.tail;
    let done: () => void = () => undefined;
    line.tail = new Promise((resolve) => { done = resolve; });
    await before;
    return () => { void this.leave(mark, line, done); };
  }

  private async leave(mark: string, line: Line, done: () => void): Promise<void> {
    if (this.options.pauseMs > 0) await this.pause(this.options.pauseMs);
    line.waiting -= 1;
    if (line.waiting === 0) this.lines.delete(mark);
    done();
  }
}
