import fc from 'fast-check';
import { bytesToHex } from '@noble/hashes/utils.js';
import { randomBytes } from '#pseudonym/bytes';
import { deriveKeyPair, type HpkeKeyPair } from '#pseudonym/hpke';
import { platformPrimitives } from '#pseudonym/hpke.primitives';
import { encodeContent, MOST_PARTS, TEXT_LENGTH } from './content.ts';
import { MESSAGE_LENGTH, sealMessage } from './sealed-message.ts';
import {
  EMPTY_THREAD, faultsOf, hashOf, takeMessage, wordsOf, writeWords, type Sides, type Thread,
} from './thread.ts';

const THREAD = 'referral 7a1d52a4';
const DAY = '2026-11-10';
let client: Sides;
let therapist: Sides;
let stranger: HpkeKeyPair;
beforeAll(async () => {
  const pair = () => deriveKeyPair(platformPrimitives, randomBytes(32));
  const [hers, theirs, other] = await Promise.all([pair(), pair(), pair()]);
  client = { thread: THREAD, own: hers, others: [theirs.publicKey] };
  therapist = { thread: THREAD, own: theirs, others: [hers.publicKey] };
  stranger = other;
});

/** A vault that keeps what it is given, and whoever looks at it. */
const open = () => {
  const kept: Uint8Array[] = [];
  const look = async (sides: Sides, thread = EMPTY_THREAD, from: readonly Uint8Array[] = kept) => {
    let read: Thread = thread;
    for (const [place, sealed] of from.entries()) {
      read = await takeMessage(read, sides, { sealed, place, day: DAY });
    }
    return read;
  };
  const say = async (sides: Sides, device: string, text: string) => {
    const sealed = await writeWords(
      await look(sides), sides, { device, kind: 'words', text }, 0);
    kept.push(...sealed ?? []);
  };
  return { kept, look, say };
};
const PHONE = '01'.repeat(8);
const LAPTOP = '02'.repeat(8);
const DESK = '0a'.repeat(8);
const told = (thread: Thread) => wordsOf(thread).map(({ isOwn, text }) => [isOwn, text]);

/** A conversation of several turns, by two devices of the client's and one of the therapist's. */
async function conversation() {
  const vault = open();
  await vault.say(client, PHONE, 'Is the door on the left?');
  await vault.say(therapist, DESK, 'Yes, and ring once.');
  await vault.say(client, LAPTOP, 'Thank you.');
  await vault.say(client, PHONE, 'x'.repeat(2 * TEXT_LENGTH));
  await vault.say(therapist, DESK, 'Until Tuesday.');
  await vault.say(therapist, DESK, 'At nine.');
  return vault;
}

describe('a thread', () => {
  it('is the same to both sides, whichever device wrote, and shows no fault', async () => {
    const { look } = await conversation();
    const [hers, theirs] = [await look(client), await look(therapist)];
    expect(told(hers).map(([isOwn, text]) => [!isOwn, text])).toEqual(told(theirs));
    expect(told(hers)).toHaveLength(6);
    expect([...faultsOf(hers), ...faultsOf(theirs)]).toEqual([]);
  });

  it('holds words of any length up to four messages as they were, and refuses longer ones', async () => {
    const characters = fc.string({ unit: 'grapheme', maxLength: 2_000 });
    await fc.assert(fc.asyncProperty(characters, async (text) => {
      const { kept, look, say } = open();
      await say(client, PHONE, text);
      expect(kept.every(({ length }) => length === MESSAGE_LENGTH)).toBe(true);
      expect(told(await look(therapist))).toEqual([[false, text.normalize('NFC')]]);
    }), { numRuns: 15 });
    const long = { device: PHONE, kind: 'words', text: 'x'.repeat(MOST_PARTS * TEXT_LENGTH + 1) } as const;
    expect(await writeWords(EMPTY_THREAD, client, long, 0)).toBeNull();
  });

  it('reads the same again: a second look changes nothing', async () => {
    const { look, kept } = await conversation();
    const once = await look(client);
    expect(await look(client, once, [...kept, ...kept])).toEqual(once);
  });

  it('shows words of several messages once all of them came', async () => {
    const { look, kept } = await conversation();
    expect(told(await look(client, EMPTY_THREAD, kept.slice(0, 4)))).toHaveLength(3);
  });

  it('is numbered beyond what is sealed and waits to be sent', async () => {
    const one = await writeWords(EMPTY_THREAD, client, { device: PHONE, kind: 'words', text: '1' }, 0);
    const two = await writeWords(EMPTY_THREAD, client, { device: PHONE, kind: 'words', text: '2' }, 1);
    const { look } = open();
    const read = await look(therapist, EMPTY_THREAD, [...one!, ...two!]);
    expect(read.messages.map(({ number }) => number)).toEqual([1, 2]);
    expect(faultsOf(read)).toEqual([]);
  });
});

describe('a vault that keeps no faith', () => {
  const WAYS: Record<string, [(kept: readonly Uint8Array[]) => Uint8Array[], string]> = {
    'drops one in the middle': [(kept) => kept.toSpliced(0, 1), 'missing'],
    'drops a part of long words': [(kept) => kept.toSpliced(3, 1), 'missing'],
    'hands out two of one device in another order': [
      (kept) => [...kept.slice(0, 3), kept[4]!, kept[3]!, ...kept.slice(5)], 'out-of-order'],
    'changes one bit': [(kept) => kept.with(1, flipped(kept[1]!)), 'unreadable'],
    'puts in random bytes': [(kept) => [...kept, randomBytes(MESSAGE_LENGTH)], 'unreadable'],
    'cuts one short': [(kept) => [...kept, kept[0]!.subarray(1)], 'unreadable'],
  };
  const flipped = (sealed: Uint8Array) =>
    sealed.with(MESSAGE_LENGTH - 1, sealed[MESSAGE_LENGTH - 1]! ^ 1);

  it.each(Object.entries(WAYS))('that %s is seen', async (_way, [change, fault]) => {
    const { look, kept } = await conversation();
    for (const sides of [client, therapist]) {
      const read = await look(sides, EMPTY_THREAD, change(kept));
      expect(faultsOf(read)).toContain(fault);
    }
  });

  it('that keeps back what one side wrote is seen by what the other says that it saw', async () => {
    const { kept, look } = await conversation();
    const read = await look(client, EMPTY_THREAD, kept.slice(1));
    expect(faultsOf(read)).toContain('never-sent');
  });

  it('that sets a side back is seen by what it says that it saw', async () => {
    const { kept, look, say } = open();
    await say(client, PHONE, 'one');
    await say(therapist, DESK, 'two');
    await say(client, PHONE, 'three');
    await say(therapist, DESK, 'four');
    const old = await look(therapist, EMPTY_THREAD, kept.slice(0, 1));
    const set = await writeWords(old, therapist, { device: LAPTOP, kind: 'words', text: 'five' }, 0);
    const again = await writeWords(old, therapist, { device: DESK, kind: 'words', text: 'six' }, 2);
    expect(faultsOf(await look(client, EMPTY_THREAD, [...kept, ...set!]))).toEqual([]);
    expect(faultsOf(await look(client, EMPTY_THREAD, [...kept, ...again!])))
      .toEqual(['older-than-before']);
  });

  it('that hands out two messages of one number shows one, and is seen', async () => {
    const { kept, look, say } = open();
    await say(client, PHONE, 'one');
    const other = await writeWords(EMPTY_THREAD, client, { device: PHONE, kind: 'words', text: 'two' }, 0);
    const read = await look(therapist, EMPTY_THREAD, [...kept, ...other!]);
    expect(told(read)).toEqual([[false, 'one']]);
    expect(faultsOf(read)).toEqual(['contradicts']);
  });

  it('writes nothing itself, neither as one side nor as the other', async () => {
    const { kept, look } = await conversation();
    const content = encodeContent({ kind: 'words', device: randomBytes(8), number: 1, seen: null,
      part: 0, parts: 1, text: 'Come to another address.' });
    const forged = await sealMessage({ thread: THREAD, content, writer: stranger,
      readers: [client.own.publicKey, therapist.own.publicKey] });
    for (const sides of [client, therapist]) {
      const read = await look(sides, EMPTY_THREAD, [...kept, forged]);
      expect(read.unreadable).toEqual([hashOf(forged)]);
      expect(told(read)).toHaveLength(6);
    }
  });

  it('moves nothing to another thread', async () => {
    const { kept, look } = await conversation();
    const elsewhere = { ...client, thread: 'another referral' };
    const read = await look(elsewhere, EMPTY_THREAD, kept);
    expect(read.messages).toEqual([]);
    expect(read.unreadable).toHaveLength(kept.length);
  });

  it('has bytes alone', async () => {
    const { kept } = await conversation();
    const all = kept.map(bytesToHex).join();
    for (const needle of ['Tuesday', 'door', THREAD]) {
      expect(all).not.toContain(bytesToHex(new TextEncoder().encode(needle)));
    }
  });
});
