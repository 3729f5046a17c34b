import { createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { vectors } from '../test/specimens.ts';
import {
  batchSecret, CLAIMED, coverKeyOf, coverPiece, ENTRY_LENGTH, entryOpener, fillerEntry, placeOf,
  sealBatch, SEALED_LENGTH, type IssuedBatch,
} from './issued-batches.ts';
import { readBucket } from './issued-buckets.ts';

const hex = (view: Uint8Array) => Buffer.from(view).toString('hex');
const unhex = (text: string) => Buffer.from(text, 'hex');
const key = () => Uint8Array.from(randomBytes(32));

function batchOf(signatures: number, more: Partial<IssuedBatch> = {}): IssuedBatch {
  return {
    programme: '7a1d52a4-7a0c-4a53-9a2f-0d5a3f1f7f10', period: '2027', block: 'B1',
    entryKeyId: 'ab'.repeat(32), sessionKeyId: 'cd'.repeat(32),
    signatures: Array.from({ length: signatures }, () => Uint8Array.from(randomBytes(256))),
    ...more,
  };
}

/** What is served of a batch. */
async function entriesOf(claimKey: Uint8Array, batch: IssuedBatch): Promise<Uint8Array[]> {
  const secret = batchSecret(claimKey);
  const pieces = await sealBatch(secret, batch);
  return Promise.all(pieces.map(({ sealed }) => coverPiece(coverKeyOf(secret), sealed)));
}

const shuffled = (entries: readonly Uint8Array[]) =>
  Buffer.concat(entries.toSorted(Buffer.compare));

describe('a batch in a bucket', () => {
  test('of any size is found whole among fillers and others, in whatever order', async () => {
    const field = fc.tuple(fc.nat(41), fc.constantFrom('2027', '2026-H2', '2026-11'),
      fc.constantFrom('B1', 'B12', 'B9999'), fc.uuid(), fc.nat(20));
    await fc.assert(fc.asyncProperty(field, async ([count, period, block, programme, others]) => {
      const mine = key();
      const batch = batchOf(count, { period, block, programme });
      const file = shuffled([
        ...await entriesOf(mine, batch), ...await entriesOf(key(), batchOf(9)),
        ...Array.from({ length: others }, fillerEntry)]);
      const kind = count === 0 ? 'claimed' : 'issued';
      expect(await readBucket(mine, file)).toEqual({ kind, batch });
      expect(await readBucket(key(), file)).toEqual({ kind: 'unknown' });
    }), { numRuns: 25 });
  });

  test('counts more than the mark of a letter that was claimed before', async () => {
    const mine = key();
    const batch = batchOf(9);
    const mark = await entriesOf(mine, { ...batch, signatures: [] });
    const both = shuffled([...mark, ...await entriesOf(mine, batch)]);
    expect(await readBucket(mine, both)).toEqual({ kind: 'issued', batch });
  });

  test('altered in any byte, cut or in part is unknown', async () => {
    const mine = key();
    const [entry] = await entriesOf(mine, batchOf(9));
    const openEntry = entryOpener(mine);
    expect(await openEntry(entry!)).toMatchObject({ number: 0, total: 9 });
    await fc.assert(fc.asyncProperty(fc.nat(ENTRY_LENGTH - 1), fc.integer({ min: 1, max: 255 }),
      async (at, flip) => {
        const altered = entry!.map((byte, index) => (index === at ? byte ^ flip : byte));
        expect(await openEntry(altered)).toBeNull();
      }), { numRuns: 60 });
    expect(await openEntry(entry!.subarray(1))).toBeNull();
    const parts = await entriesOf(mine, batchOf(20));
    expect(parts).toHaveLength(3);
    expect(await readBucket(mine, shuffled(parts.slice(1)))).toEqual({ kind: 'unknown' });
    const foreign = await entriesOf(mine, batchOf(20));
    expect(await readBucket(mine, shuffled([parts[0]!, ...foreign]))).toEqual({ kind: 'unknown' });
  });

  test('is sealed by the gateway with what gives neither claim key nor, once kept, what is in it', async () => {
    const mine = key();
    const secret = batchSecret(mine);
    const [piece] = await sealBatch(secret, batchOf(9));
    // Kept is the cover key and the sealed piece: they open nothing.
    const opened = await entryOpener(coverKeyOf(secret))(
      await coverPiece(coverKeyOf(secret), piece!.sealed));
    expect(opened).toBeNull();
    expect(piece!.sealed).toHaveLength(SEALED_LENGTH);
    expect(new Set([mine, secret, coverKeyOf(secret)].map(hex)).size).toBe(3);
  });

  test.each([
    ['a signature of another length', { signatures: [new Uint8Array(255)] }],
    ['too many of them', { signatures: Array<Uint8Array>(255).fill(new Uint8Array(256)) }],
    ['a period that does not fit', { period: '2027-from-October' }],
    ['a block that does not fit', { block: 'B12345678' }],
  ])('has no room for %s', async (_what, more) => {
    await expect(sealBatch(batchSecret(key()), batchOf(9, more))).rejects.toThrow(RangeError);
  });
});

describe('a stranger', () => {
  /** How uneven bytes are: 255 degrees of freedom, beyond 400 once in 10,000,000. */
  const unevenness = (bytes: Uint8Array) => {
    const seen = new Array<number>(256).fill(0);
    for (const byte of bytes) seen[byte]! += 1;
    const even = bytes.length / 256;
    return seen.reduce((sum, n) => sum + (n - even) ** 2 / even, 0);
  };
  const blocksOf = (bytes: Uint8Array) => Array.from({ length: Math.floor(bytes.length / 8) },
    (_, at) => hex(bytes.subarray(at * 8, at * 8 + 8)));

  test('sees entries of one length, whoever\'s, whatever is in them', async () => {
    const batches = [batchOf(0), batchOf(1), batchOf(9), batchOf(41, { block: 'B77' })];
    const entries = (await Promise.all(batches.map((batch) => entriesOf(key(), batch)))).flat();
    expect(new Set([...entries, fillerEntry()].map(({ length }) => length)))
      .toEqual(new Set([ENTRY_LENGTH]));
  });

  test('tells no member\'s entry from another\'s or from a filler', async () => {
    const mine = key();
    const batch = batchOf(9, { signatures: Array<Uint8Array>(9).fill(new Uint8Array(256)) });
    const lists = [
      (await Promise.all(Array.from({ length: 40 }, () => entriesOf(mine, batch)))).flat(),
      (await Promise.all(Array.from({ length: 40 }, () => entriesOf(key(), batch)))).flat(),
      Array.from({ length: 40 }, fillerEntry),
    ];
    for (const entries of lists) {
      expect(unevenness(Buffer.concat(entries))).toBeLessThan(400);
      // No place in an entry holds one value, and none of its content shows.
      for (let at = 0; at < ENTRY_LENGTH; at += 1) {
        expect(new Set(entries.map((entry) => entry[at])).size).toBeGreaterThan(20);
      }
      const all = hex(Buffer.concat(entries));
      for (const known of [batch.entryKeyId, batch.programme.replaceAll('-', ''), '0'.repeat(32)]) {
        expect(all).not.toContain(known);
      }
    }
    const blocks = lists.flat().flatMap(blocksOf);
    expect(new Set(blocks).size).toBe(blocks.length);
  });

  test('sees all of a piece change with each file, so that comparing two says nothing', async () => {
    const secret = batchSecret(key());
    const [piece] = await sealBatch(secret, batchOf(9));
    const [one, other] = [await coverPiece(coverKeyOf(secret), piece!.sealed),
      await coverPiece(coverKeyOf(secret), piece!.sealed)];
    const alike = one.filter((byte, at) => byte === other[at]).length;
    // By chance one in 256: about ten.
    expect(alike).toBeLessThan(40);
  });
});

interface Vector {
  readonly claimKey: string; readonly secret: string; readonly place: number;
  readonly coverKey: string; readonly sealKey: string; readonly entries: readonly string[];
  readonly batch: Omit<IssuedBatch, 'signatures'> & { readonly signatures: readonly string[] };
}

describe('the published vectors', () => {
  const { vectors: all } = vectors<{ vectors: Vector[] }>('issued-batches.json');

  test.each(all)('of claim key $claimKey are opened by the code', async (vector) => {
    const { signatures, ...rest } = vector.batch;
    const reading = await readBucket(unhex(vector.claimKey), shuffled(vector.entries.map(unhex)));
    expect(reading).toEqual({
      kind: signatures.length === 0 ? 'claimed' : 'issued',
      batch: { ...rest, signatures: signatures.map((text) => new Uint8Array(unhex(text))) },
    });
    expect(placeOf(unhex(vector.secret))).toBe(vector.place);
  });

  test.each(all)('of claim key $claimKey are opened by node:crypto and the format', (vector) => {
    const secret = expand(unhex(vector.claimKey), 'sotto/issued-batch/v1', 32);
    const [cover, sealing] = [expand(secret, 'cover', 32), expand(secret, 'seal', 32)];
    expect([secret, cover, sealing].map(hex))
      .toEqual([vector.secret, vector.coverKey, vector.sealKey]);
    expect(expand(secret, 'place', 4).readUInt32BE()).toBe(vector.place);
    const pieces = vector.entries.map((entry) => open(sealing, open(cover, unhex(entry))))
      .sort((a, b) => a[1]! - b[1]!);
    const { batch } = vector;
    pieces.forEach((piece, number) => {
      const period = Buffer.alloc(12);
      const block = Buffer.alloc(8);
      period.write(batch.period);
      block.write(batch.block);
      const here = batch.signatures.slice(number * 9, number * 9 + 9).join('');
      expect(hex(piece)).toBe([
        '01', Buffer.of(here ? number : CLAIMED, batch.signatures.length).toString('hex'),
        batch.programme.replaceAll('-', ''), hex(period), hex(block), batch.entryKeyId,
        batch.sessionKeyId, here].join('').padEnd(2 * piece.length, '0'));
    });
  });

  function expand(secret: Buffer, label: string, length: number): Buffer {
    return createHmac('sha256', secret).update(Buffer.of(0, 0, 0, label.length)).update(label)
      .update(Buffer.of(1)).digest().subarray(0, length);
  }

  function open(secret: Buffer, sealed: Buffer): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
  }
});
