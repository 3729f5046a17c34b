import fc from 'fast-check';
import {
  bucketBits, bucketName, bucketOf, bucketOfPlace, entriesOf, placesOf,
} from './issued-buckets.ts';

const place = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const bits = fc.nat(23);

test('a bucket has 33 to 64 pieces on average once all letters are claimed', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 10_000_000 }), (pieces) => {
    const average = pieces / 2 ** bucketBits(pieces);
    expect(average).toBeLessThanOrEqual(64);
    if (pieces > 64) expect(average).toBeGreaterThan(32);
  }));
  expect([0, 1, 64, 65, 128, 129, 1_000_000].map(bucketBits)).toEqual([0, 0, 0, 1, 1, 2, 14]);
});

test('more letters never join what was split', () => {
  fc.assert(fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (a, b) => {
    expect(bucketBits(a + b)).toBeGreaterThanOrEqual(bucketBits(a));
  }));
});

test('one more bit splits each bucket in two, and every place is in one', () => {
  fc.assert(fc.property(place, bits, (at, length) => {
    const bucket = bucketOfPlace(at, length);
    expect(Math.floor(bucketOfPlace(at, length + 1) / 2)).toBe(bucket);
    const [from, to] = placesOf(bucket, length);
    expect(from <= at && at < to).toBe(true);
    expect(placesOf(2 * bucket, length + 1)[0]).toBe(from);
    expect(placesOf(2 * bucket + 1, length + 1)[1]).toBe(to);
  }));
});

test('claim keys are spread evenly over buckets', () => {
  const counts = new Array<number>(16).fill(0);
  for (let n = 0; n < 1600; n += 1) {
    const key = Uint8Array.from({ length: 32 }, (_, i) => (n >> (8 * (i % 2))) & 255);
    counts[bucketOf(key, 4)]! += 1;
  }
  // 100 each on average: 15 degrees of freedom, and the keys are the same each time.
  expect(counts.reduce((sum, n) => sum + (n - 100) ** 2 / 100, 0)).toBeLessThan(50);
});

test('a file has one length as long as nothing is crowded, however many are claimed', () => {
  expect([0, 1, 40, 64, 95, 96].map(entriesOf)).toEqual([96, 96, 96, 96, 96, 96]);
  expect([97, 128, 129].map(entriesOf)).toEqual([128, 128, 160]);
});

test('a file is named by how many bits it shares and which', () => {
  expect([bucketName(0, 0), bucketName(5, 3)]).toEqual(['0-0', '3-5']);
});
