/**
 * Once in each of jest's workers, what its runner (jest-light-runner) leaves out: a test or hook
 * that does not end fails after its time, and the next one begins; a worker ends when jest has.
 */
import { addEventHandler } from 'jest-circus';

/**
 * Of every test and hook at least, in ms: it ends what hangs, and measures nobody's machine. What
 * takes longer names a time of its own.
 */
const LIMIT = 300_000;
/** Specs may put their own in the place of these. */
const { setTimeout, clearTimeout } = globalThis;

process.once('disconnect', () => process.exit());

addEventHandler((event, { currentDescribeBlock: block }) => {
  const added = {
    add_test: () => block.children.at(-1),
    add_hook: () => block.hooks.at(-1),
  }[event.name]?.();
  if (added?.fn) added.fn = inTime(added.fn, Math.max(LIMIT, event.timeout ?? 0));
});

function inTime(work, limit) {
  return async () => {
    let timer;
    const late = new Promise((_, fail) => {
      timer = setTimeout(() => fail(new Error(`It had not ended after ${limit} ms.`)), limit);
    });
    try {
      return await Promise.race([work(), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}
