import type { Browser } from 'playwright-core';
import { enterCode, typePassphrase } from '../web/employee.person.ts';
import {
  clickThrough, LONGEST_FRAME, longestOf, noteFrames, readFrames, stillPhone, watchFrames,
} from './frames.ts';
import { type BenchResult, type Note, waited } from './measure.ts';
import { openChromium, openPhone } from './phone.ts';
import { lettersOfToday } from './present-scene.ts';
import { startBench } from './service.ts';

const ROUNDS = 5;
const PEOPLE = 60;
/** From "Lock and go on" to a wallet with one entry and eight session credits. */
const WAY = ['form .button-primary', '.steps', '.notice-ok'];

/**
 * A claim of nine credits in a real browser at a sixth of the machine's speed: from the button that
 * locks the device to all credits held, and the longest frame meanwhile.
 *
 * Browsers do not slow workers down; their arithmetic is measured as long as the machine takes it,
 * and told apart.
 */
export async function benchClaim(note: Note): Promise<readonly BenchResult[]> {
  const bench = await startBench(PEOPLE, note);
  const browser = await openChromium();
  try {
    const codes = await lettersOfToday(bench);
    const rounds = [];
    for (const code of codes.slice(0, ROUNDS + 1)) {
      rounds.push(await claim(browser, bench.service.origin, code, note));
    }
    // The first one warms the server, not the browser, which is always cold.
    const [, ...counted] = rounds;
    return [
      waited('claim of nine credits', counted.map(({ held }) => held), 10_000),
      waited('claim, longest frame', [Math.max(...counted.map(({ frame }) => frame))], LONGEST_FRAME),
    ];
  } finally {
    await browser.close();
    await bench.close();
  }
}

async function claim(browser: Browser, origin: string, code: string, note: Note) {
  const phone = await openPhone(browser, origin);
  const { page } = phone;
  await watchFrames(phone.context);
  const still = await stillPhone(phone);
  await page.goto('/employee');
  await enterCode(page, code);
  await typePassphrase(page);
  await phone.throttle({ cpu: true, network: true });
  const [locked = 0, held = 0] = await clickThrough(page, WAY);
  const frames = await readFrames(page);
  await phone.close();
  note(`locked after ${Math.round(locked)} ms, nine credits after ${Math.round(held)} ms`);
  noteFrames(frames, still, note);
  return { held, frame: longestOf(frames), still };
}
