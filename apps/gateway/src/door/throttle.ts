import { createHmac, randomBytes } from 'node:crypto';
import { ApiError } from './api-error.ts';

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
  private readonly key = randomBytes(32);
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
   * @throws ApiError RATE_LIMITED, the same whatever would have come of the attempt.
   */
  expectRoom(...who: string[]): void {
    const window = this.windows.get(this.mark(who));
    if (window && window.ends > this.now() && window.count >= this.most) {
      throw new ApiError('RATE_LIMITED', 'Too many attempts. Wait a few minutes and try again.');
    }
  }

  /** Count one attempt. */
  count(...who: string[]): void {
    const mark = this.mark(who);
    const now = this.now();
    const window = this.windows.get(mark);
    if (window && window.ends > now) {
      window.count += 1;
      return;
    }
    this.windows.delete(mark);
    if (this.windows.size >= MOST_WINDOWS) this.forgetOldest();
    this.windows.set(mark, { ends: now + this.windowMs, count: 1 });
  }

  private mark(who: readonly string[]): string {
    return createHmac('sha256', this.key).update(JSON.stringify(who)).digest('base64');
  }

  private forgetOldest(): void {
    const [oldest] = this.windows.keys();
    if (oldest !== undefined) this.windows.delete(oldest);
  }
}
