import { bytesToHex } from '@noble/hashes/utils.js';
import { fromBase64Url, randomBytes, toBase64Url } from '#pseudonym/bytes';
import {
  EMPTY_THREAD, hashOf, takeMessage, wordsOf, writeWords, type Sides, type Thread, type Writing,
} from './thread.ts';

/*
 * What a device of either side has of its messages: threads as they were read, and what is sealed
 * and not sent yet. Everything is kept before it is sent, so that a device may die at any moment:
 * what was sent twice is one message at the vault, which knows it by its bytes.
 */

/** A device's messages, as they are kept. */
export interface Mailbox {
  /** 16 hex digits, random: two devices with the same keys are told apart by it. */
  readonly device: string;
  /** The newest place that was read; 0 before any. */
  readonly place: number;
  /** By the id of the referral. */
  readonly threads: Readonly<Record<string, Thread>>;
  /** What is to be sent, in this order. */
  readonly outbox: readonly Queued[];
  /** The place up to which somebody has looked at a thread here, by the id of the referral. */
  readonly looked: Readonly<Record<string, number>>;
  /** What the vault refused: its words are the writer's again, until she took them. */
  readonly unsent: readonly Unsent[];
}

/** Words that were sealed and are not sent, or not all of them. */
export interface Queued {
  readonly referralId: string;
  readonly text: string;
  /** What is left of its messages, base64url. */
  readonly sealed: readonly [string, ...string[]];
}

/** A message as the vault hands it out. */
export interface Delivered {
  readonly referralId: string;
  readonly place: number;
  /** Base64url. */
  readonly sealed: string;
  /** YYYY-MM-DD. */
  readonly sentOn: string;
}

/** What the vault says to a message: where it lies now, or why it takes no more. */
export type Answer =
  | { readonly kind: 'kept'; readonly message: Delivered }
  | { readonly kind: 'refused'; readonly code: string };

/** What a mailbox needs of its side. */
export interface MailboxPorts {
  /** What is kept now. */
  now(): Mailbox;
  /** Change it, and keep it before anything goes on. */
  change(change: (before: Mailbox) => Mailbox): Promise<void>;
  /** The keys of a referral's sides; null where they are not known. */
  sidesOf(referralId: string): Promise<Sides | null>;
  /** The next messages after a place, in order; none at the end. */
  read(after: number): Promise<readonly Delivered[]>;
  write(referralId: string, sealed: string): Promise<Answer>;
}

/** Words that were refused. */
export interface Unsent {
  readonly code: string;
  readonly referralId: string;
  readonly text: string;
}

/** A device's mailbox before anything is in it. */
export function newMailbox(): Mailbox {
  return { device: bytesToHex(randomBytes(8)), place: 0, threads: {}, outbox: [], looked: {},
    unsent: [] };
}

/** What is known of a thread. */
export function threadOf({ threads }: Mailbox, referralId: string): Thread {
  return threads[referralId] ?? EMPTY_THREAD;
}

/** How many words of the other side nobody has looked at on this device. */
export function unreadIn(mailbox: Mailbox, referralId: string): number {
  const looked = mailbox.looked[referralId] ?? 0;
  return wordsOf(threadOf(mailbox, referralId))
    .filter(({ isOwn, place }) => !isOwn && place > looked).length;
}

/** Somebody has looked at all of a thread. */
export function lookedAt(mailbox: Mailbox, referralId: string): Mailbox {
  const place = threadOf(mailbox, referralId).messages.at(-1)?.place ?? 0;
  return { ...mailbox, looked: { ...mailbox.looked, [referralId]: place } };
}

/** The writer took back what was refused in a thread. */
export function withoutUnsent(mailbox: Mailbox, referralId: string): Mailbox {
  return { ...mailbox,
    unsent: mailbox.unsent.filter((one) => one.referralId !== referralId) };
}

/** Writes, sends and reads the messages of a device. What it keeps, it changes one by one. */
export class Messenger {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly ports: MailboxPorts) {}

  /**
   * Seal words and put them behind what is to be sent.
   *
   * @returns `too-long`: nothing is cut to fit; `no-keys`: the other side has none that are known.
   */
  queue(
    referralId: string, { kind, text }: Pick<Writing, 'kind' | 'text'>,
  ): Promise<'queued' | 'too-long' | 'no-keys'> {
    return this.alone(async () => {
      const sides = await this.ports.sidesOf(referralId);
      if (!sides || sides.others.length === 0) return 'no-keys';
      const before = this.ports.now();
      const waiting = before.outbox.filter((one) => one.referralId === referralId)
        .reduce((sum, { sealed }) => sum + sealed.length, 0);
      const { device } = before;
      const sealed = await writeWords(
        threadOf(before, referralId), sides, { device, kind, text }, waiting);
      if (!sealed) return 'too-long';
      const [one, ...more] = sealed;
      await this.ports.change((now) => ({ ...now,
        outbox: [...now.outbox, { referralId, text,
          sealed: [toBase64Url(one), ...more.map(toBase64Url)] }] }));
      return 'queued';
    });
  }

  /**
   * Send what is to be sent, message by message. Where the vault refuses one, what was to be sent
   * in that thread after it is not: it is left with the writer, and its numbers are used again.
   */
  async send(): Promise<void> {
    for (let [first] = this.ports.now().outbox; first; [first] = this.ports.now().outbox) {
      const { referralId, sealed: [sealed] } = first;
      const answer = await this.ports.write(referralId, sealed);
      await this.alone(() => (answer.kind === 'refused'
        ? this.ports.change((now) => withRefused(now, referralId, answer.code))
        // At once among the read ones: its number is used, and the next words go on from it.
        : this.take({ ...answer.message, referralId, sealed }, (now, thread) => ({ ...now,
            outbox: withoutFirst(now.outbox, sealed),
            threads: { ...now.threads, [referralId]: thread } }))));
    }
  }

  /** Read what is new, to the end. */
  async read(): Promise<void> {
    for (;;) {
      const { place } = this.ports.now();
      for (const message of await this.ports.read(place)) {
        await this.alone(() => this.take(message, (now, thread) => ({ ...now,
          place: Math.max(now.place, message.place),
          threads: { ...now.threads, [message.referralId]: thread } })));
      }
      // What does not go on would be asked for without end.
      if (this.ports.now().place <= place) return;
    }
  }

  private async take(
    { referralId, place, sealed: text, sentOn }: Delivered,
    into: (now: Mailbox, thread: Thread) => Mailbox,
  ): Promise<void> {
    const thread = threadOf(this.ports.now(), referralId);
    const sealed = fromBase64Url(text) ?? new Uint8Array();
    const sides = await this.ports.sidesOf(referralId);
    const taken = sides ? await takeMessage(thread, sides, { sealed, place, day: sentOn })
      : { ...thread, unreadable: [...new Set([...thread.unreadable, hashOf(sealed)])] };
    await this.ports.change((now) => into(now, taken));
  }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }
}

function withRefused(now: Mailbox, referralId: string, code: string): Mailbox {
  const refused = now.outbox.filter((one) => one.referralId === referralId);
  return { ...now, outbox: now.outbox.filter((one) => !refused.includes(one)),
    unsent: [...now.unsent, ...refused.map(({ text }) => ({ code, referralId, text }))] };
}

/** The outbox once its first message was sent: it may have been sent, and taken away, twice. */
function withoutFirst(outbox: readonly Queued[], sent: string): readonly Queued[] {
  const [first, ...rest] = outbox;
  if (first?.sealed[0] !== sent) return outbox;
  const [, next, ...more] = first.sealed;
  return next === undefined ? rest : [{ ...first, sealed: [next, ...more] }, ...rest];
}
