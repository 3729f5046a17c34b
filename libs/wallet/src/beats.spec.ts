import fc from 'fast-check';
import { MEANS, page } from '../test/beating-page.fixture.ts';
import { byLot } from './beats.ts';
import { Refusal } from './refusal.ts';

const MINUTE_MS = 60_000;
const lost = () => new Refusal('UNREACHABLE', 'Nothing came back.');
const late = () => new Refusal('UNAVAILABLE', 'The vault has not answered.', { fate: 'unknown' });

/** The largest distance between what was drawn and an exponential law (Kolmogorov, Smirnov). */
function distance(times: readonly number[], mean: number): number {
  const gaps = times.map((at, i) => at - (times[i - 1] ?? 0)).sort((a, b) => a - b);
  const law = (gap: number) => 1 - Math.exp(-gap / mean);
  return Math.max(...gaps.map((gap, i) =>
    Math.max(law(gap) - i / gaps.length, (i + 1) / gaps.length - law(gap))));
}

/** What chance exceeds once in a hundred times. */
const atOnePercent = (count: number) => 1.63 / Math.sqrt(count);

describe('when a beat comes', () => {
  test.each([['touched', MEANS.touched], ['untouched', MEANS.untouched]] as const)(
    'the gaps of a page that is %s are exponential', async (how, mean) => {
      const { time, pace, times } = page(3);
      for (let at = 0; at < 2_000 * mean; at += 20_000) {
        if (how === 'touched') pace.touch();
        await time.pass(20_000);
      }
      expect(times().length).toBeGreaterThan(1_800);
      expect(distance(times(), mean)).toBeLessThan(atOnePercent(times().length));
      // The check can fail: even gaps, and gaps between 0 and twice the mean, are far from it.
      const even = times().map((_, i) => (i + 1) * mean);
      expect(distance(even, mean)).toBeGreaterThan(atOnePercent(even.length));
    });

  it('is the same to the bit with no step and with any, whatever a page is used for', async () => {
    const moments = fc.array(fc.record({
      at: fc.integer({ min: 0, max: 5 * MINUTE_MS }),
      what: fc.constantFrom('touch', 'hide', 'show', 'quiet', 'loud'),
    }), { maxLength: 12 });
    const asks = fc.array(
      fc.integer({ min: 0, max: 5 * MINUTE_MS }), { minLength: 1, maxLength: 40 });
    await fc.assert(fc.asyncProperty(fc.nat(), moments, asks, async (seed, used, asked) => {
      const without = await played(seed, used, []);
      const many = await played(seed, used, asked);
      expect(many.times()).toEqual(without.times());
      expect(without.steps()).toEqual([]);
    }), { numRuns: 60 });
  }, 60_000);

  it('is drawn anew when the page is touched or left alone: a slow gap is no promise', async () => {
    const { time, pace, times } = page(1);
    // Of this seed the first slow gap is longer than what follows together.
    expect(await firstOf(1)).toBeGreaterThan(9_000);
    pace.touch();
    await time.pass(9_000);
    expect(times().length).toBeGreaterThan(2);
  });

  it('is not changed by each further touch', async () => {
    const once = page(5);
    const often = page(5);
    once.pace.touch();
    await once.time.pass(20_000);
    for (let at = 0; at < 20_000; at += 100) {
      often.pace.touch();
      await often.time.pass(100);
    }
    expect(often.times()).toEqual(once.times());
  });

  it('never is while the page is hidden or after it was left', async () => {
    const { time, pace, line, beats, ask } = page(2);
    pace.seen(false);
    pace.touch();
    ask('hidden');
    await time.pass(60 * MINUTE_MS);
    expect(beats).toHaveLength(0);
    pace.seen(true);
    await time.pass(10 * MINUTE_MS);
    const before = beats.length;
    expect(before).toBeGreaterThan(10);
    line.stop();
    await time.pass(60 * MINUTE_MS);
    expect(beats).toHaveLength(before);
  });
});

/** The first gap of a page that nobody touches. */
async function firstOf(seed: number): Promise<number> {
  const { time, times } = page(seed);
  await time.pass(5 * MINUTE_MS);
  return times()[0] ?? 0;
}

interface Moment { readonly at: number; readonly what: string }

/** Five minutes of a page that is used in one way, with steps at these times. */
async function played(seed: number, used: readonly Moment[], asked: readonly number[]) {
  const one = page(seed);
  const { time, pace, ask } = one;
  const deeds: Record<string, () => void> = {
    touch: () => { pace.touch(); }, hide: () => { pace.seen(false); },
    show: () => { pace.seen(true); }, quiet: () => { pace.quiet(true); },
    loud: () => { pace.quiet(false); },
  };
  for (const { at, what } of used) time.after(at, () => { deeds[what]?.(); });
  for (const at of asked) time.after(at, () => { ask(`at ${at}`); });
  await time.pass(5 * MINUTE_MS);
  return one;
}

describe('what a beat carries', () => {
  it('is one step, the one that was asked first; with none waiting it is a filler', async () => {
    const { time, beats, answered, ask } = page(7);
    await time.pass(MINUTE_MS);
    const fillers = beats.length;
    expect(beats.every(({ step }) => step === null)).toBe(true);
    for (const step of ['one', 'two', 'three']) ask(step);
    await time.pass(5 * MINUTE_MS);
    expect(beats.slice(fillers, fillers + 4).map(({ step }) => step)).toEqual(['one', 'two', 'three', null]);
    expect(answered).toEqual(['to one', 'to two', 'to three']);
  });

  it('is asked once more after one lost beat, after ten, and before what was asked later', async () => {
    for (const losses of [1, 10]) {
      const { time, pace, steps, answered, failed, ask } =
        page(11, (sent) => (sent < losses ? lost() : 200));
      pace.touch();
      ask('first');
      ask('second');
      await time.pass(MINUTE_MS);
      expect(steps()).toEqual([...Array<string>(losses + 1).fill('first'), 'second']);
      expect(answered).toEqual(['to first', 'to second']);
      expect(failed).toEqual([]);
    }
  });

  it('is told to be lost when all are, with what may be done of it', async () => {
    const { time, pace, failed, steps, ask } = page(11, lost);
    pace.touch();
    ask('first');
    for (let at = 0; at < 6; at += 1) {
      await time.pass(10_000);
      pace.touch();
    }
    expect(failed).toEqual([expect.objectContaining({ code: 'UNREACHABLE', fate: 'unknown' })]);
    expect(steps()).toHaveLength(13);
  });

  it('is given up after ten minutes of an hour without the vault, and asked again is answered once', async () => {
    let isUp = false;
    const { time, failed, answered, ask } = page(13, () => (isUp ? 200 : late()));
    ask('booking');
    await time.pass(9 * MINUTE_MS);
    expect(failed).toEqual([]);
    await time.pass(51 * MINUTE_MS);
    expect(failed).toEqual([expect.objectContaining({ code: 'STOPPED', fate: 'unknown' })]);
    isUp = true;
    ask('booking');
    await time.pass(5 * MINUTE_MS);
    expect(answered).toEqual(['to booking']);
    expect(failed).toHaveLength(1);
  });

  it('is told at once where nothing can leave, or where the vault cannot open it', async () => {
    for (const told of [
      new Refusal('OFFLINE', 'There is no connection.', { fate: 'unsent' }),
      new Refusal('NOT_THE_VAULT', 'Not signed.', { fate: 'unsent' }),
      new Refusal('UNREADABLE', 'The vault cannot open it.', { fate: 'refused' }),
    ]) {
      const { time, failed, steps, ask } = page(17, () => told);
      ask('step');
      await time.pass(5 * MINUTE_MS);
      expect(steps()).toHaveLength(1);
      expect(failed).toEqual([told]);
    }
  });

  it('rides again when no answer comes within half a minute, and is answered once', async () => {
    const { time, steps, answered, ask } = page(19, (sent) => (sent === 0 ? 'silence' : 200));
    ask('step');
    await time.pass(5 * MINUTE_MS);
    expect(steps()).toEqual(['step', 'step']);
    expect(answered).toEqual(['to step']);
  });

  it('is not asked any more by who went elsewhere, and a beat that left is not broken off', async () => {
    const { time, pace, steps, failed, answered, ask, abortions } = page(23, () => 5_000);
    const gone = new AbortController();
    pace.touch();
    ask('riding', gone.signal);
    while (steps().length === 0) await time.pass(100);
    ask('waiting', gone.signal);
    gone.abort(new Error('elsewhere'));
    ask('aborted before', gone.signal);
    await time.pass(MINUTE_MS);
    expect(steps()).toEqual(['riding']);
    expect(failed).toHaveLength(3);
    expect(answered).toEqual([]);
    expect(abortions()).toBe(0);
  });
});

describe('a network that does not answer', () => {
  it('has at most four beats to answer; others are left out, with a step or without', async () => {
    const { time, pace, beats, ask } = page(29, () => 'silence');
    pace.touch();
    for (const step of ['1', '2', '3', '4', '5', '6']) ask(step);
    await time.pass(25_000);
    expect(beats).toHaveLength(4);
    // They are given up after half a minute, and their steps ride again, in their order.
    pace.touch();
    await time.pass(20_000);
    expect(beats.slice(4, 6).map(({ step }) => step)).toEqual(['1', '2']);
  });
});

describe('leaving', () => {
  it('ends all at once, and says of each step whether it may be done', async () => {
    const { time, pace, line, steps, failed, ask, abortions } = page(31, () => 'silence');
    pace.touch();
    ask('riding');
    while (steps().length === 0) await time.pass(100);
    ask('waiting');
    line.stop();
    await time.pass(0);
    ask('after');
    await time.pass(MINUTE_MS);
    expect(failed).toEqual(['unknown', 'unsent', 'unsent']
      .map((fate) => expect.objectContaining({ code: 'STOPPED', fate }) as unknown));
    expect(steps()).toEqual(['riding']);
    expect(abortions()).toBeGreaterThan(0);
    line.begin();
    ask('anew');
    await time.pass(MINUTE_MS);
    expect(steps()).toContain('anew');
  });
});

describe('what she waits for', () => {
  it('is told from the moment that she asks; as slow only when it takes longer than beats do', async () => {
    const { time, statuses, ask } = page(37, () => 300);
    ask('step');
    expect(statuses).toEqual(['sent']);
    await time.pass(5 * MINUTE_MS);
    expect(statuses.at(-1)).toBe('answered');
    const stopped = page(37, late);
    stopped.ask('step');
    await stopped.time.pass(10_001);
    expect(stopped.statuses).toEqual(['sent', 'waiting']);
  });

  it('comes within 1.2 s at the median while she touches the page, before the vault is asked', async () => {
    const { time, pace, beats, ask } = page(41);
    const waits: number[] = [];
    for (let round = 0; round < 600; round += 1) {
      pace.touch();
      const before = beats.length;
      const asked = time.now();
      ask(`step ${round}`);
      while (!beats.slice(before).some(({ step }) => step === `step ${round}`)) await time.pass(50);
      waits.push(beats.at(-1)!.at - asked);
      await time.pass(3_000 + 7 * (round % 100));
    }
    const median = waits.sort((a, b) => a - b)[waits.length / 2] ?? Infinity;
    // An exponential law has its median at ln 2 of its mean: 1.04 s.
    expect(median).toBeLessThan(1_200);
    expect(median).toBeGreaterThan(850);
  }, 60_000);
});

test('lots are drawn between 0 and 1 from the cryptographic source, evenly', () => {
  const draws = Array.from({ length: 4_000 }, byLot).sort((a, b) => a - b);
  expect(draws[0]).toBeGreaterThan(0);
  expect(draws.at(-1)).toBeLessThan(1);
  // Once in 10⁸ such tests chance is further off (2 e^(−2 n d²)).
  const off = Math.max(...draws.map((one, i) => Math.abs(one - (i + 0.5) / draws.length)));
  expect(off).toBeLessThan(0.05);
});
