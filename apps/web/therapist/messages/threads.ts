import { inParts, MOST_PARTS, TEXT_LENGTH } from '#messages/content';
import { threadOf, unreadIn, type Unsent } from '#messages/mailbox';
import { faultsOf, wordsOf, type Thread, type Words } from '#messages/thread';
import type { Correspondent, DeskView } from './desk.ts';
import type { DeskFault } from './fault-words.ts';

/** A thread as a screen shows it. */
export interface ClientThread {
  readonly client: Correspondent;
  readonly words: readonly Words[];
  readonly unread: number;
  readonly waiting: readonly string[];
  readonly unsent: readonly Unsent[];
  readonly faults: readonly DeskFault[];
  /** Why she cannot write in it; null where she can. */
  readonly barred: Barred | null;
}

/** Why nothing can be written in a thread. */
export type Barred = 'closed' | 'no-key'
  /** All that the client wrote opens with another key than the one that the vault names. */
  | 'doubtful-key';

/** Characters that fit at once, in hundreds; with accents it is fewer. */
export const ABOUT_MOST = Math.floor(MOST_PARTS * TEXT_LENGTH / 100) * 100;
/** Longer words than so many UTF-16 units are too long whatever they are. */
const SURELY_TOO_LONG = 8_000;

/** Whether words take more messages than they may. */
export function isTooLong(text: string): boolean {
  return text.length > SURELY_TOO_LONG || inParts(text) === null;
}

/** Threads with all clients who can be written to or ever wrote: unread first, then the newest. */
export function threadsOf(view: DeskView): readonly ClientThread[] {
  return (view.clients ?? []).map((client) => threadWith(view, client))
    .filter(({ client, words, faults }) =>
      client.status === 'open' || words.length > 0 || faults.length > 0)
    .sort((a, b) => b.unread - a.unread || lastPlace(b) - lastPlace(a));
}

function lastPlace({ words }: ClientThread): number {
  return words.at(-1)?.place ?? 0;
}

function threadWith({ mailbox, clientKeys }: DeskView, client: Correspondent): ClientThread {
  const { id, clientKey, status } = client;
  const thread = threadOf(mailbox, id);
  const known = clientKeys[id];
  const isOther = known !== undefined && clientKey !== known;
  return {
    client, words: wordsOf(thread), unread: unreadIn(mailbox, id),
    waiting: mailbox.outbox.filter(({ referralId }) => referralId === id).map(({ text }) => text),
    unsent: mailbox.unsent.filter(({ referralId }) => referralId === id),
    faults: [...faultsOf(thread), ...(isOther ? ['other-key' as const] : [])],
    barred: status !== 'open' ? 'closed' : known === undefined ? 'no-key'
      : isDoubtful(thread) ? 'doubtful-key' : null,
  };
}

/** A device that is new has nobody's word for a client's key but the vault's. */
function isDoubtful({ messages, unreadable }: Thread): boolean {
  return unreadable.length > 0 && messages.every(({ isOwn }) => isOwn);
}
