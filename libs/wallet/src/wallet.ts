import { bytesToHex } from '@noble/hashes/utils.js';
import * as journal from '#pseudonym/journal';
import type { KeyKind } from '#pseudonym/keys';
import {
  caseHash, caseSecret, claimKey, idempotencyKey, openWallet, type WalletKeys,
} from '#pseudonym/wallet';
import { normaliseCode } from '#pseudonym/crockford';
import { dayOf, type Clock } from './clock.ts';
import type { Content } from './content.ts';
import type { Doors } from './doors.ts';
import type { Box, Ports } from './ports.ts';

/** The wallet was locked while something was under way; what was begun is noted in the box. */
class WalletClosed extends Error {
  override readonly name = 'WalletClosed';
}

type Step = (before: journal.Journal) => journal.Journal;

/**
 * An open wallet: what is in the box, and what follows from its phrase. Every change is on the
 * disk before anything that depends on it is sent.
 */
export class Wallet {
  private readonly listeners = new Set<() => void>();
  /** Changes are written one after the other. */
  private writing: Promise<unknown> = Promise.resolve();
  private closed = false;
  /** What this page is waiting for at the moment, by what it is. */
  private readonly inHand = new Map<string, Promise<unknown>>();

  private constructor(
    readonly ports: Ports, private readonly box: Box<Content>, readonly keys: WalletKeys,
    private now: Content,
  ) {}

  /** Open what came out of the box. */
  static async open(ports: Ports, box: Box<Content>, content: Content): Promise<Wallet> {
    return new Wallet(ports, box, await openWallet(content.phrase), content);
  }

  /** What is in the box now; another object after each change. */
  get content(): Content {
    return this.now;
  }

  /** The ways out. */
  get doors(): Doors {
    return this.ports.doors;
  }

  /** The time that this wallet goes by. */
  get clock(): Clock {
    return this.ports.clock;
  }

  /** The present day, UTC, `YYYY-MM-DD`: what the service counts in. */
  get today(): string {
    return dayOf(this.clock.now());
  }

  /** Hear of changes; gives the way to stop. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => { this.listeners.delete(listener); };
  };

  /**
   * Nothing is written any more, once this resolves: whoever opens the box next reads what is
   * final. An answer that comes later is asked for again by that wallet.
   */
  async close(): Promise<void> {
    this.closed = true;
    await this.writing;
  }

  /** Do something that is not to be done twice at once: while it is under way, join it. */
  once<T>(what: string, work: () => Promise<T>): Promise<T> {
    const before = this.inHand.get(what) as Promise<T> | undefined;
    if (before) return before;
    const begun = work().finally(() => { this.inHand.delete(what); });
    this.inHand.set(what, begun);
    return begun;
  }

  /** Whether this page is waiting for that. */
  isInHand(what: string): boolean {
    return this.inHand.has(what);
  }

  /** Change something, and keep it. @throws WalletClosed */
  change(change: (before: Content) => Partial<Content>): Promise<void> {
    const written = this.writing.then(async () => {
      if (this.closed) throw new WalletClosed('it was locked');
      const next = { ...this.now, ...change(this.now) };
      await this.box.keep(next);
      this.now = next;
      for (const listener of this.listeners) listener();
    });
    this.writing = written.catch(() => undefined);
    return written;
  }

  /** Take a step of the journal, which the backup then lacks. */
  note(step: Step): Promise<void> {
    return this.change(({ journal: before }) => ({ journal: step(before), backedUp: false }));
  }

  /** Credits of a kind that can be spent today, oldest period first. */
  unspent(kind: KeyKind): journal.HeldCredit[] {
    return journal.unspentCredits(this.now.journal, kind, this.today);
  }

  /** The programme of the newest credits; undefined before the first. */
  get programme(): string | undefined {
    const newest = [...this.now.journal.credits]
      .sort((a, b) => (a.notAfter < b.notAfter ? 1 : -1))[0];
    return newest?.programme;
  }

  /** What the gateway knows this wallet by, for one code: 64 hex digits. */
  claimKey(code: string): string {
    return bytesToHex(claimKey(this.keys, `code ${normaliseCode(code)}`));
  }

  /** The inner authorization of the case. */
  caseAuthorization(programme: string): string {
    return `Case ${bytesToHex(caseSecret(this.keys, programme))}`;
  }

  /** What the vault knows the case by. */
  caseKey(programme: string): string {
    return caseHash(caseSecret(this.keys, programme));
  }

  /** The same for the same intent, whenever and wherever it is tried again. */
  intentKey(purpose: string, ...parts: string[]): string {
    return idempotencyKey(this.keys, purpose, ...parts);
  }
}
