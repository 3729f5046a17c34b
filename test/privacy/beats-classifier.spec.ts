import { Beats } from '#wallet/beats';
import { MEANS, PagePace } from '#wallet/pace';
import { seeded } from '../../libs/wallet/test/seeded.fixture.ts';
import { VirtualTime } from '../../libs/wallet/test/virtual-time.fixture.ts';
import { byGuessing, countRight, learn, type Sample } from './classifier.ts';
import {
  BUSY_OR_NOT, featuresOf, hourOf, KINDS, SAME_USE, type Behaviour, type Kind,
} from './page-hours.ts';

/*
 * What times of requests tell. At the courier, which sees one address: of which kind a page is. At
 * the vault, which sees no address: which request came from the same page as another.
 */

const HOURS_EACH = 100;
const CHANCE = 1 / KINDS.length;

/** Hours of all kinds, half of them to learn from and half to be told. */
async function hoursOf(behaviour: Behaviour, isEqual: boolean, kinds: readonly Kind[]) {
  const samples: Sample[] = [];
  for (let hour = 0; hour < HOURS_EACH; hour += 1) {
    for (const [kind, one] of kinds.entries()) {
      const seed = 1 + hour * kinds.length + kind;
      const use = isEqual ? SAME_USE : one.use(seeded(seed + 3_000_003));
      samples.push({ kind, features: featuresOf(await hourOf(one, use, seed, behaviour)) });
    }
  }
  const half = samples.length / 2;
  return { known: samples.slice(0, half), others: samples.slice(half) };
}

async function attack(behaviour: Behaviour, isEqual: boolean, kinds = KINDS) {
  const { known, others } = await hoursOf(behaviour, isEqual, kinds);
  const right = countRight(learn(known, kinds.length), others);
  const byChance = byGuessing(right, others.length, 1 / kinds.length);
  return { share: right / others.length, byChance };
}

describe('the courier, with 500 hours of five kinds of pages', () => {
  it('tells them where requests leave as they are asked, though all pages are used alike', async () => {
    const { share, byChance } = await attack('at once', true);
    process.stdout.write(`courier, no beats, minutes equal: ${share.toFixed(2)} told (chance ${CHANCE})\n`);
    expect(share).toBeGreaterThan(0.7);
    expect(byChance).toBeLessThan(1e-6);
  }, 60_000);

  it('is at chance over beats, where pages are seen and touched in the same minutes', async () => {
    const { share, byChance } = await attack('beats', true);
    const p = byChance.toFixed(2);
    process.stdout.write(`courier, minutes equal: ${share.toFixed(2)} told (chance ${CHANCE}, p = ${p})\n`);
    expect(byChance).toBeGreaterThan(0.01);
  }, 120_000);

  it('tells how long a page is seen and touched, and so what it is likely for', async () => {
    const { share } = await attack('beats', false);
    process.stdout.write(`courier, minutes as they are: ${share.toFixed(2)} told (chance ${CHANCE})\n`);
    expect(share).toBeGreaterThan(CHANCE);
  }, 120_000);
});

describe('the courier, with 200 hours of a busy page and of one that is only touched', () => {
  it.each([
    ['tells them where a step hurries a beat', 'hurried', true],
    ['is at chance over the beats that ship', 'beats', false],
  ] as const)('%s', async (_, behaviour, isTold) => {
    const { share, byChance } = await attack(behaviour, true, BUSY_OR_NOT);
    const told = `${share.toFixed(2)} told (chance 0.5, p = ${byChance.toFixed(2)})`;
    process.stdout.write(`courier, ${behaviour}, busy or not: ${told}\n`);
    if (isTold) expect(byChance).toBeLessThan(1e-6);
    else expect(byChance).toBeGreaterThan(0.01);
  }, 60_000);
});

interface Arrival { readonly at: number; readonly page: number }

const PAGES = 10;
const BEATS_EACH = 480;

/** What arrives from ten open pages, a network's delays later. */
async function arrivals(seed: number, lots: 'random' | 'even'): Promise<Arrival[]> {
  const time = new VirtualTime();
  const delay = seeded(seed);
  const all: Arrival[] = [];
  for (let page = 0; page < PAGES; page += 1) {
    const random = seeded(seed + 1 + page);
    const pace = new PagePace({ means: MEANS, isSeen: true, isQuiet: false }, time);
    const beats = new Beats({
      send: () => {
        all.push({ at: time.now() + 80 + 30 * delay(), page });
        return Promise.resolve(new Uint8Array());
      },
    // A lot of 1/e makes each gap the mean: a page that beats evenly.
    }, { now: time.now, after: time.after, pace, slowAfterMs: 1, random: lots === 'random' ? random : () => Math.exp(-1) });
    time.after(MEANS.untouched * random(), () => { beats.begin(); });
  }
  await time.pass(BEATS_EACH * MEANS.untouched);
  return all.sort((a, b) => a.at - b.at);
}

const WITHIN_MS = 4 * MEANS.untouched;
const BIN_MS = 10;

/** How likely a page's next beat is after so long, as it was seen of pages that are known. */
function gapsSeen(known: readonly Arrival[]): (gap: number) => number {
  const bins = new Map<number, number>();
  for (const [i, { at, page }] of known.entries()) {
    const next = known.slice(i + 1).find((one) => one.page === page);
    if (next) {
      const bin = Math.floor((next.at - at) / BIN_MS);
      bins.set(bin, (bins.get(bin) ?? 0) + 1);
    }
  }
  // Smoothed over a tenth of a second, so that no accident of one bin decides.
  return (gap) => {
    const bin = Math.floor(gap / BIN_MS);
    let sum = 0;
    for (let near = -5; near <= 5; near += 1) sum += bins.get(bin + near) ?? 0;
    return sum;
  };
}

/** How many successors are told by the likeliest gap. */
function successorsTold(known: readonly Arrival[], others: readonly Arrival[]) {
  const likely = gapsSeen(known);
  let right = 0;
  let count = 0;
  for (const [i, { at, page }] of others.entries()) {
    const later = others.slice(i + 1, i + 1 + 8 * PAGES).filter((one) => one.at - at < WITHIN_MS);
    const next = later.find((one) => one.page === page);
    if (!next) continue;
    const guess = later.reduce((best, one) =>
      (likely(one.at - at) > likely(best.at - at) ? one : best));
    count += 1;
    if (guess === next) right += 1;
  }
  return { share: right / count, byChance: byGuessing(right, count, 1 / PAGES) };
}

describe('the vault, with ten open pages', () => {
  it('tells the next beat of a page that beats evenly', async () => {
    const { share } = successorsTold(await arrivals(1, 'even'), await arrivals(2, 'even'));
    process.stdout.write(`vault, even beats: ${share.toFixed(2)} of successors told (chance ${1 / PAGES})\n`);
    expect(share).toBeGreaterThan(0.9);
  }, 60_000);

  it('is at chance for the next beat of a page that ships: lots have no memory', async () => {
    const { share, byChance } = successorsTold(await arrivals(1, 'random'), await arrivals(2, 'random'));
    process.stdout.write(`vault, random beats: ${share.toFixed(2)} of successors told (chance ${1 / PAGES})\n`);
    expect(byChance).toBeGreaterThan(0.01);
  }, 60_000);
});
