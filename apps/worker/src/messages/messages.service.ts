import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { CodedError } from '#server/coded-error';
import { CLOCK } from '../foundation/tokens.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { MessagesStore, type KeptMessage, type Side, type ThreadRow } from './messages.store.ts';

/** Verdict on a message. */
export type Writing =
  | { readonly kind: 'message-kept'; readonly message: KeptMessage }
  | Refusal<'thread-closed' | 'too-many-today' | 'thread-full'>;

/** Verdict on a client's key. */
export type Offering =
  | { readonly kind: 'key-kept'; readonly code: string }
  | Refusal<'key-known'>;

/** Messages that one side may write under a referral: long words take four. */
export const [MOST_A_DAY, MOST_EVER] = [40, 2_000];

const CLOSED = refusal('thread-closed',
  'This thread is closed. What was written stays readable; nothing more can be written in it.');
const TOO_MANY_TODAY = refusal('too-many-today',
  'That is as much as can be written here in a day. Go on tomorrow, or speak of it when you meet.');
const FULL = refusal('thread-full',
  'This thread is full: nothing more can be written in it. Speak of it when you meet.');
const KEY_KEPT = { kind: 'key-kept', code: 'KEY_KEPT' } as const;
const KEY_KNOWN = refusal('key-known',
  'Another key was kept for this therapist before: messages go on being sealed to that one.');

/** What client and therapist write to each other. The vault keeps it, and can read none of it. */
@Injectable()
export class MessagesService {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly store: MessagesStore,
  ) {}

  /**
   * Keep a message under a referral. The same bytes again are the same message.
   *
   * @throws CodedError NOT_FOUND for a referral that is not the writer's.
   */
  write(side: Side, referralId: string, sealed: Uint8Array): Promise<Writing> {
    const hash = createHash('sha256').update(sealed).digest();
    return this.db.transaction('write-message', async (tx) => {
      const thread = await this.own(tx, side, referralId);
      const known = await this.store.find(tx, side, referralId, hash);
      if (known) return { kind: 'message-kept', message: known };
      const refused = await this.refused(tx, side, thread);
      if (refused) return refused;
      await this.store.add(tx, thread, {
        hash, sealed, isClient: side.is === 'client', day: today(this.clock) });
      const message = await this.store.find(tx, side, referralId, hash);
      if (!message) throw new Error('a message that was just kept is not there');
      return { kind: 'message-kept', message };
    });
  }

  /**
   * Keep the key of a client for a therapist: the first, and no other after it.
   *
   * @param key X25519 public key, 64 hex digits.
   * @throws CodedError NOT_FOUND for a referral that is not the client's.
   */
  offerKey(caseId: string, referralId: string, key: string): Promise<Offering> {
    return this.db.transaction('offer-key', async (tx) => {
      const { clientKey } = await this.own(tx, { is: 'client', id: caseId }, referralId);
      if (clientKey === null) await this.store.keepClientKey(tx, referralId, key);
      return clientKey === null || clientKey === key ? KEY_KEPT : KEY_KNOWN;
    });
  }

  /** Messages of somebody after a place, in order, at most so many. */
  after(side: Side, place: number, most: number): Promise<KeptMessage[]> {
    return this.db.read('messages', (tx) => this.store.after(tx, side, place, most));
  }

  private async own(tx: Tx, side: Side, referralId: string): Promise<ThreadRow> {
    const thread = await this.store.lockThread(tx, side, referralId);
    if (!thread) throw new CodedError('NOT_FOUND', 'You have no referral of this id.');
    return thread;
  }

  private async refused(
    tx: Tx, side: Side, { referralId, status }: ThreadRow,
  ): Promise<Refusal<'thread-closed' | 'too-many-today' | 'thread-full'> | null> {
    if (status !== 'open') return CLOSED;
    const written = await this.store.count(
      tx, referralId, side.is === 'client', today(this.clock));
    if (written.ever >= MOST_EVER) return FULL;
    return written.today >= MOST_A_DAY ? TOO_MANY_TODAY : null;
  }
}
