import fc from 'fast-check';
import * as node from 'node:crypto';
import { randomBytes, transcript } from '#pseudonym/bytes';
import { deriveKeyPair, setupAuthSender, type HpkeKeyPair } from '#pseudonym/hpke';
import { nodePrimitives, webPrimitives } from '#pseudonym/hpke.primitives';
import {
  CONTENT_LENGTH, LETTER_LENGTH, MOST_READERS, openLetter, sealLetter,
} from './sealed-letter.ts';

const THREAD = 'referral 7a1d52a4';
const WRAPS_LENGTH = 320;
const primitives = nodePrimitives(node);
const newPair = () => deriveKeyPair(primitives, randomBytes(32));
const text = (words: string) => new TextEncoder().encode(words);

let client: HpkeKeyPair;
let therapist: HpkeKeyPair;
let stranger: HpkeKeyPair;
beforeAll(async () => {
  [client, therapist, stranger] = await Promise.all([newPair(), newPair(), newPair()]);
});

/** A letter of the client's to her therapist, whom she lets a supervisor read too. */
const letterTo = (readers: readonly HpkeKeyPair[], content = text('the usual place')) =>
  sealLetter({ thread: THREAD, content, writer: client,
    readers: readers.map(({ publicKey }) => publicKey) });

const openedBy = (reader: HpkeKeyPair, letter: Uint8Array, thread = THREAD) => openLetter(
  letter, { thread, reader, writers: [stranger.publicKey, client.publicKey] });

describe('a sealed letter', () => {
  it('is opened by each of its readers, who know who wrote it, and by nobody else', async () => {
    const letter = await letterTo([therapist, client]);
    for (const reader of [therapist, client]) {
      const opened = await openedBy(reader, letter);
      expect(opened?.writer).toBe(1);
      expect(opened?.content).toHaveLength(CONTENT_LENGTH);
      expect(opened?.content.subarray(0, 15)).toEqual(text('the usual place'));
    }
    expect(await openedBy(stranger, letter)).toBeNull();
  });

  it('has one length whatever is in it and whoever reads', async () => {
    await fc.assert(fc.asyncProperty(
      fc.uint8Array({ maxLength: CONTENT_LENGTH }), fc.integer({ min: 1, max: MOST_READERS }),
      async (content, readers) => {
        const all = [therapist, client, stranger, therapist].slice(0, readers);
        expect(await letterTo(all, content)).toHaveLength(LETTER_LENGTH);
      }), { numRuns: 20 });
  });

  it('has no byte that is the same in all of them', async () => {
    const letters = await Promise.all(Array.from({ length: 24 }, (_, nth) =>
      letterTo(nth % 2 === 0 ? [therapist] : [therapist, client, stranger], text(''))));
    const constant = Array.from({ length: LETTER_LENGTH }, (_, at) =>
      new Set(letters.map((letter) => letter[at])).size).filter((values) => values === 1);
    expect(constant).toEqual([]);
  });

  it('opens no more once any bit of it is changed', async () => {
    const letter = await letterTo([therapist, client, stranger, therapist]);
    await fc.assert(fc.asyncProperty(
      fc.integer({ min: WRAPS_LENGTH * 8, max: LETTER_LENGTH * 8 - 1 }), async (bit) => {
        const changed = Uint8Array.from(letter);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(await openedBy(therapist, changed)).toBeNull();
      }), { numRuns: 60 });
  });

  it('opens for nobody whose wrap was changed, whatever of it', async () => {
    const letter = await letterTo([therapist]);
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 79 }), async (byte) => {
      const changed = Uint8Array.from(letter);
      // Bit 255 of an X25519 key is ignored (RFC 7748, section 5): another is changed.
      for (let wrap = 0; wrap < MOST_READERS; wrap += 1) changed[wrap * 80 + byte]! ^= 1;
      expect(await openedBy(therapist, changed)).toBeNull();
    }), { numRuns: 40 });
  });

  it('belongs to one thread', async () => {
    expect(await openedBy(therapist, await letterTo([therapist]), 'another referral')).toBeNull();
  });

  it('is by nobody whom a reader does not know as a writer', async () => {
    const forged = await sealLetter({ thread: THREAD, content: text('pay elsewhere'),
      writer: await newPair(), readers: [therapist.publicKey] });
    expect(await openedBy(therapist, forged)).toBeNull();
  });

  it('takes no wraps of another letter', async () => {
    const [one, other] = await Promise.all([letterTo([therapist]), letterTo([therapist])]);
    const mixed = Uint8Array.from(
      [...one.subarray(0, WRAPS_LENGTH), ...other.subarray(WRAPS_LENGTH)]);
    expect(await openedBy(therapist, mixed)).toBeNull();
  });

  it('is one letter to all readers: what commits to another key than the wrap\'s is none', async () => {
    const key = randomBytes(32);
    const content = await primitives.seal(
      key, new Uint8Array(12), new Uint8Array(), new Uint8Array(CONTENT_LENGTH));
    const commitmentTo = (other: Uint8Array) =>
      node.createHmac('sha256', other).update('sotto/letter/v1 key').digest();
    const letterWith = async (commitment: Uint8Array) => {
      const body = Uint8Array.from([...commitment, ...content]);
      const hash = node.createHash('sha256').update(body).digest();
      const { enc, context } = await setupAuthSender(primitives, therapist.publicKey,
        transcript('sotto/letter/v1', THREAD, hash), client);
      const wrap = [...enc, ...await context.seal(new Uint8Array(), key)];
      return Uint8Array.from([...wrap, ...wrap, ...wrap, ...wrap, ...body]);
    };
    expect(await openedBy(therapist, await letterWith(commitmentTo(key)))).not.toBeNull();
    expect(await openedBy(therapist, await letterWith(commitmentTo(randomBytes(32))))).toBeNull();
  });

  it('refuses a fifth reader, none, and content that does not fit', async () => {
    await expect(letterTo([])).rejects.toThrow(RangeError);
    await expect(letterTo(Array(5).fill(therapist) as HpkeKeyPair[])).rejects.toThrow(RangeError);
    await expect(letterTo([therapist], new Uint8Array(CONTENT_LENGTH + 1)))
      .rejects.toThrow(RangeError);
  });

  it.each([0, 1, LETTER_LENGTH - 1, LETTER_LENGTH + 1, 8_192])(
    'is no letter at %i bytes, and noise of its own length is none', async (length) => {
      expect(await openedBy(therapist, randomBytes(length))).toBeNull();
      expect(await openedBy(therapist, randomBytes(LETTER_LENGTH))).toBeNull();
      expect(await openedBy(therapist, new Uint8Array(LETTER_LENGTH))).toBeNull();
    });

  it('is the same letter in a browser', async () => {
    const letter = await letterTo([therapist]);
    const reading = { thread: THREAD, reader: therapist, writers: [client.publicKey] };
    expect(await openLetter(letter, reading, webPrimitives)).toMatchObject({ writer: 0 });
  });
});
