import { ownBytes } from '#pseudonym/bytes';
import { Refusal } from '../refusal.ts';
import type { Transport } from '../transport.ts';

/**
 * The transport of a page.
 *
 * @param credentials `same-origin` where a cookie signs in (HR), `omit` everywhere else.
 * @param origin whom it asks: the page's own by default.
 */
export function overFetch(credentials: 'same-origin' | 'omit', origin = ''): Transport {
  return async ({ path, method, headers, body, signal }) => {
    // Only where there was no connection to begin with is it known that nothing left.
    const wasOffline = isOffline();
    const fault = (): Refusal => {
      signal?.throwIfAborted();
      if (wasOffline) return new Refusal('OFFLINE', 'There is no connection.', { fate: 'unsent' });
      return isOffline()
        ? new Refusal('OFFLINE', 'The connection went away.', { fate: 'unknown' })
        : new Refusal('UNREACHABLE', 'Nothing came back from the service.');
    };
    const response = await fetch(`${origin}${path}`, {
      method, redirect: 'manual', referrerPolicy: 'no-referrer', cache: 'no-store', credentials,
      ...(headers ? { headers } : {}), ...(signal ? { signal } : {}),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : ownBytes(body) }),
    }).catch(() => { throw fault(); });
    return {
      status: response.status, redirected: response.type === 'opaqueredirect',
      header: (name) => response.headers.get(name),
      text: () => response.text().catch(() => { throw fault(); }),
      bytes: async () => new Uint8Array(
        await response.arrayBuffer().catch(() => { throw fault(); })),
    };
  };
}

function isOffline(): boolean {
  return globalThis.navigator?.onLine === false;
}
