import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import {
  batchSecret, coverKeyOf, coverPiece, sealBatch, type IssuedBatch,
} from './issued-batches.ts';
import {
  bitsOfLetters, bucketBits, bucketName, bucketOf, bucketOfPlace, entriesOf, placesOf, readBucket,
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

test('letters count by the pieces that their batches have', () => {
  const of = (...letters: [number, number][]) =>
    bitsOfLetters(letters.map(([letters, sessions]) => ({ letters, sessions })));
  expect([of(), of([64, 8]), of([65, 8]), of([64, 9]), of([33, 8], [16, 17])])
    .toEqual([0, 0, 1, 1, 1]);
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
  expect([0, 1, 64, 128, 191, 192].map(entriesOf)).toEqual([192, 192, 192, 192, 192, 192]);
  expect([193, 224, 225].map(entriesOf)).toEqual([224, 224, 256]);
});

test('a file is named by how many bits it shares and which', () => {
  expect([bucketName(0, 0), bucketName(5, 3)]).toEqual(['0-0', '3-5']);
});

test('a file is named by 24 bits at most, however many letters there are', () => {
  expect([64 * 2 ** 24, 64 * 2 ** 24 + 1, Number.MAX_SAFE_INTEGER].map(bucketBits))
    .toEqual([24, 24, 24]);
});

describe('pieces that one claim key opens', () => {
  const claimKey = Uint8Array.from(randomBytes(32));
  const secret = batchSecret(claimKey);
  const batch: IssuedBatch = {
    programme: '7a1d52a4-7a0c-4a53-9a2f-0d5a3f1f7f10', period: '2027', block: 'B1',
    entryKeyId: 'ab'.repeat(32), sessionKeyId: 'cd'.repeat(32),
    signatures: Array.from({ length: 20 }, () => Uint8Array.from(randomBytes(256))),
  };
  const piecesOf = async (more: Partial<IssuedBatch> = {}) => {
    const pieces = await sealBatch(secret, { ...batch, ...more });
    return Promise.all(pieces.map(({ sealed }) => coverPiece(coverKeyOf(secret), sealed)));
  };
  const readingOf = async (...entries: Uint8Array[]) =>
    (await readBucket(claimKey, Buffer.concat(entries))).kind;

  test.each<[string, Partial<IssuedBatch>]>([
    ['programme', { programme: '7a1d52a4-7a0c-4a53-9a2f-0d5a3f1f7f11' }],
    ['period', { period: '2028' }], ['block', { block: 'B2' }],
    ['entry key', { entryKeyId: 'ac'.repeat(32) }],
    ['session key', { sessionKeyId: 'ce'.repeat(32) }],
    ['number of credits', { signatures: batch.signatures.slice(1) }],
  ])('make no batch of two that differ in their %s', async (_what, more) => {
    const [one, , three] = await piecesOf();
    const [, other] = await piecesOf(more);
    expect(await readingOf(one!, other!, three!)).toBe('unknown');
  });

  test('make no batch where one is there twice or is missing', async () => {
    const [one, two, three] = await piecesOf();
    expect(await readingOf(three!, one!, two!)).toBe('issued');
    expect(await readingOf(one!, two!, two!)).toBe('unknown');
    expect(await readingOf(one!, two!, two!, three!)).toBe('unknown');
    expect(await readingOf(one!, two!)).toBe('unknown');
  });
});
