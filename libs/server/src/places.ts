import { setTimeout as sleep } from 'node:timers/promises';

/** Too many passwords are being hashed: the caller may try again shortly. */
export class PasswordQueueFull extends Error {
  override readonly name = 'PasswordQueueFull';
}

/** How many are served. */
export interface PlacesOptions {
  /** Those with one mark who are served at once. */
  readonly atOnce: number;
  /** Those with one mark who may wait. */
  readonly mostWaiting: number;
  /** Milliseconds for which a place is kept after what was done in it; none where left out. */
  readonly pauseMs?: number;
  /** What those beyond are told; where left out, that too many passwords are hashed. */
  readonly full?: () => Error;
}

interface Share {
  running: number;
  readonly waiting: (() => void)[];
}

/**
 * Places at what is dear, shared out by a mark of who comes: so many with one mark are served at
 * once, whatever comes of it. More with the same mark wait for their turn, and take no place from
 * others.
 */
export class Places {
  private readonly shares = new Map<string, Share>();

  /** @param pause resolves after so many milliseconds */
  constructor(
    private readonly options: PlacesOptions,
    private readonly pause: (ms: number) => Promise<unknown> = (ms) => sleep(ms),
  ) {}

  /** Do something in a place of this mark. @throws as `enter` does; whatever `work` throws. */
  async during<T>(mark: string, work: () => Promise<T>): Promise<T> {
    const leave = await this.enter(mark);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /**
   * Resolves when a place of this mark is free, with the way to leave it.
   *
   * @throws what those beyond are told, when too many wait already.
   */
  async enter(mark: string): Promise<() => void> {
    const { atOnce, mostWaiting, full = () => new PasswordQueueFull() } = this.options;
    const share = this.shares.get(mark) ?? { running: 0, waiting: [] };
    if (share.running < atOnce) {
      this.shares.set(mark, share);
      share.running += 1;
    } else {
      if (share.waiting.length >= mostWaiting) throw full();
      await new Promise<void>((resolve) => share.waiting.push(resolve));
    }
    return () => { void this.leave(mark, share); };
  }

  private async leave(mark: string, share: Share): Promise<void> {
    const { pauseMs = 0 } = this.options;
    if (pauseMs > 0) await this.pause(pauseMs);
    const next = share.waiting.shift();
    if (next) {
      next();
      return;
    }
    share.running -= 1;
    if (share.running === 0) this.shares.delete(mark);
  }
}
