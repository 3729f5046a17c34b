/**
 * Do each step, one after the other, also where one before it failed: what is left open would
 * outlive the process's own work.
 *
 * @throws AggregateError of what failed, once all are done.
 */
export async function endInOrder(steps: readonly (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      failures.push(error);
    }
  }
  expectNone(failures);
}

/**
 * Wait for all of them, also where one fails.
 *
 * @throws AggregateError of what failed, once all are done.
 */
export async function allEnded(ends: readonly Promise<unknown>[]): Promise<void> {
  const settled = await Promise.allSettled(ends);
  expectNone(settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : [])));
}

function expectNone(failures: readonly unknown[]): void {
  if (failures.length > 0) throw new AggregateError(failures, 'not all could be ended');
}
