import { Refusal, refusalOf } from './refusal.ts';

/** An answer as it came, with its text or bytes still to be read. */
export interface Answer {
  readonly response: Response;
  text(): Promise<string>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Send one request, and follow no redirect: the service never sends one, networks that want a
 * sign-in do.
 *
 * @throws Refusal `OFFLINE` or `UNREACHABLE`, also while the answer is read; AbortError.
 */
export async function send(path: string, init: RequestInit): Promise<Answer> {
  const isOffline = () => globalThis.navigator?.onLine === false;
  // Only where there was no connection to begin with is it known that nothing left.
  const wasOffline = isOffline();
  const fault = (): Refusal => {
    init.signal?.throwIfAborted();
    if (wasOffline) return new Refusal('OFFLINE', 'There is no connection.', { fate: 'unsent' });
    return isOffline()
      ? new Refusal('OFFLINE', 'The connection went away.', { fate: 'unknown' })
      : new Refusal('UNREACHABLE', 'Nothing came back from the service.');
  };
  const response = await fetch(path, {
    ...init, method: 'POST', redirect: 'manual', referrerPolicy: 'no-referrer', cache: 'no-store',
  }).catch(() => { throw fault(); });
  return {
    response,
    text: () => response.text().catch(() => { throw fault(); }),
    bytes: async () => new Uint8Array(
      await response.arrayBuffer().catch(() => { throw fault(); })),
  };
}

/** What to think of an answer that is not the service's. */
export function foreign({ status, type, headers }: Response): Refusal {
  return refusalOf({
    status, redirected: type === 'opaqueredirect', retryAfter: headers.get('retry-after'),
  }, Date.now());
}
