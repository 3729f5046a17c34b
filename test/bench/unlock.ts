import { agree, fillWallet, PASSPHRASE } from '../web/employee.person.ts';
import {
  clickThrough, LONGEST_FRAME, longestOf, noteFrames, readFrames, stillPhone, watchFrames,
} from './frames.ts';
import { type BenchResult, type Note, waited } from './measure.ts';
import { openChromium, openPhone, type Phone } from './phone.ts';
import { fillDirectory, lettersOfToday } from './present-scene.ts';
import { startBench } from './service.ts';

const ROUNDS = 5;
const PEOPLE = 60;
const THERAPISTS = 3_000;
/** From "Unlock" to the first screen, the three questions, and the earliest times. */
const WAY = ['form .button-primary', '.choices .button-primary', 'form .button-primary', '.time'];

/**
 * A wallet is unlocked on a throttled phone and free times are looked for, where the directory has
 * 3,000 therapists and nothing of it is on the device.
 */
export async function benchUnlock(note: Note): Promise<readonly BenchResult[]> {
  const bench = await startBench(PEOPLE, note);
  const browser = await openChromium();
  try {
    await fillDirectory(bench, THERAPISTS, note);
    const [code = ''] = await lettersOfToday(bench);
    const phone = await openPhone(browser, bench.service.origin);
    await watchFrames(phone.context);
    await fillWallet(phone.page, code);
    await agree(phone.page);
    const rounds = [];
    for (let round = 0; round <= ROUNDS; round += 1) rounds.push(await unlock(phone, note));
    await phone.close();
    const [, ...counted] = rounds;
    return [
      waited('unlock to first screen', counted.map(({ home }) => home), 5_000),
      waited('unlock to earliest times of 3,000', counted.map(({ times }) => times), 10_000),
      waited('unlock, longest frame', [Math.max(...counted.map(({ frame }) => frame))], LONGEST_FRAME),
    ];
  } finally {
    await browser.close();
    await bench.close();
  }
}

async function unlock(phone: Phone, note: Note) {
  const { page } = phone;
  const still = await stillPhone(phone);
  await page.goto('/employee');
  await page.getByLabel('Passphrase of this device').fill(PASSPHRASE);
  await phone.forgetFiles();
  await phone.throttle({ cpu: true, network: true });
  const [home = 0, questions = 0, times = 0] = await clickThrough(page, WAY);
  const frames = await readFrames(page);
  note(`first screen ${Math.round(home)} ms, questions ${Math.round(questions)} ms, times `
    + `${Math.round(times)} ms`);
  noteFrames(frames, still, note);
  return { home, times, frame: longestOf(frames), still };
}
