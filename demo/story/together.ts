import { setTimeout as pause } from 'node:timers/promises';

const ASK_EVERY_MS = 50;
const ASK_FOR_MS = 180_000;

/**
 * Do `work` for each item, at most `width` at once; results in the order of the items. The first
 * failure is thrown and nothing new is begun after it.
 */
export async function together<T, R>(
  items: readonly T[], width: number, work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  let failed = false;
  const lane = async () => {
    while (next < items.length && !failed) {
      const index = next++;
      try {
        results[index] = await work(items[index] as T, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return results;
}

/**
 * Ask again until there is an answer: what passes between the two domains takes a moment.
 *
 * @throws Error naming `what` when there is none within three minutes.
 */
export async function awaited<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + ASK_FOR_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`${what} did not come within three minutes`);
    await pause(ASK_EVERY_MS);
  }
}
