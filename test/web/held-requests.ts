import type { BrowserContext, Route } from 'playwright-core';
import { LARGEST_REQUEST } from '#pseudonym/padding';

/** Sealed requests that are kept from the vault until they are let go. */
export interface HeldRequests {
  letGo(): void;
}

/** What the relay answers when it cannot take a request just now. */
const BUSY = JSON.stringify({ code: 'UNAVAILABLE' });

/**
 * Hold the next sealed request that is no backup, as often as it is sent: a relay that is busy says
 * 503. Every other one passes.
 */
export async function holdNextRequest(context: BrowserContext): Promise<HeldRequests> {
  let held: Buffer | undefined;
  let holds = true;
  const hold = async (route: Route) => {
    const body = route.request().postDataBuffer();
    if (!holds || !body || body.length >= LARGEST_REQUEST) return route.fallback();
    held ??= body;
    return held.equals(body) ? route.fulfill({ status: 503, body: BUSY }) : route.fallback();
  };
  await context.route('**/relay', hold);
  return { letGo: () => { holds = false; } };
}
