import { createHmac, randomBytes } from 'node:crypto';
import { networkOf, ONE_CALLER } from '../network.ts';

const MINUTE_MS = 60_000;
/** Beats of an open page that is touched, a minute: one in a second and a half, at the mean. */
export const BEATS_A_MINUTE = 40;
/** Files that an open page fetches a minute at most, at the mean: a handful when it begins. */
export const FILES_A_MINUTE = 4;
/** They come at random (beats are a Poisson process): so many standard deviations more are room. */
const DEVIATIONS = 6;
/** What comes from everywhere together, in full offices. */
const OFFICES_AT_ONCE = 20;

/** Requests a minute that so many open pages send at most, where each sends so many. */
export function requestsOf(pages: number, aMinute: number): number {
  const mean = pages * aMinute;
  return Math.ceil(mean + DEVIATIONS * Math.sqrt(mean));
}

/**
 * How many requests of a kind are taken, in open pages behind one address. An address is held as an
 * HMAC under a key of this process, which is drawn anew every minute with all counts set back: no
 * memory dump has an address in it, and none tells who was here a minute before.
 */
export class Allowance {
  private readonly perAddress: number;
  private readonly together: number;
  private readonly counts = new Map<string, number>();
  private key = randomBytes(32);
  private all = 0;
  private ends = 0;

  /**
   * @param pages open pages behind one address, each with so many requests `aMinute` at the mean.
   * @param now milliseconds, monotonic.
   */
  constructor(
    pages: number, aMinute: number, private readonly now: () => number = () => performance.now(),
  ) {
    this.perAddress = requestsOf(pages, aMinute);
    this.together = this.perAddress * OFFICES_AT_ONCE;
  }

  /**
   * Whether there is room for one more request of this address; `undefined` where many callers
   * cannot be told apart, and only what all together may send is counted.
   */
  admits(address: string | undefined): boolean {
    if (this.now() >= this.ends) this.begin();
    if (this.all >= this.together) return false;
    if (address !== undefined && !this.take(address)) return false;
    this.all += 1;
    return true;
  }

  private take(address: string): boolean {
    const mark = createHmac('sha256', this.key).update(networkOf(address, ONE_CALLER))
      .digest('base64');
    const count = this.counts.get(mark) ?? 0;
    if (count >= this.perAddress) return false;
    this.counts.set(mark, count + 1);
    return true;
  }

  private begin(): void {
    this.ends = this.now() + MINUTE_MS;
    this.key = randomBytes(32);
    this.counts.clear();
    this.all = 0;
  }
}
