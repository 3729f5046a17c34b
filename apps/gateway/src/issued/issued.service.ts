import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Poster } from '#billing/poster';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import {
  batchSecret, coverKeyOf, coverPiece, fillerEntry, piecesOf, placeOf, sealBatch,
  type IssuedBatch,
} from '#pseudonym/issued-batches';
import { bucketBits, entriesOf, placesOf } from '#pseudonym/issued-buckets';
import { etagOf } from '#server/courier/static-files';
import { ApiError } from '../door/api-error.ts';
import { CLOCK } from '../parts.ts';
import { IssuedStore, type IssuedEntry } from './issued.store.ts';

/** A file of entries, and the name of these bytes. */
export interface BucketFile {
  readonly bytes: Buffer;
  readonly etag: string;
}

interface Remembered<T> {
  readonly until: number;
  readonly value: Promise<T>;
}

/** For how long a file stays as it was made. */
export const FILE_SECONDS = 60;
const MOST_FILES = 64;
const NO_KEY = '0'.repeat(64);

/**
 * Keeps what was issued for whoever has the claim key, and serves it in files that say nothing:
 * neither who looks, nor whose entries are in them, nor whether anything was issued.
 */
@Injectable()
export class IssuedBatches implements OnApplicationShutdown {
  private readonly keeping: Poster<readonly IssuedEntry[], boolean>;
  private readonly files = new Map<string, Remembered<BucketFile>>();
  private length: Remembered<number> | undefined;

  constructor(
    private readonly db: Database,
    private readonly store: IssuedStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.keeping = new Poster(async (lists) => {
      await db.transaction('keep-issued', (tx) => store.keep(tx, lists.flat()));
      return lists.map(() => true);
    }, { batch: 64, queue: 2_000 });
  }

  /**
   * Keep a batch before it is answered, so that whoever was answered can have it again.
   *
   * @param secret what the claim key gave (`batchSecret`); it is kept nowhere.
   */
  async keep(secret: Uint8Array, batch: IssuedBatch): Promise<void> {
    const [coverKey, place] = [coverKeyOf(secret), placeOf(secret)];
    const kept = await this.keeping.submit((await sealBatch(secret, batch))
      .map(({ number, sealed }) => ({ coverKey, piece: number, place, sealed })));
    if (kept !== true) {
      throw new ApiError('OVERLOADED', 'Many ask for credits just now. Try again in a moment.');
    }
  }

  /** Note under a claim key that it holds a letter, whether or not anything was issued for it. */
  keepClaimed(
    claimKey: Uint8Array, letter: Pick<IssuedBatch, 'programme' | 'period' | 'block'>,
  ): Promise<void> {
    return this.keep(batchSecret(claimKey),
      { ...letter, entryKeyId: NO_KEY, sessionKeyId: NO_KEY, signatures: [] });
  }

  /** How many bits name a file now. */
  bits(): Promise<number> {
    if (!this.length || this.length.until <= this.now()) {
      this.length = this.remembered(this.countBits());
      this.length.value.catch(() => { this.length = undefined; });
    }
    return this.length.value;
  }

  /** A file by its number and its bits; undefined when files have other names now. */
  async file(bucket: number, bits: number): Promise<BucketFile | undefined> {
    if (bits !== await this.bits() || bucket >= 2 ** bits) return undefined;
    const name = `${bits}-${bucket}`;
    const known = this.files.get(name);
    if (known && known.until > this.now()) return known.value;
    const made = this.remembered(this.make(bucket, bits));
    this.files.delete(name);
    this.files.set(name, made);
    made.value.catch(() => { this.files.delete(name); });
    const [oldest] = this.files.keys();
    if (this.files.size > MOST_FILES && oldest !== undefined) this.files.delete(oldest);
    return made.value;
  }

  /** What was issued is kept by now. */
  async onApplicationShutdown(): Promise<void> {
    await this.keeping.drained();
  }

  /** By how many letters there are, never by how many are claimed. */
  private async countBits(): Promise<number> {
    const rows = await this.db.read('count-letters', (tx) => this.store.letters(tx));
    return bucketBits(rows.reduce((sum, { letters, sessions }) =>
      sum + letters * piecesOf(1 + sessions), 0));
  }

  /** All bytes are new, and in random order since each entry begins with random bytes. */
  private async make(bucket: number, bits: number): Promise<BucketFile> {
    const pieces = await this.db.read('read-bucket', (tx) =>
      this.store.within(tx, ...placesOf(bucket, bits)));
    const entries = await Promise.all(pieces.map(({ coverKey, sealed }) =>
      coverPiece(coverKey, sealed)));
    const fillers = Array.from(
      { length: entriesOf(pieces.length) - pieces.length }, fillerEntry);
    const bytes = Buffer.concat([...entries, ...fillers].sort(Buffer.compare));
    return { bytes, etag: etagOf(bytes) };
  }

  private remembered<T>(value: Promise<T>): Remembered<T> {
    return { until: this.now() + FILE_SECONDS * 1000, value };
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
