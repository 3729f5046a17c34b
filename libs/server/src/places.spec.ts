import fc from 'fast-check';
import { PasswordQueueFull, Places } from './places.ts';

const flush = () => new Promise((resolve) => { setImmediate(resolve); });

/** Somebody's tries, and whether each fails. */
const TRIES = fc.array(fc.record({
  who: fc.constantFrom('ada', 'bo', 'cy'), fails: fc.boolean() }), { maxLength: 60 });
const OPTIONS = fc.record({
  atOnce: fc.integer({ min: 1, max: 5 }), mostWaiting: fc.integer({ min: 0, max: 8 }) });

describe('places', () => {
  it('are held by so many of one mark, whatever comes of it, and never by others\'', () =>
    fc.assert(fc.asyncProperty(OPTIONS, TRIES, async (options, tries) => {
      const places = new Places(options);
      const running = new Map<string, number>();
      const add = (who: string, by: number) => running.set(who, (running.get(who) ?? 0) + by);
      const came = new Map<string, number>();
      const outcomes = tries.map(({ who, fails }) => {
        const before = came.get(who) ?? 0;
        came.set(who, before + 1);
        const outcome = places.during(who, async () => {
          add(who, 1);
          expect(running.get(who)).toBeLessThanOrEqual(options.atOnce);
          await flush();
          add(who, -1);
          if (fails) throw new RangeError('failed');
        }).then(() => 'done', (error: Error) => error.name);
        const hasRoom = before < options.atOnce + options.mostWaiting;
        return outcome.then((name) =>
          expect(name).toBe(!hasRoom ? 'PasswordQueueFull' : fails ? 'RangeError' : 'done'));
      });
      await Promise.all(outcomes);
      for (const who of came.keys()) await places.during(who, flush);
    })));

  it('are given in the order of coming', async () => {
    const places = new Places({ atOnce: 1, mostWaiting: 3 });
    const served: number[] = [];
    await Promise.all([0, 1, 2, 3].map((n) => places.during('ada', async () => {
      await flush();
      served.push(n);
    })));
    expect(served).toEqual([0, 1, 2, 3]);
    expect(new PasswordQueueFull().name).toBe('PasswordQueueFull');
  });
});
