/**
 * Once in each of jest's workers, what its runner (jest-light-runner) leaves out: a test or hook
 * that does not end fails after its time, and the next one begins; a worker ends when jest has.
 */
import { addEventHandler } from 'jest-circus';

/** For what names no time of its own, in ms. */
const LIMIT = 120_000;
/** Specs may put their own in the place of these. */
const { setTimeout, clearTimeout } = globalThis;

process.once('disconnect', () => process.exit());

addEventHandler((event, { currentDescribeBlock: block }) => {
  const added = {
    add_test: () => block.children.at(-1),
    add_hook: () => block.hooks.at(-1),
  }[event.name]?.();
  if (added?.fn) added.fn = inTime(added.fn, event.timeout ?? LIMIT);
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
