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
}

interface Share {
  running: number;
  readonly waiting: (() => void)[];
}

/**
 * Places at what is dear, shared out by a mark of who comes: so many with one mark are served at
 * once, whatever comes of it. More with the same mark wait, and take no place from others.
 */
export class Places {
  private readonly shares = new Map<string, Share>();

  constructor(private readonly options: PlacesOptions) {}

  /** Do something in a place of this mark. @throws PasswordQueueFull; whatever `work` throws. */
  async during<T>(mark: string, work: () => Promise<T>): Promise<T> {
    const share = this.shares.get(mark) ?? { running: 0, waiting: [] };
    if (share.running < this.options.atOnce) {
      this.shares.set(mark, share);
      share.running += 1;
    } else {
      if (share.waiting.length >= this.options.mostWaiting) throw new PasswordQueueFull();
      await new Promise<void>((resolve) => share.waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      this.leave(mark, share);
    }
  }

  private leave(mark: string, share: Share): void {
    const next = share.waiting.shift();
    if (next) {
      next();
      return;
    }
    share.running -= 1;
    if (share.running === 0) this.shares.delete(mark);
  }
}
