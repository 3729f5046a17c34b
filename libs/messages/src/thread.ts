import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import type { HpkeKeyPair } from '#pseudonym/hpke';
import { decodeContent, encodeContent, inParts, type MessageKind } from './content.ts';
import { openMessage, sealMessage } from './sealed-message.ts';
import { acknowledged, isInOrder, missing } from './sequence.ts';

/*
 * A thread as one of its two sides sees it: what was opened, in the order in which the vault handed
 * it out, and what its numbers tell of the vault.
 */

/** The two sides of a thread. */
export interface Sides {
  /** The referral. */
  readonly thread: string;
  readonly own: HpkeKeyPair;
  /** X25519 public keys of the other side, 32 bytes each, newest last: it is sealed to that one. */
  readonly others: readonly Uint8Array[];
}

/** A message that was opened; what a device keeps of it. */
export interface ThreadMessage {
  readonly isOwn: boolean;
  readonly kind: MessageKind;
  /** Hex of the device that wrote it. */
  readonly device: string;
  readonly number: number;
  /** Hex of the sealed message's SHA-256. */
  readonly hash: string;
  /** Hash of the last message of the other side that its device had seen; null for none. */
  readonly seen: string | null;
  readonly part: number;
  readonly parts: number;
  readonly text: string;
  /** Where the vault put it among all of this side's. */
  readonly place: number;
  /** Day on which the vault took it, YYYY-MM-DD. */
  readonly day: string;
}

/** Messages of a thread that were opened, and how many could not be. */
export interface Thread {
  /** In the order of their places. */
  readonly messages: readonly ThreadMessage[];
  /** Hashes of what opened for nobody here. */
  readonly unreadable: readonly string[];
  /** Hashes of what contradicts another of the same device and number: the first is kept. */
  readonly contradictions: readonly string[];
}

/** What a thread tells of the vault, or of whoever came between. */
export type ThreadFault =
  /** It holds something that neither side wrote, or that was changed. */
  | 'unreadable'
  /** Two messages of one device have one number. */
  | 'contradicts'
  /** A number is left out: a message was kept back. */
  | 'missing'
  /** What a device wrote came in another order. */
  | 'out-of-order'
  /** The other side saw what was never sent from here. */
  | 'never-sent'
  /** The other side was set back to before what it had seen. */
  | 'older-than-before';

/** Words that somebody wrote, of one to four messages. */
export interface Words {
  readonly isOwn: boolean;
  readonly text: string;
  readonly day: string;
  /** Where its last message lies. */
  readonly place: number;
  /** Hashes of its messages. */
  readonly hashes: readonly string[];
}

export const EMPTY_THREAD: Thread = { messages: [], unreadable: [], contradictions: [] };

/** Hex of a sealed message's SHA-256. */
export function hashOf(sealed: Uint8Array): string {
  return bytesToHex(sha256(sealed));
}

/** A message as the vault hands it out. */
export interface HandedOut {
  readonly sealed: Uint8Array;
  /** Among all messages of this side, from 1. */
  readonly place: number;
  /** YYYY-MM-DD. */
  readonly day: string;
}

/** Take what the vault handed out. What came before changes nothing. */
export async function takeMessage(
  thread: Thread, sides: Sides, handed: HandedOut,
): Promise<Thread> {
  const hash = hashOf(handed.sealed);
  if (thread.messages.some((one) => one.hash === hash)) return thread;
  const message = await opened(sides, handed, hash);
  if (!message) {
    return { ...thread, unreadable: [...new Set([...thread.unreadable, hash])] };
  }
  const isTaken = thread.messages.some((one) => one.isOwn === message.isOwn
    && one.device === message.device && one.number === message.number);
  return isTaken ? { ...thread, contradictions: [...new Set([...thread.contradictions, hash])] }
    : { ...thread, messages: [...thread.messages, message]
        .sort((a, b) => a.place - b.place) };
}

/** What a device is to write: under whose name, and what its next number is. */
export interface Writing {
  /** 16 hex digits, random, the device's own. */
  readonly device: string;
  readonly kind: MessageKind;
  readonly text: string;
}

/**
 * Words, sealed to both sides: one to four messages, to be kept before they are sent.
 *
 * @param waiting messages of this device that were sealed and not sent yet.
 * @returns null for words that are too long: nothing is cut to fit.
 */
export async function writeWords(
  thread: Thread, sides: Sides, { device, kind, text }: Writing, waiting: number,
): Promise<readonly [Uint8Array, ...Uint8Array[]] | null> {
  const parts = inParts(text);
  if (!parts) return null;
  const last = thread.messages.filter((one) => one.isOwn && one.device === device)
    .reduce((highest, { number }) => Math.max(highest, number), 0) + waiting;
  const seen = thread.messages.findLast(({ isOwn }) => !isOwn)?.hash ?? null;
  const newest = sides.others.at(-1);
  if (!newest) throw new RangeError('the other side has no keys yet');
  const sealed = (words: string, part: number) => sealMessage({
    thread: sides.thread, writer: sides.own, readers: [newest, sides.own.publicKey],
    content: encodeContent({ kind, device: hexToBytes(device), number: last + part + 1,
      seen: seen === null ? null : hexToBytes(seen), part, parts: parts.length, text: words }),
  });
  const [first, ...more] = parts;
  return Promise.all([sealed(first, 0), ...more.map((words, nth) => sealed(words, nth + 1))]);
}

/** What the thread shows, each fault once. */
export function faultsOf(thread: Thread): readonly ThreadFault[] {
  const { messages, unreadable, contradictions } = thread;
  const faults = new Set<ThreadFault>();
  if (unreadable.length > 0) faults.add('unreadable');
  if (contradictions.length > 0) faults.add('contradicts');
  const [own, theirs] = [messages.filter(({ isOwn }) => isOwn), messages.filter(
    ({ isOwn }) => !isOwn)];
  for (const side of [own, theirs]) {
    if (missing(side).size > 0) faults.add('missing');
    if (!isInOrder(side)) faults.add('out-of-order');
  }
  const sent = own.map(({ hash }) => hash);
  for (const ofDevice of Map.groupBy(theirs, ({ device }) => device).values()) {
    const inOrder = ofDevice.toSorted((a, b) => a.number - b.number);
    for (const [place, { seen }] of inOrder.entries()) {
      const said = acknowledged(sent, seen, inOrder[place - 1]?.seen ?? null);
      if (said === 'never-sent' || said === 'older-than-before') faults.add(said);
    }
  }
  return [...faults];
}

/** The words of a thread that came whole, in the order in which their last part came. */
export function wordsOf({ messages }: Thread): readonly Words[] {
  const words: Words[] = [];
  for (const last of messages) {
    const parts = messages.slice(0, messages.indexOf(last) + 1).filter((one) => isOfOne(one, last))
      .toSorted((a, b) => a.part - b.part);
    if (parts.length !== last.parts) continue;
    words.push({ isOwn: last.isOwn, day: last.day, place: last.place, text: parts.map(({ text }) => text).join(''),
      hashes: parts.map(({ hash }) => hash) });
  }
  return words;
}

/** Whether two messages are parts of the same words: their numbers differ as their parts do. */
function isOfOne(one: ThreadMessage, other: ThreadMessage): boolean {
  return one.isOwn === other.isOwn && one.device === other.device && one.parts === other.parts
    && one.number - one.part === other.number - other.part;
}

async function opened(
  { thread, own, others }: Sides, { sealed, place, day }: HandedOut, hash: string,
): Promise<ThreadMessage | null> {
  const message = await openMessage(sealed,
    { thread, reader: own, writers: [own.publicKey, ...others] });
  const content = message && decodeContent(message.content);
  if (!content) return null;
  const { device, seen, ...more } = content;
  return { ...more, isOwn: message.writer === 0, device: bytesToHex(device), hash, place, day,
    seen: seen && bytesToHex(seen) };
}
