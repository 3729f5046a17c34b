import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import { Batcher } from '#billing/batcher';
import { signedText } from '#contracts/carried-statement';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import {
  batchSecret, coverKeyOf, coverPiece, fillerEntry, placeOf, sealBatch, type IssuedBatch,
} from '#pseudonym/issued-batches';
import { entriesOf, placesOf } from '#pseudonym/issued-buckets';
import { minuteOf } from '#server/courier/minutes';
import { etagOf } from '#server/courier/static-files';
import { CodedError } from '#server/coded-error';
import { CLOCK } from '../foundation/tokens.ts';
import { StatementsStore } from '../statements/statements.store.ts';
import { IssuedStore, type IssuedEntry } from './issued.store.ts';

/** A file of entries, and the name of these bytes. */
export interface BucketFile {
  readonly bytes: Buffer;
  readonly etag: string;
}

/** A file as it was made in a minute of the clock, until which it stays. */
interface Made {
  readonly minute: number;
  readonly file: Promise<BucketFile>;
}

/** How the statement of the vault that stands names files. */
const BODY = z.object({ issuedBits: z.int() });
/** For so long files have their names of before too: whoever has read those asks for them still. */
const FORMER_MS = 60_000;
const MOST_FILES = 64;
const NO_KEY = '0'.repeat(64);

/**
 * Keeps what was issued for whoever has the claim key, and serves it in files that say nothing:
 * neither who looks, nor whose entries are in them, nor whether anything was issued.
 */
@Injectable()
export class IssuedBatches implements OnApplicationShutdown {
  private readonly keeping: Batcher<readonly IssuedEntry[], boolean>;
  private readonly files = new Map<string, Made>();
  private statedBits: number | undefined;
  private former: { readonly bits: number; readonly until: number } | undefined;

  constructor(
    private readonly db: Database,
    private readonly store: IssuedStore,
    private readonly statements: StatementsStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.keeping = new Batcher(async (lists) => {
      await db.transaction('keep-claimed', (tx) => store.keep(tx, lists.flat()));
      return lists.map(() => true);
    }, { batch: 64, queue: 2_000 });
  }

  /**
   * A batch as entries to keep before it is answered, so that whoever was answered has it again.
   *
   * @param secret what the claim key gave (`batchSecret`); it is kept nowhere.
   */
  async seal(secret: Uint8Array, batch: IssuedBatch): Promise<IssuedEntry[]> {
    const [coverKey, place] = [coverKeyOf(secret), placeOf(secret)];
    return (await sealBatch(secret, batch))
      .map(({ number, sealed }) => ({ coverKey, piece: number, place, sealed }));
  }

  /** Note under a claim key that it holds a letter, whether or not anything was issued for it. */
  async keepClaimed(
    claimKey: Uint8Array, letter: Pick<IssuedBatch, 'programme' | 'period' | 'block'>,
  ): Promise<void> {
    const kept = await this.keeping.submit(await this.seal(batchSecret(claimKey),
      { ...letter, entryKeyId: NO_KEY, sessionKeyId: NO_KEY, signatures: [] }));
    if (kept !== true) {
      throw new CodedError('OVERLOADED', 'Many ask for credits just now. Try again in a moment.');
    }
  }

  /** A file by its number and its bits; undefined where the vault names files otherwise. */
  async file(bucket: number, bits: number): Promise<BucketFile | undefined> {
    if (!await this.isName(bits) || bucket >= 2 ** bits) return undefined;
    const name = `${bits}-${bucket}`;
    const minute = minuteOf(this.clock.now());
    const known = this.files.get(name);
    if (known?.minute === minute) return known.file;
    const made = { minute, file: this.make(bucket, bits) };
    this.files.delete(name);
    this.files.set(name, made);
    made.file.catch(() => { this.files.delete(name); });
    const [oldest] = this.files.keys();
    if (this.files.size > MOST_FILES && oldest !== undefined) this.files.delete(oldest);
    return made.file;
  }

  /** What was issued is kept by now. */
  async onApplicationShutdown(): Promise<void> {
    await this.keeping.drained();
  }

  /** By the vault's word alone, of the last two that it gave. */
  private async isName(bits: number): Promise<boolean> {
    const statement = await this.db.read('bits-of-names', (tx) =>
      this.statements.find(tx, 'relay-key'));
    if (!statement) return false;
    const body = signedText(statement.body);
    const { issuedBits } = BODY.parse(JSON.parse(body));
    const now = this.clock.now().getTime();
    if (this.statedBits !== undefined && this.statedBits !== issuedBits) {
      this.former = { bits: this.statedBits, until: now + FORMER_MS };
    }
    this.statedBits = issuedBits;
    return bits === issuedBits
      || (bits === this.former?.bits && now < this.former.until);
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
}
