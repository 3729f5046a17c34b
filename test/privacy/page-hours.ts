import { VirtualTime } from '../../libs/wallet/test/virtual-time.fixture.ts';
import { seeded } from '../../libs/wallet/test/seeded.fixture.ts';
import { Beats } from '#wallet/beats';
import { atOnce, type Line } from '#wallet/line';
import { MEANS, PagePace } from '#wallet/pace';

/*
 * An hour of a page, in virtual time, on the line that ships: what a person does with it, and when
 * its requests leave. All requests have one size, so their times are all that a carrier sees.
 */

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** An open page looks for news by itself. */
const LOOK_EVERY_MS = MINUTE_MS;
const TOUCH_EVERY_MS = 5_000;

/** A stretch of minutes in which the page can be seen, and those of them in which it is touched. */
export interface Use {
  readonly seen: readonly [from: number, until: number];
  readonly touched: readonly (readonly [from: number, until: number])[];
}

/** A kind of member: how her page is used, and how many steps she takes while she touches it. */
export interface Kind {
  readonly name: string;
  readonly use: (random: () => number) => Use;
  /** How many at once, such as the requests of one screen. */
  readonly steps: readonly number[];
}

/** Evenly between two minutes. */
const between = (random: () => number, least: number, most: number) =>
  least + (most - least) * random();

/** The five whose hours are compared. */
export const KINDS: readonly Kind[] = [
  { name: 'never back', steps: [1], use: (random) => visit(random, 2, 5, 0.8) },
  { name: 'restores', steps: [2, 1, 1], use: (random) => visit(random, 6, 14, 0.7) },
  { name: 'in care', steps: [1, 1, 1, 1, 1, 1], use: (random) => visit(random, 6, 16, 0.8) },
  {
    // She touches the page now and then: it would lock itself.
    name: 'in a call', steps: [1, 1],
    use: (random) => {
      const from = between(random, 0, 8);
      const until = from + between(random, 48, 52);
      const touched: (readonly [number, number])[] = [];
      for (let at = from; at < until; at += between(random, 2, 4)) {
        touched.push([at, Math.min(until, at + between(random, 0.1, 1))]);
      }
      return { seen: [from, until], touched };
    },
  },
  {
    name: 'therapist', steps: [1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    use: (random) => {
      const from = between(random, 0, 10);
      const touched = [0, 1, 2].map((third) => {
        const begin = from + third * 15 + between(random, 0, 5);
        return [begin, begin + between(random, 4, 9)] as const;
      });
      return { seen: [from, 60], touched };
    },
  },
];

/** Both are touched alike; at one nothing is done, at the other a screen is opened every 15 s. */
export const BUSY_OR_NOT: readonly Kind[] = [
  { name: 'touched', steps: [], use: () => SAME_USE },
  { name: 'busy', steps: Array.from({ length: 60 }, (_, i) => 1 + i % 2), use: () => SAME_USE },
];

/** Nobody is told apart by minutes where all pages are seen and touched in the same ones. */
export const SAME_USE: Use = { seen: [5, 50], touched: [[5, 17], [40, 43]] };

function visit(random: () => number, least: number, most: number, share: number): Use {
  const from = between(random, 0, 40);
  const long = between(random, least, most);
  return { seen: [from, from + long], touched: [[from, from + long * share]] };
}

/**
 * Which line a page is on: the one that ships, one whose requests leave as they are asked, or one
 * that hurries them: there are beats, and each step leaves at once between them.
 */
export type Behaviour = 'beats' | 'at once' | 'hurried';

/** The times at which requests of such an hour leave, in milliseconds. */
export async function hourOf(
  kind: Kind, use: Use, seed: number, behaviour: Behaviour,
): Promise<readonly number[]> {
  const time = new VirtualTime();
  const person = seeded(seed);
  const pace = new PagePace({ means: MEANS, isSeen: false, isQuiet: false }, time);
  const left: number[] = [];
  const line = lineOf(behaviour, time, pace, seed, left);
  plan(time, use, pace);
  void lookForNews(time, line, use);
  void takeSteps(time, line, use, kind, person);
  await time.pass(HOUR_MS);
  return left;
}

function lineOf(
  behaviour: Behaviour, time: VirtualTime, pace: PagePace, seed: number, left: number[],
): Line {
  const network = seeded(seed + 1_000_003);
  const exchange = {
    // A step takes the vault longer than a filler.
    send: (inner: Uint8Array | null) => new Promise<Uint8Array>((resolve) => {
      left.push(time.now());
      const ms = inner ? 250 + 500 * network() : 100 + 100 * network();
      time.after(ms, () => { resolve(new Uint8Array()); });
    }),
  };
  const { now, after } = time;
  if (behaviour === 'at once') return atOnce(exchange, { now });
  const beats = new Beats(exchange, {
    now, after, pace, random: seeded(seed + 2_000_003), slowAfterMs: HOUR_MS });
  beats.begin();
  return behaviour === 'hurried' ? atOnce(exchange, { now }) : beats;
}

function plan(time: VirtualTime, { seen, touched }: Use, pace: PagePace): void {
  const [from, until] = seen;
  time.after(from * MINUTE_MS, () => { pace.seen(true); });
  time.after(Math.min(until, 60) * MINUTE_MS, () => { pace.seen(false); });
  for (const [begin, end] of touched) {
    for (let at = begin * MINUTE_MS; at < end * MINUTE_MS; at += TOUCH_EVERY_MS) {
      time.after(at, () => { pace.touch(); });
    }
  }
}

const pause = (time: VirtualTime, ms: number) =>
  new Promise<void>((resolve) => { time.after(ms, resolve); });
const ask = (line: Line) => line.ask(new Uint8Array(1), new AbortController().signal);

async function lookForNews(time: VirtualTime, line: Line, { seen: [from, until] }: Use) {
  await pause(time, from * MINUTE_MS);
  while (time.now() < (until - 1) * MINUTE_MS) {
    await ask(line);
    await pause(time, LOOK_EVERY_MS);
  }
}

/** One after the other, each some time after the answer to the one before. */
async function takeSteps(
  time: VirtualTime, line: Line, { touched }: Use, { steps }: Kind, person: () => number,
) {
  const minutes = touched.reduce((sum, [from, until]) => sum + until - from, 0);
  const think = (minutes * MINUTE_MS) / steps.length;
  const due = steps.map((_, i) => momentIn(touched, think * (i + 0.2 + 0.6 * person())));
  for (const [i, count] of steps.entries()) {
    await pause(time, Math.max(0, due[i]! - time.now()));
    await Promise.all(Array.from({ length: count }, () => ask(line)));
  }
}

/** The moment at which so much of the touched time has passed. */
function momentIn(touched: Use['touched'], ms: number): number {
  let rest = ms;
  for (const [from, until] of touched) {
    const long = (until - from) * MINUTE_MS;
    if (rest < long) return from * MINUTE_MS + rest;
    rest -= long;
  }
  return (touched.at(-1)?.[1] ?? 0) * MINUTE_MS;
}

/** What can be measured of times of requests: how many, how they are spread, what recurs. */
export function featuresOf(times: readonly number[]): number[] {
  const gaps = times.slice(1).map((at, i) => at - times[i]!);
  const sorted = [...gaps].sort((a, b) => a - b);
  const quantile = (share: number) => Math.log1p(sorted[Math.floor(share * sorted.length)] ?? 0);
  const within = (ms: number) => Math.max(0, ...times.map((from, i) =>
    times.slice(i).findIndex((at) => at > from + ms)).map((count) => (count === -1 ? 0 : count)));
  const seconds = new Set(times.map((at) => Math.floor(at / 1_000)));
  const echoes = (lag: number) =>
    [...seconds].filter((at) => seconds.has(at + lag)).length / Math.max(1, seconds.size);
  return [
    Math.log1p(times.length), mean(gaps), spread(gaps),
    ...[0.1, 0.25, 0.5, 0.75, 0.9].map(quantile),
    gaps.filter((gap) => gap < 300).length / Math.max(1, gaps.length),
    gaps.filter((gap) => gap > 30_000).length, within(2_000), within(10_000), within(60_000),
    correlation(gaps, 1), correlation(gaps, 2), echoes(1), echoes(60), echoes(61),
    ...BURSTS_MS.map((ms) => beyondChance(gaps, ms)),
    new Set(times.map((at) => Math.floor(at / MINUTE_MS))).size,
    times[0] ?? 0, times.at(-1) ?? 0,
  ];
}

/** Requests so close to the one before are looked for: a screen's, or a step between two beats. */
const BURSTS_MS = [1, 10, 100, 300];

/** How many gaps are so short, less those that a page's lots make so short in a touched minute. */
function beyondChance(gaps: readonly number[], ms: number): number {
  const near = gaps.filter((gap) => gap < 10 * MEANS.touched).length;
  return gaps.filter((gap) => gap < ms).length - near * (1 - Math.exp(-ms / MEANS.touched));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);
}

function spread(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((one) => (one - middle) ** 2)));
}

function correlation(values: readonly number[], lag: number): number {
  const middle = mean(values);
  const variance = mean(values.map((one) => (one - middle) ** 2));
  const pairs = values.slice(lag).map((one, i) => (one - middle) * (values[i]! - middle));
  return variance === 0 ? 0 : mean(pairs) / variance;
}
