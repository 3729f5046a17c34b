import fc from 'fast-check';
import { acknowledged, missing, receive, type Arrival, type Numbered, type Received } from './sequence.ts';

const NOTHING: Received = new Map();

function receiveAll(letters: readonly Numbered[]): { received: Received; arrivals: Arrival[] } {
  let received = NOTHING;
  const arrivals = letters.map((letter) => {
    const next = receive(received, letter);
    received = next.received;
    return next.arrival;
  });
  return { received, arrivals };
}

const letterOf = (device: string, number: number): Numbered =>
  ({ device, number, hash: `${device} ${number}` });

/** What two devices wrote, each in its order, as some vault hands it out. */
const written = fc.record({ phone: fc.nat({ max: 12 }), laptop: fc.nat({ max: 12 }) })
  .map((counts) => Object.entries(counts).flatMap(([device, count]) =>
    Array.from({ length: count }, (_, place) => letterOf(device, place + 1))));
const handedOut = written.chain((letters) => fc.record({
  letters: fc.constant(letters), order: fc.shuffledSubarray(letters, { minLength: 0 }) }));

describe('letters of a thread', () => {
  it('in their order are each the next, of any number of devices', () => {
    fc.assert(fc.property(written, (letters) => {
      expect(receiveAll(letters).arrivals).toEqual(letters.map(() => 'next'));
    }));
  });

  it('that were dropped are missing, unless they were the last', () => {
    fc.assert(fc.property(handedOut, ({ letters, order }) => {
      const { received } = receiveAll(order);
      const came = new Set(order.map(({ hash }) => hash));
      const highest = (device: string) =>
        Math.max(0, ...order.filter((one) => one.device === device)
          .map(({ number }) => number));
      const dropped = letters.filter(({ hash, device, number }) =>
        !came.has(hash) && number < highest(device))
        .map(({ device, number }) => `${device} ${number}`);
      expect([...missing(received)].flatMap(([device, numbers]) =>
        numbers.map((number) => `${device} ${number}`)).sort()).toEqual(dropped.sort());
    }));
  });

  it('that come out of order are seen to, and all of them are there in the end', () => {
    const inAnyOrder = written.chain((all) =>
      fc.shuffledSubarray(all, { minLength: all.length }));
    fc.assert(fc.property(inAnyOrder,
      (order) => {
        const { received, arrivals } = receiveAll(order);
        expect(missing(received).size).toBe(0);
        for (const [place, { device, number }] of order.entries()) {
          const before = order.slice(0, place).filter((one) => one.device === device)
            .map((one) => one.number);
          const last = Math.max(0, ...before);
          expect(arrivals[place]).toBe(
            number === last + 1 ? 'next' : number > last ? 'early' : 'late');
        }
      }));
  });

  it('that come again change nothing', () => {
    fc.assert(fc.property(handedOut, ({ order }) => {
      const once = receiveAll(order).received;
      const twice = receiveAll([...order, ...order]);
      expect(twice.received).toEqual(once);
      expect(twice.arrivals.slice(order.length)).toEqual(order.map(() => 'again'));
    }));
  });

  it('that are another of the same number contradict it, and take no place', () => {
    const { received } = receiveAll([letterOf('phone', 1)]);
    const forked = receive(received, { ...letterOf('phone', 1), hash: 'another' });
    expect(forked).toEqual({ received, arrival: 'contradicts' });
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
