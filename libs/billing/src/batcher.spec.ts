import fc from 'fast-check';
import { Batcher } from './batcher.ts';

/** A `post` whose batches the test finishes by hand, one at a time. */
function gate() {
  const batches: { items: readonly number[]; finish: (failure?: Error) => void }[] = [];
  const post = (items: readonly number[]) => new Promise<readonly string[]>((resolve, reject) => {
    batches.push({
      items,
      finish: (failure) => (failure ? reject(failure) : resolve(items.map((item) => `r${item}`))),
    });
  });
  const turns = async () => { for (let i = 0; i < 10; i += 1) await Promise.resolve(); };
  return { batches, post, turns };
}

describe('the batcher', () => {
  it('gathers what arrives while a batch is in flight, one batch at a time, in order', async () => {
    const { batches, post, turns } = gate();
    const batcher = new Batcher(post, { batch: 3, queue: 10 });
    const results = [1, 2].map((item) => batcher.submit(item));
    await turns();
    results.push(...[3, 4, 5, 6].map((item) => batcher.submit(item)));
    await turns();
    expect(batches.map(({ items }) => items)).toEqual([[1, 2]]);
    for (let next = 0; next < 3; next += 1) {
      batches[next]!.finish();
      await turns();
    }
    expect(batches.map(({ items }) => items)).toEqual([[1, 2], [3, 4, 5], [6]]);
    expect(await Promise.all(results)).toEqual(['r1', 'r2', 'r3', 'r4', 'r5', 'r6']);
    await batcher.drained();
  });

  it('with two flights shares what waits, and goes ahead when as many wait as are in flight',
    async () => {
      const { batches, post, turns } = gate();
      const batcher = new Batcher(post, { batch: 9, queue: 20, flights: 2 });
      const results = [1, 2, 3, 4, 5].map((item) => batcher.submit(item));
      await turns();
      expect(batches.map(({ items }) => items)).toEqual([[1, 2], [3, 4, 5]]);
      batches[0]!.finish();
      await turns();
      results.push(...[6, 7].map((item) => batcher.submit(item)));
      await turns();
      expect(batches).toHaveLength(2);
      results.push(batcher.submit(8));
      await turns();
      expect(batches[2]!.items).toEqual([6, 7, 8]);
      batches[1]!.finish(new Error('gone'));
      batches[2]!.finish();
      const outcome = await Promise.allSettled(results);
      expect(outcome.map(({ status }) => status === 'fulfilled'))
        .toEqual([true, true, false, false, false, true, true, true]);
      await batcher.drained();
    });

  it('turns away what the queue cannot hold and keeps its word to the others', async () => {
    const { batches, post, turns } = gate();
    const batcher = new Batcher(post, { batch: 1, queue: 1 });
    const first = batcher.submit(1);
    await turns();
    const second = batcher.submit(2);
    expect(await batcher.submit(3)).toEqual({ kind: 'overloaded', waiting: 1 });
    batches[0]!.finish();
    await turns();
    batches[1]!.finish();
    expect(await Promise.all([first, second])).toEqual(['r1', 'r2']);
  });

  it('rejects the items of a batch that failed, and those alone', async () => {
    const { batches, post, turns } = gate();
    const batcher = new Batcher(post, { batch: 1, queue: 9 });
    const [bad, good] = [batcher.submit(1), batcher.submit(2)];
    const outcome = Promise.allSettled([bad, good]);
    await turns();
    batches[0]!.finish(new Error('gone'));
    await turns();
    batches[1]!.finish();
    expect((await outcome).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(() => new Batcher(post, { batch: 0, queue: 1 })).toThrow(RangeError);
  });

  it('rejects a batch that was answered in part', async () => {
    const batcher = new Batcher(() => Promise.resolve(['r1']), { batch: 2, queue: 9 });
    await expect(Promise.all([batcher.submit(1), batcher.submit(2)])).rejects.toThrow('in part');
  });

  it('is drained once nothing waits or is in flight', async () => {
    const { batches, post, turns } = gate();
    const batcher = new Batcher(post, { batch: 1, queue: 9 });
    await batcher.drained();
    const results = [batcher.submit(1), batcher.submit(2)];
    let isDrained = false;
    const drained = batcher.drained().then(() => {
      isDrained = true;
    });
    for (const at of [0, 1]) {
      await turns();
      expect(isDrained).toBe(false);
      batches[at]!.finish();
    }
    await drained;
    expect(await Promise.all(results)).toEqual(['r1', 'r2']);
  });

  it('gives every item its own result exactly once under any schedule', async () => {
    await fc.assert(fc.asyncProperty(
      fc.scheduler(), fc.array(fc.integer(), { maxLength: 40 }), fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 3 }),
      async (scheduler, items, batch, flights) => {
        const posted: number[] = [];
        const post = scheduler.scheduleFunction((given: readonly number[]) => {
          posted.push(...given);
          return Promise.resolve(given.map((item) => item * 2));
        });
        const batcher = new Batcher(post, { batch, queue: 100, flights });
        const results = Promise.all(items.map((item) => batcher.submit(item)));
        await scheduler.waitFor(results);
        expect(await results).toEqual(items.map((item) => item * 2));
        expect([...posted].sort()).toEqual([...items].sort());
        if (flights === 1) expect(posted).toEqual(items);
      },
    ));
  });
});
