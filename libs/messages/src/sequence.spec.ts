import fc from 'fast-check';
import { acknowledged, isInOrder, missing, type Numbered } from './sequence.ts';

const messageOf = (device: string, number: number): Numbered => ({ device, number });

/** What two devices wrote, each in its order, as some vault hands it out. */
const written = fc.record({ phone: fc.nat({ max: 12 }), laptop: fc.nat({ max: 12 }) })
  .map((counts) => Object.entries(counts).flatMap(([device, count]) =>
    Array.from({ length: count }, (_, place) => messageOf(device, place + 1))));
const numbersOf = (messages: readonly Numbered[], device: string) =>
  messages.filter((one) => one.device === device).map(({ number }) => number);

describe('messages of a thread', () => {
  it('that were dropped are missing, unless they were the last', () => {
    const handedOut = written.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all)));
    fc.assert(fc.property(handedOut, ([all, came]) => {
      for (const device of ['phone', 'laptop']) {
        const there = numbersOf(came, device);
        const never = numbersOf(all, device).filter((number) =>
          !there.includes(number) && number < Math.max(0, ...there));
        expect(missing(came).get(device) ?? []).toEqual(never);
      }
    }));
  });

  it('are in order if each device\'s are, however those of several are mixed', () => {
    const inAnyOrder = written.chain((all) =>
      fc.shuffledSubarray(all, { minLength: all.length }));
    fc.assert(fc.property(inAnyOrder, (came) => {
      const areSorted = ['phone', 'laptop'].every((device) => {
        const numbers = numbersOf(came, device);
        return numbers.join() === numbers.toSorted((a, b) => a - b).join();
      });
      expect(isInOrder(came)).toBe(areSorted);
    }));
  });

  it('are out of order where one comes again', () => {
    expect(isInOrder([messageOf('phone', 1), messageOf('phone', 1)])).toBe(false);
  });
});

describe('what the other side has seen', () => {
  const sent = ['a', 'b', 'c'];

  it.each([
    [null, null, 'none-yet'], ['a', null, 'seen'], ['c', 'a', 'seen'], ['b', 'b', 'seen'],
    ['a', 'b', 'older-than-before'], [null, 'b', 'older-than-before'],
    ['x', null, 'never-sent'], ['x', 'b', 'never-sent'],
  ] as const)('%s after %s is %s', (seen, before, what) => {
    expect(acknowledged(sent, seen, before)).toBe(what);
  });
});
