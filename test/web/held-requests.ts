import type { BrowserContext } from 'playwright-core';

/** A sealed request that is kept from the vault until it is let go. */
export interface HeldRequest {
  letGo(): void;
}

/** Hold the next sealed request on its way. Every other one passes. */
export async function holdNextRequest(context: BrowserContext): Promise<HeldRequest> {
  const free = Promise.withResolvers<undefined>();
  let holds = true;
  await context.route('**/relay', async (route) => {
    const isNext = holds;
    holds = false;
    if (isNext) await free.promise;
    return route.fallback();
  });
  return { letGo: () => free.resolve(undefined) };
}
