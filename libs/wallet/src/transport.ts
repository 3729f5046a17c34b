import { Refusal, refusalOf } from './refusal.ts';

/** One request on its way out, to a path of the service. */
export interface Outgoing {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

/** An answer as it came, with its text or bytes still to be read. */
export interface Incoming {
  readonly status: number;
  /** Led elsewhere: the service never does so, networks that want a sign-in do. */
  readonly redirected: boolean;
  header(name: string): string | null;
  text(): Promise<string>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * How a wallet reaches the service; it follows no redirect.
 *
 * @throws Refusal `OFFLINE` or `UNREACHABLE`, also while the answer is read; AbortError.
 */
export type Transport = (outgoing: Outgoing) => Promise<Incoming>;

/** What to think of an answer that is not the service's. @param now for a date to come again. */
export function foreign({ status, redirected, header }: Incoming, now: Date): Refusal {
  return refusalOf({ status, redirected, retryAfter: header('retry-after') }, now.getTime());
}
