import { randomUUID } from 'node:crypto';
import { bytesToHex } from '@noble/hashes/utils.js';
import { openBackup, sealBackup } from '#pseudonym/backup';
import { fromBase64Url, toBase64Url } from '#pseudonym/bytes';
import type { CheckedKey } from '#pseudonym/directory';
import * as journal from '#pseudonym/journal';
import type { KeyKind } from '#pseudonym/keys';
import {
  caseHash, caseSecret, claimKey, newPhrase, openWallet, type WalletKeys,
} from '#pseudonym/wallet';
import type { WalletThreads } from './threads.ts';

/** Keys that the wallet has checked, one of each kind. */
export interface WalletKeyPair { readonly entry: CheckedKey; readonly session: CheckedKey }

/** The blinded messages of one batch, as they are sent. */
export interface BlindedBatch {
  readonly requestId: string;
  readonly keys: WalletKeyPair;
  readonly entry: { readonly keyId: string; readonly blinded: string };
  readonly sessions: readonly { readonly keyId: string; readonly blinded: string }[];
}

/** What the issuer answered to a batch, base64url. */
export interface SignedBatch { readonly entry: string; readonly sessions: readonly string[] }

/** Storage lost the journal, or the phrase is another wallet's. */
export class WalletUnreadable extends Error {
  override readonly name = 'WalletUnreadable';
}

/**
 * One person's wallet, as a browser would keep it: a phrase, and a journal that is sealed and
 * stored before anything is sent that could be lost.
 */
export class Wallet {
  /** The sealed journal as the device stores it; the backup is these bytes too. */
  private stored = new Uint8Array();

  private constructor(
    readonly phrase: string,
    private readonly keys: WalletKeys,
    private state: journal.Journal,
  ) {}

  /** A new wallet with a new phrase. */
  static async create(): Promise<Wallet> {
    const phrase = newPhrase();
    return new Wallet(phrase, await openWallet(phrase), journal.EMPTY_JOURNAL);
  }

  /** Where the backup of a phrase's wallet lies. */
  static async backupAddress(phrase: string): Promise<string> {
    return (await openWallet(phrase)).backupAddress;
  }

  /** A lost wallet again, from its phrase and the blob at its backup address. */
  static async restore(phrase: string, blob: string): Promise<Wallet> {
    const keys = await openWallet(phrase);
    const reading = await openBackup(keys, fromBase64Url(blob) ?? new Uint8Array());
    if (reading.kind === 'refused') throw new WalletUnreadable(`backup is ${reading.reason}`);
    return new Wallet(phrase, keys, reading.journal);
  }

  get backupAddress(): string {
    return this.keys.backupAddress;
  }

  /** The sealed journal, base64url: the same length whatever is in it. */
  get backup(): string {
    return toBase64Url(this.stored);
  }

  /** What the gateway gets to see, 64 hex digits. */
  claimKey(programme: string): string {
    return bytesToHex(claimKey(this.keys, programme));
  }

  /** The `authorization` of this wallet's case, for inside the seal. */
  caseAuthorization(programme: string): string {
    return `Case ${bytesToHex(caseSecret(this.keys, programme))}`;
  }

  /** What the vault stores of the case secret. */
  caseKey(programme: string): string {
    return caseHash(caseSecret(this.keys, programme));
  }

  /** Blind one entry and `sessions` session credits, and store them before they are sent. */
  async blind(
    threads: WalletThreads, keys: WalletKeyPair, sessions: number,
  ): Promise<BlindedBatch> {
    const pending = await threads.blind(
      [keys.entry, ...Array.from({ length: sessions }, () => keys.session)]);
    const requestId = randomUUID();
    const request = { requestId, keys: [keys.entry, keys.session], pending };
    await this.store(journal.beginIssuance(this.state, request));
    const [entry, ...rest] = pending.map(({ keyId, blinded }) => ({ keyId, blinded }));
    if (!entry) throw new Error('a batch has an entry credit');
    return { requestId, keys, entry, sessions: rest };
  }

  /** Unblind and verify the issuer's answer, and store the credits. */
  async finish(threads: WalletThreads, batch: BlindedBatch, signed: SignedBatch): Promise<void> {
    const issuance = journal.openIssuances(this.state)
      .find(({ requestId }) => requestId === batch.requestId);
    if (!issuance) throw new Error('this batch is not open in the journal');
    const answers = [signed.entry, ...signed.sessions];
    const credits = await threads.finalize(issuance.pending.map((pending, index) => ({
      key: index === 0 ? batch.keys.entry : batch.keys.session,
      pending,
      blindSignature: fromBase64Url(answers[index] ?? '') ?? new Uint8Array(),
    })));
    await this.store(journal.completeIssuance(this.state, batch.requestId, credits));
  }

  /** Credits of a kind that this wallet believes to be unspent on a day. */
  unspent(kind: KeyKind, day: string): journal.HeldCredit[] {
    return journal.unspentCredits(this.state, kind, day);
  }

  /** Every credit that this wallet holds, spent or not. */
  get credits(): readonly journal.HeldCredit[] {
    return this.state.credits;
  }

  /**
   * Take the next unspent credit for a request, storing what it is for before it is sent.
   *
   * @throws Error when there is none left.
   */
  async take(kind: KeyKind, day: string, purpose: string): Promise<journal.HeldCredit> {
    const [held] = this.unspent(kind, day);
    if (!held) throw new Error(`the wallet has no unspent ${kind} credit`);
    const spending = { requestId: randomUUID(), body: purpose };
    await this.store(journal.beginSpending(this.state, held.id, spending));
    return held;
  }

  /** Note that the vault accepted a credit. */
  confirm(held: journal.HeldCredit): Promise<void> {
    return this.store(journal.confirmSpending(this.state, held.id));
  }

  /** Note that the vault refused for another reason than the credit: it can be used again. */
  release(held: journal.HeldCredit): Promise<void> {
    return this.store(journal.releaseSpending(this.state, held.id));
  }

  /** Note that the vault says it is spent, whatever this wallet remembers. */
  noteSpent(id: string): Promise<void> {
    return this.store(journal.noteSpent(this.state, id));
  }

  private async store(next: journal.Journal): Promise<void> {
    this.stored = new Uint8Array(await sealBackup(this.keys, next));
    this.state = next;
  }
}
