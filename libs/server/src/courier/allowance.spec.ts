import fc from 'fast-check';
import { MEANS } from '#wallet/pace';
import { Allowance, BEATS_A_MINUTE, requestsOf } from './allowance.ts';

let time = 0;
const allowance = (pages = 1) => new Allowance(pages, BEATS_A_MINUTE, () => time);
const many = (one: () => boolean, times: number) =>
  Array.from({ length: times }, one).filter(Boolean).length;
const ONE_PAGE = requestsOf(1, BEATS_A_MINUTE);

/** The chance that a Poisson process of this mean brings more than `most` in its time. */
function moreThan(most: number, mean: number): number {
  let [term, sum] = [-mean, 0];
  for (let count = 1; count <= most + 2_000; count += 1) {
    term += Math.log(mean / count);
    if (count > most) sum += Math.exp(term);
  }
  return sum;
}

it.each([1, 2, 5, 20, 100, 500, 5_000])(
  '%d open pages, all of them touched, are refused less than once in a million minutes', (pages) => {
    expect(moreThan(requestsOf(pages, BEATS_A_MINUTE), pages * BEATS_A_MINUTE)).toBeLessThan(1e-6);
  });

it('counts with the beats that a touched page of ours really sends', () => {
  expect(BEATS_A_MINUTE).toBe(60_000 / MEANS.touched);
});

it('an office of 500 has room for less than a beat a second of each page', () => {
  const room = requestsOf(500, BEATS_A_MINUTE);
  expect(room).toBeLessThan(500 * 60);
  expect(room).toBeGreaterThan(500 * BEATS_A_MINUTE);
});

it('counts each address by itself, for a minute', () => {
  const relay = allowance();
  expect(many(() => relay.admits('192.0.2.1'), ONE_PAGE + 5)).toBe(ONE_PAGE);
  expect(relay.admits('192.0.2.2')).toBe(true);
  time += 60_001;
  expect(relay.admits('192.0.2.1')).toBe(true);
});

it('takes the addresses of one IPv6 network for one, and a mapped IPv4 address for what it is', () => {
  const relay = allowance();
  let host = 0;
  expect(many(() => relay.admits(`2001:db8:0:7::${(host += 1).toString(16)}`), ONE_PAGE + 5))
    .toBe(ONE_PAGE);
  expect(relay.admits('2001:0db8::7:1:2:3:4')).toBe(false);
  expect(relay.admits('2001:db8:0:8::1')).toBe(true);
  expect(many(() => relay.admits('192.0.2.9'), ONE_PAGE)).toBe(ONE_PAGE);
  expect(relay.admits('::ffff:192.0.2.9')).toBe(false);
});

it('ends for all together, wherever they come from, and whether or not they are told apart', () => {
  const relay = allowance();
  let host = 0;
  const stranger = () => relay.admits(`10.${(host += 1) >> 16}.${(host >> 8) & 255}.${host & 255}`);
  expect(many(stranger, ONE_PAGE * 30)).toBe(ONE_PAGE * 20);
  expect(relay.admits(undefined)).toBe(false);
  time += 60_001;
  expect(many(() => relay.admits(undefined), ONE_PAGE * 30)).toBe(ONE_PAGE * 20);
});

it('holds no address, and after a minute nothing of who was here', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.ipV4(), { minLength: 1 }), (addresses) => {
    const relay = allowance();
    const held = () => JSON.stringify(relay, (_key, value: unknown) =>
      (value instanceof Map ? [...value as Map<string, unknown>] : value));
    for (const address of addresses) relay.admits(address);
    const before = held();
    for (const address of addresses) expect(before).not.toContain(address);
    const marks = before.match(/[\w+/]{43}=/g) ?? [];
    expect(marks).toHaveLength(addresses.length);
    time += 60_001;
    relay.admits('192.0.2.200');
    for (const mark of marks) expect(held()).not.toContain(mark);
  }), { numRuns: 50 });
});
