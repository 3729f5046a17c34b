import type { Page } from 'playwright-core';
import { hide, waitingStep } from './page-time.ts';

/** A sealed request that is kept from the vault until it is let go. */
export interface HeldRequest {
  letGo(): void;
}

/**
 * Hold the request that carries a step, and let all others pass. Which one it is cannot be seen: a
 * page that is hidden sends nothing, so the step waits there, and the first beat afterwards has it.
 *
 * @param step what a person does that has to ask the vault.
 */
export async function holdStep(page: Page, step: () => Promise<unknown>): Promise<HeldRequest> {
  const free = Promise.withResolvers<undefined>();
  let holds = true;
  await hide(page, true);
  await waitingStep(page, step);
  await page.context().route('**/relay', async (route) => {
    const isNext = holds;
    holds = false;
    if (isNext) await free.promise;
    return route.fallback();
  });
  await hide(page, false);
  return { letGo: () => free.resolve(undefined) };
}
