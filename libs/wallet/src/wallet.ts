import { bytesToHex } from '@noble/hashes/utils.js';
import type { KeyKind } from '#pseudonym/keys';
import { sameBytes } from '#pseudonym/bytes';
import { leadsTo } from '#pseudonym/succession';
import { caseHash, caseSecret, claimKey, rootsOf, type WalletRoots } from '#pseudonym/roots';
import { dayOf, type Clock } from './clock.ts';
import { openRoots, OtherVault, type Content } from './content.ts';
import { lastDay, unspentCredits, type HeldCredit } from './credits.ts';
import type { Doors } from './doors.ts';
import type { Box, Ports } from './ports.ts';

/** The wallet was locked while something was under way; what was begun is noted in the box. */
class WalletClosed extends Error {
  override readonly name = 'WalletClosed';
}

/** How often keys of a case were made anew: the vault gives cases no new keys yet. */
export const GENERATION = 0;

/**
 * An open wallet: what is in the box, and what follows from its roots. Every change is on the disk
 * before anything that depends on it is sent.
 */
export class Wallet {
  private readonly listeners = new Set<() => void>();
  /** Changes are written one after the other. */
  private writing: Promise<unknown> = Promise.resolve();
  private closed = false;
  /** What this page is waiting for at the moment, by what it is. */
  private readonly inHand = new Map<string, Promise<unknown>>();

  private constructor(
    readonly ports: Ports, private readonly box: Box<Content>, readonly roots: WalletRoots,
    private now: Content,
  ) {}

  /**
   * Open what came out of the box. The vault's key is pinned with whatever is kept first; later
   * another one is taken when the pinned one has signed it.
   *
   * @throws ContentOutdated when another version put it there, OtherVault.
   */
  static async open(ports: Ports, box: Box<Content>, content: Content): Promise<Wallet> {
    const roots = openRoots(content);
    const { vaultKey, successions } = ports.doors;
    if (!await leadsTo(content.vaultKey ?? vaultKey, vaultKey, successions)) {
      throw new OtherVault('the service shows the key of another vault');
    }
    return new Wallet(ports, box, roots, { ...content, vaultKey });
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

  /**
   * Credits of a kind that can be spent today, oldest period first, each from the front: those of
   * one programme, as they are spent within its case.
   */
  unspent(kind: KeyKind): HeldCredit[] {
    const { programme } = this;
    return unspentCredits(this.now, kind, this.today).filter((one) => one.programme === programme);
  }

  /** A credit by its id. @throws Error for one that was never held. */
  held(id: string): HeldCredit {
    const held = this.now.credits.find((one) => one.id === id);
    if (!held) throw new Error('no such credit is held');
    return held;
  }

  /**
   * The programme that sessions are booked within: the one that she turned to while it lasts, else
   * of the newest letter whose credits came and are not over, else of the newest letter; undefined
   * before the first.
   */
  get programme(): string | undefined {
    const { letters, credits, turnedTo } = this.now;
    const newest = letters.toSorted((a, b) => b.j - a.j)
      .sort((a, b) => lastDay(b.period).localeCompare(lastDay(a.period)));
    const inUse = new Set(credits.filter(({ notAfter }) => notAfter >= this.today)
      .map(({ programme }) => programme));
    if (turnedTo && inUse.has(turnedTo)) return turnedTo;
    return (newest.find(({ programme }) => inUse.has(programme)) ?? newest[0])?.programme;
  }

  /** The case as it was last seen, where it is that of the programme. */
  get care(): Content['care'] {
    const { care, careOf } = this.now;
    return careOf === undefined || careOf === this.programme ? care : null;
  }

  /** What the gateway knows the holder of letter `j` by: 64 hex digits. */
  claimKey(j: number): string {
    return bytesToHex(claimKey(this.roots, j));
  }

  /** The inner authorization of the case. */
  caseAuthorization(programme: string): string {
    return caseAuthorization(this.roots, programme);
  }

  /** What the vault knows the case by. */
  caseKey(programme: string): string {
    return caseHash(caseSecret(this.roots, programme, GENERATION));
  }
}

/** The inner authorization of the case that follows from roots. */
export function caseAuthorization(roots: WalletRoots, programme: string): string {
  return `Case ${bytesToHex(caseSecret(roots, programme, GENERATION))}`;
}

/** Whether a wallet follows from a phrase. @param phrase as `readPhrase` gave it. */
export async function isPhraseOf({ roots }: Wallet, phrase: string): Promise<boolean> {
  return sameBytes((await rootsOf(phrase)).claim, roots.claim);
}
