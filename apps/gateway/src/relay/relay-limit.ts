import { Throttle } from '../door/throttle.ts';

const MINUTE_MS = 60_000;
/** What comes from everywhere together, in limits of one address. */
const ADDRESSES_AT_ONCE = 100;

/**
 * How many sealed requests the relay takes. It counts by a caller's address, which it holds as an
 * HMAC under a key of this process alone for as long as a window lasts, and by nothing else:
 * whoever calls, and for what, is unknown here.
 */
export class RelayLimit {
  private readonly requests: Throttle;
  private readonly all: Throttle;

  /** @param perMinute requests of one address in a minute; `now` in milliseconds, monotonic. */
  constructor(perMinute: number, now?: () => number) {
    this.requests = new Throttle(perMinute, MINUTE_MS, now);
    this.all = new Throttle(perMinute * ADDRESSES_AT_ONCE, MINUTE_MS, now);
  }

  /**
   * Whether there is room for one more request of this address; `undefined` where many callers
   * cannot be told apart, and only what all together may send is counted.
   */
  admits(address: string | undefined): boolean {
    return (address === undefined || this.requests.take(address)) && this.all.take();
  }
}
