import { hexToBytes } from '@noble/hashes/utils.js';
import {
  lookedAt, Messenger, unreadIn, withoutUnsent, type Answer, type Mailbox, type MailboxPorts,
} from '#messages/mailbox';
import type { Box } from '#wallet/ports';
import {
  CorrespondentsDocument, NewMessagesDocument, WriteToClientDocument, type CorrespondentsQuery,
} from '../gql/vault/graphql.ts';
import { ask } from '../parts/session.ts';
import { keyringIn, type DeskContent } from './desk-content.ts';

/** A client, as far as messages need it. */
export type Correspondent = CorrespondentsQuery['provider']['referrals'][number];

/** What a screen shows of a desk; another object whenever something changed. */
export interface DeskView {
  readonly mailbox: Mailbox;
  /** Clients' keys as they were first seen, by referral. */
  readonly clientKeys: Readonly<Record<string, string>>;
  /** Null before they were asked for. */
  readonly clients: readonly Correspondent[] | null;
  /** Why nothing was exchanged the last time; undefined where it was. */
  readonly error: unknown;
}

/** A therapist's messages while they are open: what she has is kept before it is sent. */
export class Desk {
  private readonly messenger: Messenger;
  private readonly end = new AbortController();
  private readonly watchers = new Set<() => void>();
  private readonly drafts = new Map<string, string>();
  private writing: Promise<unknown> = Promise.resolve();
  private going: Promise<void> | undefined;
  private isAskedAgain = false;
  private shown: DeskView;

  constructor(private readonly box: Box<unknown>, private content: DeskContent) {
    this.messenger = new Messenger(this.ports());
    const { mailbox, clientKeys } = content;
    this.shown = { mailbox, clientKeys, clients: null, error: undefined };
  }

  /** Be told of changes. Answers how to stop that. */
  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => { this.watchers.delete(watcher); };
  };

  /** What is to be shown now. */
  readonly view = (): DeskView => this.shown;

  /** Send what is to be sent and read what is new; once more where it is asked for meanwhile. */
  exchange(): Promise<void> {
    this.isAskedAgain = this.going !== undefined;
    this.going ??= this.exchanges().finally(() => { this.going = undefined; });
    return this.going;
  }

  /** Seal words, and send them. @returns whether they wait to be sent, or why they cannot */
  async write(referralId: string, text: string): Promise<'queued' | 'too-long' | 'no-keys'> {
    const queued = await this.messenger.queue(referralId, { kind: 'words', text });
    if (queued === 'queued') void this.exchange();
    return queued;
  }

  /** Somebody sees all of a thread. */
  async look(referralId: string): Promise<void> {
    if (unreadIn(this.content.mailbox, referralId) === 0) return;
    await this.change((now) => lookedAt(now, referralId));
  }

  /** What was refused in a thread is what she is writing, again. */
  async takeBack(referralId: string): Promise<void> {
    const texts = this.content.mailbox.unsent.filter((one) => one.referralId === referralId)
      .map(({ text }) => text);
    this.draft(referralId, [...texts, this.drafted(referralId)].filter(Boolean).join('\n\n'));
    await this.change((now) => withoutUnsent(now, referralId));
  }

  /** What she is writing in a thread. */
  drafted(referralId: string): string {
    return this.drafts.get(referralId) ?? '';
  }

  /** Remember what she is writing, for as long as the desk is open. */
  draft(referralId: string, text: string): void {
    this.drafts.set(referralId, text);
  }

  /** Keep what is here once more, under locks that were changed. */
  keepAgain(): Promise<void> {
    return this.change((now) => now);
  }

  /** Nothing is sent, read or kept any more. @returns once nothing is being written */
  close(): Promise<unknown> {
    this.end.abort();
    this.drafts.clear();
    return this.writing;
  }

  private async exchanges(): Promise<void> {
    do {
      this.isAskedAgain = false;
      try {
        await this.learnClients();
        await this.messenger.send();
        await this.messenger.read();
        this.show({ error: undefined });
      } catch (error) {
        if (this.end.signal.aborted) return;
        this.show({ error });
      }
    } while (this.isAskedAgain);
  }

  private async learnClients(): Promise<void> {
    const { provider: { referrals } } = await ask(this.end.signal, CorrespondentsDocument, {});
    const known = this.content.clientKeys;
    const fresh = referrals.flatMap(({ id, clientKey }) =>
      (clientKey && !known[id] ? [[id, clientKey] as const] : []));
    if (fresh.length > 0) {
      await this.keep((before) => ({ ...before,
        clientKeys: { ...Object.fromEntries(fresh), ...before.clientKeys } }));
    }
    this.show({ clients: referrals });
  }

  private change(change: (before: Mailbox) => Mailbox): Promise<void> {
    return this.keep((before) => ({ ...before, mailbox: change(before.mailbox) }));
  }

  private keep(change: (before: DeskContent) => DeskContent): Promise<void> {
    const kept = this.writing.then(async () => {
      this.end.signal.throwIfAborted();
      const next = change(this.content);
      await this.box.keep(next);
      this.content = next;
      this.show({ mailbox: next.mailbox, clientKeys: next.clientKeys });
    });
    this.writing = kept.catch(() => undefined);
    return kept;
  }

  private show(part: Partial<DeskView>): void {
    this.shown = { ...this.shown, ...part };
    for (const watcher of this.watchers) watcher();
  }

  private ports(): MailboxPorts {
    const { signal } = this.end;
    const { reading: own } = keyringIn(this.content);
    return {
      now: () => this.content.mailbox,
      change: (change) => this.change(change),
      sidesOf: (thread) => {
        const key = this.content.clientKeys[thread];
        return Promise.resolve({ thread, own, others: key ? [hexToBytes(key)] : [] });
      },
      read: async (after) => (await ask(signal, NewMessagesDocument, { after })).provider.messages,
      write: async (referralId, sealed): Promise<Answer> => {
        const { writeToClient: answer } = await ask(
          signal, WriteToClientDocument, { input: { referralId, sealed } });
        return answer.__typename === 'MessageKept' ? { kind: 'kept', message: answer.message }
          : { kind: 'refused', code: answer.code };
      },
    };
  }
}
