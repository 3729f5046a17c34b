import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { signingPublicKey, signStatement } from './signed.ts';
import {
  leadsTo, readSuccession, signSuccession, writeSuccession, type Succession,
} from './succession.ts';

/** Keys of a vault over the years, and each signed by the one before it. */
async function chainOf(length: number) {
  const seeds = Array.from({ length: length + 1 }, () => new Uint8Array(randomBytes(32)));
  const keys = await Promise.all(seeds.map(async (seed) =>
    Buffer.from(await signingPublicKey(seed)).toString('hex')));
  const successions = await Promise.all(keys.slice(1).map((key, at) =>
    signSuccession(seeds[at]!, key)));
  return { seeds, keys, successions };
}

test('a pinned key leads to itself, to every successor in whatever order they are told, and not back',
  async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.nat(), fc.nat(),
      async (length, from, to) => {
        const { keys, successions } = await chainOf(length);
        const [a, b] = [from % (length + 1), to % (length + 1)];
        expect(await leadsTo(keys[a]!, keys[b]!, successions.toReversed())).toBe(a <= b);
      }), { numRuns: 20 });
  });

test('where one link is missing, nothing behind it is reached', async () => {
  const { keys, successions } = await chainOf(3);
  for (const gap of [0, 1, 2]) {
    const rest = successions.filter((_, at) => at !== gap);
    expect(await leadsTo(keys[0]!, keys[3]!, rest)).toBe(false);
  }
});

test('a key that another key signed, or that stands under a signature of something else, is none',
  async () => {
    const { seeds, keys, successions: [good] } = await chainOf(1);
    const { keys: [stranger], seeds: [theirs] } = await chainOf(0);
    const other = await signStatement(seeds[0]!, 'keys', { key: stranger! });
    const offered: Succession[] = [
      await signSuccession(theirs!, stranger!),
      { key: stranger!, signature: good!.signature },
      { key: stranger!, signature: other.signature },
      { key: stranger!, signature: 'A'.repeat(86) },
    ];
    expect(await leadsTo(keys[0]!, stranger!, offered)).toBe(false);
    expect(await leadsTo(keys[0]!, keys[1]!, [...offered, good!])).toBe(true);
  });

test('a key leads to exactly what a way of signatures leads to, however keys sign each other', async () => {
  const { seeds, keys } = await chainOf(4);
  const key = fc.nat({ max: 4 });
  await fc.assert(fc.asyncProperty(fc.uniqueArray(fc.tuple(key, key), {
    maxLength: 10, selector: String }), key, key, async (edges, from, to) => {
    const successions = await Promise.all(edges.map(([signer, signed]) =>
      signSuccession(seeds[signer]!, keys[signed]!)));
    const ways = Array.from({ length: 5 }, (_, a) => Array.from({ length: 5 }, (_, b) =>
      a === b || edges.some(([signer, signed]) => signer === a && signed === b)));
    for (const by of keys.keys()) {
      for (const a of keys.keys()) {
        for (const b of keys.keys()) ways[a]![b] ||= ways[a]![by]! && ways[by]![b]!;
      }
    }
    expect(await leadsTo(keys[from]!, keys[to]!, successions)).toBe(ways[from]![to]);
  }), { numRuns: 60, examples: [[[[0, 1], [0, 2]], 0, 2], [[[0, 1], [1, 0], [0, 2]], 0, 2]] });
});

test('no more than 64 successions are looked at', async () => {
  const { keys, successions: [good] } = await chainOf(1);
  const noise = Array.from({ length: 64 }, () => ({ key: 'ab'.repeat(32), signature: 'A'.repeat(86) }));
  expect(await leadsTo(keys[0]!, keys[1]!, [...noise.slice(1), good!])).toBe(true);
  expect(await leadsTo(keys[0]!, keys[1]!, [...noise, good!])).toBe(false);
});

test('keys that sign each other in a ring end nowhere', async () => {
  const { seeds, keys, successions } = await chainOf(1);
  const ring = [...successions, await signSuccession(seeds[1]!, keys[0]!)];
  expect(await leadsTo(keys[0]!, 'ab'.repeat(32), ring)).toBe(false);
});

test('is read as it was written, and nothing else is read', async () => {
  const { successions: [good] } = await chainOf(1);
  const text = writeSuccession(good!);
  expect(readSuccession(` ${text}\n`)).toEqual(good);
  for (const other of ['', 'x', text.slice(1), `${text}A`, text.replace('.', ','), text.toUpperCase()]) {
    expect(readSuccession(other)).toBeUndefined();
  }
});
