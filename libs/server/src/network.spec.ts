import fc from 'fast-check';
import { networkOf, ONE_CALLER, ONE_SITE } from './network.ts';

const groups = (count: number) => fc.array(fc.integer({ min: 0, max: 0xffff }),
  { minLength: count, maxLength: count });
const written = (all: readonly number[]) => all.map((group) => group.toString(16)).join(':');

it.each([ONE_CALLER, ONE_SITE])('addresses count as one by their first %i bits', (bits) => {
  const left = bits / 16;
  fc.assert(fc.property(groups(left), groups(left), groups(8 - left), groups(8 - left),
    (one, other, here, there) => {
      const of = (network: readonly number[], host: readonly number[]) =>
        networkOf(written([...network, ...host]), bits);
      expect(of(one, here)).toBe(of(one, there));
      expect(of(one, here) === of(other, here)).toBe(written(one) === written(other));
    }));
});

it.each([
  ['2001:db8::1', '2001:0DB8:0000:0:ffff::'], ['2001:db8::', '2001:db8::203.0.113.7'],
  ['fe80::1%eth0', 'fe80::2'], ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
])('%s and %s are one caller, however they are written', (one, other) => {
  expect(networkOf(one, ONE_CALLER)).toBe(networkOf(other, ONE_CALLER));
});

it.each(['203.0.113.7', 'ada@example.org', '7', '', '10.1', 'a:b', '::g'])(
  '%j is left as it is', (party) => {
    expect(networkOf(party, ONE_CALLER)).toBe(party);
  });
