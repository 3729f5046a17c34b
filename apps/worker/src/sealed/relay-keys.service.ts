import { randomInt } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { relayKeyPublished } from '#contracts/jobs';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { put } from '#platform/queue/outbox';
import { bitsOfLetters } from '#pseudonym/issued-buckets';
import { relayKeyBody, relayKeyDays } from '#pseudonym/relay-key';
import {
  deriveRelayKey, openRequest, SealedError, type OpenedRequest, type RelayKey,
} from '#pseudonym/sealed';
import { CLOCK } from '../foundation/tokens.ts';
import { Signer } from '../foundation/signer.ts';
import { RelayKeysStore, type RelayKeyRow } from './relay-keys.store.ts';

/** Makes the 32 secret bytes that a day's key follows from; random, but for an attacker's test. */
export type SecretOfDay = (day: string) => Uint8Array;

/** Where the secrets of relay keys come from. */
export const RELAY_SECRETS = Symbol('relay-secrets');

const MINUTE_MS = 60_000;

/** A key in service: its row, and what is derived from it. */
type HeldKey = RelayKeyRow & RelayKey;

/**
 * The keys that requests are sealed for: a random one for each day, stated with the next one and
 * destroyed when a day more has passed. They are in the database, for all workers, and nowhere
 * else: after a crash of the server they are gone, and new ones are made at the next look.
 */
@Injectable()
export class RelayKeys implements OnApplicationBootstrap {
  private held: readonly HeldKey[] = [];
  private looking: Promise<void> | undefined;
  /** How many bits name a file of issued batches, as this worker stated it; null before that. */
  private statedBits: number | null = null;
  /** The same by the terms that are confirmed, counted once in each minute. */
  private counted: { readonly minute: number; readonly bits: number } | undefined;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly db: Database,
    private readonly store: RelayKeysStore,
    private readonly signer: Signer,
    @Inject(RELAY_SECRETS) private readonly secretOf: SecretOfDay,
  ) {}

  /** At start the gateway is sent what stands, whatever it has. */
  onApplicationBootstrap(): Promise<void> {
    return this.renew();
  }

  /** The public halves of what the vault holds, soonest first. */
  get configs(): readonly Pick<HeldKey, 'day' | 'config'>[] {
    return this.held.map(({ day, config }) => ({ day, config }));
  }

  /**
   * Open a request by the key that it names. One that is not known may be another worker's, so the
   * table is read before it is refused.
   *
   * @throws SealedError
   */
  async open(sealed: Uint8Array): Promise<OpenedRequest> {
    try {
      return await openRequest(this.held, sealed);
    } catch (error) {
      if (!(error instanceof SealedError) || error.code !== 'unknown-key') throw error;
      await (this.looking ??= this.look().finally(() => { this.looking = undefined; }));
      return openRequest(this.held, sealed);
    }
  }

  /**
   * See to it that the keys of today and tomorrow are there and stated, and that none is which is
   * over; with them stands how many bits name a file of issued batches. Called at every look at
   * the clock, by every worker: one of them makes a day's keys.
   */
  async renew(): Promise<void> {
    await this.look();
    const day = today(this.clock);
    const bits = await this.issuedBits();
    if (this.statedBits === bits && isInOrder(this.held, day)) return;
    const rows = await this.db.transaction('renew-relay-keys', async (tx) => {
      const before = await this.store.claim(tx);
      if (this.statedBits === bits && isInOrder(before, day)) return before;
      const after = renewed(before, day, this.secretOf);
      if (!isInOrder(before, day)) await this.store.replace(tx, after);
      await this.state(tx, after, day, bits);
      return after;
    });
    this.held = await derived(rows);
    this.statedBits = bits;
  }

  /** The gateway was restored, and has a statement of before: it is sent what stands. */
  stateAgain(): Promise<void> {
    this.statedBits = null;
    return this.renew();
  }

  /** Not in a snapshot of before: an emptied table would look as if it had been so for ever. */
  private async look(): Promise<void> {
    const rows = await this.db.transaction('relay-keys', (tx) => this.store.all(tx));
    if (!isSame(rows, this.held)) this.held = await derived(rows);
  }

  /** By all confirmed terms; they may be many, so not at every look. */
  private async issuedBits(): Promise<number> {
    const minute = Math.floor(this.clock.now().getTime() / MINUTE_MS);
    if (this.counted?.minute === minute) return this.counted.bits;
    const letters = await this.db.read('count-letters', (tx) => this.store.letters(tx));
    const bits = bitsOfLetters(letters);
    this.counted = { minute, bits };
    return bits;
  }

  private async state(
    tx: Tx, rows: readonly RelayKeyRow[], day: string, bits: number,
  ): Promise<void> {
    const [, ...stated] = relayKeyDays(day);
    const keys = (await derived(rows)).filter((key) => stated.includes(key.day));
    const signed = await this.signer.sign('relay-key', relayKeyBody(keys, this.clock.now(), bits));
    await put(tx, { contract: relayKeyPublished, payload: signed });
  }
}

/** Whether today's and tomorrow's are held, and none that is over. */
function isInOrder(held: readonly { day: string }[], day: string): boolean {
  const [yesterday = '', ...needed] = relayKeyDays(day);
  return needed.every((one) => held.some((key) => key.day === one))
    && held.every((key) => key.day >= yesterday);
}

/** What is to be held: of what is there, what is not over, and new ones for what is lacking. */
function renewed(
  before: readonly RelayKeyRow[], day: string, secretOf: SecretOfDay,
): RelayKeyRow[] {
  const [yesterday = '', ...needed] = relayKeyDays(day);
  const rows = before.filter((row) => row.day >= yesterday);
  const lacking = needed.filter((one) => !rows.some((row) => row.day === one));
  const taken = new Set(before.map(({ keyId }) => keyId));
  for (const one of lacking) {
    const keyId = unusedId(taken);
    taken.add(keyId);
    rows.push({ day: one, keyId, secret: secretOf(one) });
  }
  return rows.sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** One byte that names no other key, so that what is sealed for a lost one is not mistaken. */
function unusedId(taken: ReadonlySet<number>): number {
  const free = Array.from({ length: 256 }, (_, id) => id).filter((id) => !taken.has(id));
  return free[randomInt(free.length)] ?? 0;
}

function derived(rows: readonly RelayKeyRow[]): Promise<HeldKey[]> {
  return Promise.all(rows.map(async (row) =>
    ({ ...row, ...await deriveRelayKey(row.secret, row.keyId) })));
}

/** Whether the table still has what is held; after a crash another secret may have the same id. */
function isSame(rows: readonly RelayKeyRow[], held: readonly HeldKey[]): boolean {
  return rows.length === held.length && rows.every((row, place) =>
    row.day === held[place]?.day && Buffer.compare(row.secret, held[place].secret) === 0);
}
