import fc from 'fast-check';
import { Turns } from './turns.ts';

/** A guesser becomes slow; whoever is right gets in, whatever others at her address did. */

const WINDOW_MS = 900_000;

/** Turns with a clock that is passed in, and pauses that pass it on. */
function scene({ free = 10, mostWaiting = 12, pauseMs = 250 } = {}) {
  let now = 0;
  const turns = new Turns({ free, windowMs: WINDOW_MS, pauseMs, mostWaiting }, () => now, (ms) => {
    now += ms;
    return Promise.resolve();
  });
  const attempt = (who: string[], right: boolean) =>
    turns.during(who, () => Promise.resolve(right), (fits) => !fits);
  return { turns, attempt, passed: () => now, move: (ms: number) => { now += ms; } };
}

it('is not slowed before its free failures, nor by being right', async () => {
  const { attempt, passed } = scene();
  for (let n = 0; n < 10; n += 1) expect(await attempt(['a', 'ada'], false)).toBe(false);
  for (let n = 0; n < 50; n += 1) expect(await attempt(['a', 'bea'], true)).toBe(true);
  expect(passed()).toBe(0);
});

it('makes a guesser slow, for as long as the window lasts', async () => {
  const { attempt, passed, move } = scene();
  for (let n = 0; n < 110; n += 1) await attempt(['a', 'ada'], false);
  expect(passed()).toBeGreaterThanOrEqual(99 * 250);
  move(WINDOW_MS);
  const before = passed();
  await attempt(['a', 'ada'], false);
  expect(passed()).toBe(before);
});

it('answers whoever is right, after any number of failures of anybody', async () => {
  await fc.assert(fc.asyncProperty(
    fc.array(fc.record({
      address: fc.constantFrom('a', 'b'), account: fc.constantFrom('ada', 'bea'), right: fc.boolean(),
    }), { maxLength: 80 }),
    async (tries) => {
      const { attempt } = scene({ free: 3 });
      for (const { address, account, right } of tries) {
        expect(await attempt([address, account], right)).toBe(right);
      }
      for (const address of ['a', 'b']) expect(await attempt([address, 'ada'], true)).toBe(true);
    }));
});

it('lets so many wait and no more, one after the other', async () => {
  const { turns, attempt } = scene({ free: 2, mostWaiting: 5 });
  await attempt(['a'], false);
  await attempt(['a'], false);
  let atOnce = 0;
  let most = 0;
  const slow = () => turns.during(['a'], async () => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    await Promise.resolve();
    atOnce -= 1;
    return false;
  }, (right) => !right);
  const ends = await Promise.allSettled(Array.from({ length: 9 }, slow));
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(4);
  expect(most).toBe(1);
  expect(await attempt(['a'], true)).toBe(true);
});

it('counts no attempt that could not be made', async () => {
  const { turns, attempt, passed } = scene({ free: 2 });
  for (let n = 0; n < 9; n += 1) {
    await expect(turns.during(['a'], () => Promise.reject(new Error('away')), () => true))
      .rejects.toThrow('away');
  }
  await attempt(['a'], true);
  expect(passed()).toBe(0);
});
