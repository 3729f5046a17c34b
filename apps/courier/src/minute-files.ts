import type { Clock } from '#platform/clock';
import { minuteOf } from '#server/courier/minutes';
import type { StaticFile } from '#server/courier/static-files';
import { Spool, type Place } from './spool.ts';

/** What is kept in memory; what comes after that lies on the disk. */
const MOST_BYTES = 64 * 1024 * 1024;

type Entry = Omit<StaticFile, 'bytes'> & { readonly bytes: Buffer | Place };

/**
 * The files that came in the present minute of the clock, all of them: whatever is fetched beside
 * one of them, it stays until the minute is over, and then all go at once.
 */
export class MinuteFiles {
  private entries = new Map<string, Entry>();
  private inMemory = 0;
  private spool: Spool;
  private minute = 0;

  constructor(
    private readonly clock: Clock,
    private readonly most = MOST_BYTES,
    private readonly makeSpool = () => new Spool(),
  ) {
    this.spool = makeSpool();
  }

  /** A file that came in this minute; undefined, and not a promise, where none did. */
  find(path: string): Promise<StaticFile> | undefined {
    this.turn();
    const entry = this.entries.get(path);
    return entry && this.read(entry);
  }

  /** Keep a file until this minute is over. */
  async keep(path: string, file: StaticFile): Promise<void> {
    this.turn();
    const { entries, spool } = this;
    if (this.inMemory + file.bytes.length <= this.most) {
      this.inMemory += file.bytes.length;
      entries.set(path, file);
      return;
    }
    // A full disk takes nothing away: then memory holds that one too.
    const bytes = await spool.add(file.bytes).catch(() => file.bytes);
    entries.set(path, { ...file, bytes });
  }

  /** Let go of everything. */
  async close(): Promise<void> {
    this.entries = new Map();
    await this.spool.close();
  }

  private async read(entry: Entry): Promise<StaticFile> {
    const { bytes } = entry;
    return { ...entry, bytes: bytes instanceof Uint8Array ? bytes : await this.spool.read(bytes) };
  }

  private turn(): void {
    const minute = minuteOf(this.clock.now());
    if (minute === this.minute) return;
    void this.spool.close();
    this.minute = minute;
    this.entries = new Map();
    this.inMemory = 0;
    this.spool = this.makeSpool();
  }
}
