import type { BeatPorts, Pace } from './beats.ts';

/** Mean gaps between two beats, in milliseconds. */
export interface Means {
  /** While the page is used. */
  readonly touched: number;
  /** While it lies open. */
  readonly untouched: number;
}

/** What a page keeps to unless it is told otherwise. */
export const MEANS: Means = { touched: 1_500, untouched: 15_000 };
/** The mean gap of a page that lies open in quiet mode, where bytes are dear. */
export const QUIET_MS = 60_000;

/** A page is used for this long after a touch. */
const TOUCHED_FOR_MS = 30_000;

/** What a page knows when its pace begins. */
interface Begin {
  readonly means: Means;
  readonly isSeen: boolean;
  readonly isQuiet: boolean;
}

/**
 * The pace of one page: fast for half a minute after a touch, slow while it lies open, nothing
 * while nobody can see it. It follows from these alone, whatever the page is used for.
 */
export class PagePace implements Pace {
  private readonly listeners = new Set<() => void>();
  private isTouched = false;
  private forget: () => void = () => undefined;

  constructor(
    private state: Begin, private readonly time: Pick<BeatPorts, 'after'>,
  ) {}

  /** @inheritdoc */
  meanMs(): number | undefined {
    const { means, isSeen, isQuiet } = this.state;
    if (!isSeen) return undefined;
    if (this.isTouched) return means.touched;
    return isQuiet ? Math.max(QUIET_MS, means.untouched) : means.untouched;
  }

  /** @inheritdoc */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => { this.listeners.delete(listener); };
  };

  /** Somebody touched it: a pointer, a finger, a wheel, a key or typing. */
  touch(): void {
    this.forget();
    this.forget = this.time.after(TOUCHED_FOR_MS, () => { this.become({}, false); });
    if (!this.isTouched) this.become({}, true);
  }

  /** Whether it can be seen. */
  seen(isSeen: boolean): void {
    this.become({ isSeen });
  }

  /** Whether it is quiet while it lies open. */
  quiet(isQuiet: boolean): void {
    this.become({ isQuiet });
  }

  private become(change: Partial<Begin>, isTouched = this.isTouched): void {
    this.state = { ...this.state, ...change };
    this.isTouched = isTouched;
    for (const listener of this.listeners) listener();
  }
}
