import fc from 'fast-check';
import * as node from 'node:crypto';
import { randomBytes, transcript } from '#pseudonym/bytes';
import { deriveKeyPair, setupAuthSender, type HpkeKeyPair } from '#pseudonym/hpke';
import { nodePrimitives, webPrimitives } from '#pseudonym/hpke.primitives';
import {
  CONTENT_LENGTH, MESSAGE_LENGTH, MOST_READERS, openMessage, sealMessage,
} from './sealed-message.ts';

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

/** A message of the client's to her therapist, whom she lets a supervisor read too. */
const messageTo = (readers: readonly HpkeKeyPair[], content = text('the usual place')) =>
  sealMessage({ thread: THREAD, content, writer: client,
    readers: readers.map(({ publicKey }) => publicKey) });

const openedBy = (reader: HpkeKeyPair, message: Uint8Array, thread = THREAD) => openMessage(
  message, { thread, reader, writers: [stranger.publicKey, client.publicKey] });

describe('a sealed message', () => {
  it('is opened by each of its readers, who know who wrote it, and by nobody else', async () => {
    const message = await messageTo([therapist, client]);
    for (const reader of [therapist, client]) {
      const opened = await openedBy(reader, message);
      expect(opened?.writer).toBe(1);
      expect(opened?.content).toHaveLength(CONTENT_LENGTH);
      expect(opened?.content.subarray(0, 15)).toEqual(text('the usual place'));
    }
    expect(await openedBy(stranger, message)).toBeNull();
  });

  it('has one length whatever is in it and whoever reads', async () => {
    await fc.assert(fc.asyncProperty(
      fc.uint8Array({ maxLength: CONTENT_LENGTH }), fc.integer({ min: 1, max: MOST_READERS }),
      async (content, readers) => {
        const all = [therapist, client, stranger, therapist].slice(0, readers);
        expect(await messageTo(all, content)).toHaveLength(MESSAGE_LENGTH);
      }), { numRuns: 20 });
  });

  it('has no byte that is the same in all of them', async () => {
    const messages = await Promise.all(Array.from({ length: 24 }, (_, nth) =>
      messageTo(nth % 2 === 0 ? [therapist] : [therapist, client, stranger], text(''))));
    const constant = Array.from({ length: MESSAGE_LENGTH }, (_, at) =>
      new Set(messages.map((message) => message[at])).size).filter((values) => values === 1);
    expect(constant).toEqual([]);
  });

  it('opens no more once any bit of it is changed', async () => {
    const message = await messageTo([therapist, client, stranger, therapist]);
    await fc.assert(fc.asyncProperty(
      fc.integer({ min: WRAPS_LENGTH * 8, max: MESSAGE_LENGTH * 8 - 1 }), async (bit) => {
        const changed = Uint8Array.from(message);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(await openedBy(therapist, changed)).toBeNull();
      }), { numRuns: 60 });
  });

  it('opens for nobody whose wrap was changed, whatever of it', async () => {
    const message = await messageTo([therapist]);
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 79 }), async (byte) => {
      const changed = Uint8Array.from(message);
      // Bit 255 of an X25519 key is ignored (RFC 7748, section 5): another is changed.
      for (let wrap = 0; wrap < MOST_READERS; wrap += 1) changed[wrap * 80 + byte]! ^= 1;
      expect(await openedBy(therapist, changed)).toBeNull();
    }), { numRuns: 40 });
  });

  it('belongs to one thread', async () => {
    expect(await openedBy(therapist, await messageTo([therapist]), 'another referral')).toBeNull();
  });

  it('is by nobody whom a reader does not know as a writer', async () => {
    const forged = await sealMessage({ thread: THREAD, content: text('pay elsewhere'),
      writer: await newPair(), readers: [therapist.publicKey] });
    expect(await openedBy(therapist, forged)).toBeNull();
  });

  it('takes no wraps of another message', async () => {
    const [one, other] = await Promise.all([messageTo([therapist]), messageTo([therapist])]);
    const mixed = Uint8Array.from(
      [...one.subarray(0, WRAPS_LENGTH), ...other.subarray(WRAPS_LENGTH)]);
    expect(await openedBy(therapist, mixed)).toBeNull();
  });

  it('is one message to all readers: what commits to another key than the wrap\'s is none', async () => {
    const key = randomBytes(32);
    const content = await primitives.seal(
      key, new Uint8Array(12), new Uint8Array(), new Uint8Array(CONTENT_LENGTH));
    const commitmentTo = (other: Uint8Array) =>
      node.createHmac('sha256', other).update('sotto/message/v1 key').digest();
    const messageWith = async (commitment: Uint8Array) => {
      const body = Uint8Array.from([...commitment, ...content]);
      const hash = node.createHash('sha256').update(body).digest();
      const { enc, context } = await setupAuthSender(primitives, therapist.publicKey,
        transcript('sotto/message/v1', THREAD, hash), client);
      const wrap = [...enc, ...await context.seal(new Uint8Array(), key)];
      return Uint8Array.from([...wrap, ...wrap, ...wrap, ...wrap, ...body]);
    };
    expect(await openedBy(therapist, await messageWith(commitmentTo(key)))).not.toBeNull();
    expect(await openedBy(therapist, await messageWith(commitmentTo(randomBytes(32))))).toBeNull();
  });

  it('refuses a fifth reader, none, and content that does not fit', async () => {
    await expect(messageTo([])).rejects.toThrow(RangeError);
    await expect(messageTo(Array(5).fill(therapist) as HpkeKeyPair[])).rejects.toThrow(RangeError);
    await expect(messageTo([therapist], new Uint8Array(CONTENT_LENGTH + 1)))
      .rejects.toThrow(RangeError);
  });

  it.each([0, 1, MESSAGE_LENGTH - 1, MESSAGE_LENGTH + 1, 8_192])(
    'is no message at %i bytes, and noise of its own length is none', async (length) => {
      expect(await openedBy(therapist, randomBytes(length))).toBeNull();
      expect(await openedBy(therapist, randomBytes(MESSAGE_LENGTH))).toBeNull();
      expect(await openedBy(therapist, new Uint8Array(MESSAGE_LENGTH))).toBeNull();
    });

  it('is the same message in a browser', async () => {
    const message = await messageTo([therapist]);
    const reading = { thread: THREAD, reader: therapist, writers: [client.publicKey] };
    expect(await openMessage(message, reading, webPrimitives)).toMatchObject({ writer: 0 });
  });
});
