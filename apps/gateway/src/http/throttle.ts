import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { networkOf, ONE_CALLER } from '#server/network';
import { CodedError } from '#server/coded-error';

interface Window {
  readonly ends: number;
  count: number;
}

const MOST_WINDOWS = 50_000;

/**
 * Counts attempts in fixed windows. A caller's address is only ever held as an HMAC under a key
 * that lives and dies with the process, so that no memory dump or log has an address in it.
 */
export class Throttle {
  private readonly key = createSecretKey(randomBytes(32));
  private readonly windows = new Map<string, Window>();

  /** @param most attempts in each window of `windowMs`; `now` in milliseconds, monotonic. */
  constructor(
    private readonly most: number,
    private readonly windowMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Refuse when the attempts of this window are used up.
   *
   * @throws CodedError RATE_LIMITED, the same whatever would have come of the attempt.
   */
  expectRoom(...who: string[]): void {
    if (!this.hasRoom(who)) {
      throw new CodedError('RATE_LIMITED', 'Too many attempts. Wait a few minutes and try again.');
    }
  }

  /**
   * Count an attempt before it is made, so that many at once are counted too. What is answered
   * gives it back: call it when the attempt was no guess.
   *
   * @throws CodedError RATE_LIMITED, the same whatever would have come of the attempt.
   */
  begin(...who: string[]): () => void {
    this.expectRoom(...who);
    return this.add(...who);
  }

  /** Count an attempt before it is made, whether or not there is room; answers as `begin` does. */
  add(...who: string[]): () => void {
    const window = this.counted(who);
    return () => { window.count -= 1; };
  }

  /** Whether the attempts of this window are used up. */
  isOver(...who: string[]): boolean {
    return !this.hasRoom(who);
  }

  /** Count one attempt, unless those of this window are used up: then false. */
  take(...who: string[]): boolean {
    if (!this.hasRoom(who)) return false;
    this.count(...who);
    return true;
  }

  /** Count one attempt. */
  count(...who: string[]): void {
    this.counted(who);
  }

  private counted(who: readonly string[]): Window {
    const mark = this.markOf(...who);
    const now = this.now();
    const open = this.windows.get(mark);
    if (open && open.ends > now) {
      open.count += 1;
      return open;
    }
    this.windows.delete(mark);
    if (this.windows.size >= MOST_WINDOWS) this.forgetOldest();
    const window = { ends: now + this.windowMs, count: 1 };
    this.windows.set(mark, window);
    return window;
  }

  private hasRoom(who: readonly string[]): boolean {
    const window = this.windows.get(this.markOf(...who));
    return !window || window.ends <= this.now() || window.count < this.most;
  }

  /** What a caller is held as: an HMAC under a key of this process. */
  markOf(...who: string[]): string {
    const parties = JSON.stringify(who.map((party) => networkOf(party, ONE_CALLER)));
    return createHmac('sha256', this.key).update(parties).digest('base64');
  }

  private forgetOldest(): void {
    const [oldest] = this.windows.keys();
    if (oldest !== undefined) this.windows.delete(oldest);
  }
}
