import type { Clock } from '#platform/clock';
import { secondsLeft } from '#server/courier/minutes';
import { textFile, type StaticFile } from '#server/courier/static-files';
import type { GatewayLink } from './gateway-link.ts';
import { MinuteFiles } from './minute-files.ts';

const NOT_CHANGED = 304;
const NOT_THERE = 404;
/** Of those that the vault signed; there are fewer of them. */
const MOST_FILES = 64;
/** A name without a file is asked of the gateway once in so long; one that comes is seen soon. */
const ABSENT_MS = 5_000;
const MOST_ABSENT = 1_024;

interface Kept {
  readonly until: number;
  readonly file: StaticFile;
}

/**
 * The gateway's files, each kept here by its own etag: for as long as the gateway says, and one of
 * issued batches until the minute of the clock is over, whatever is said and whatever else is
 * fetched. So the gateway is asked for such a file once in a minute at most, and hears of one
 * restore or of many the same.
 */
export class KeptFiles {
  private readonly kept = new Map<string, Kept>();
  /** Until when a name is known to have no file; apart, so that such names push no file out. */
  private readonly absent = new Map<string, number>();
  private readonly underWay = new Map<string, Promise<StaticFile | undefined>>();

  /** @param now milliseconds, monotonic. */
  constructor(
    private readonly gateway: Pick<GatewayLink, 'get'>,
    private readonly clock: Clock,
    private readonly now: () => number = () => performance.now(),
    private readonly ofMinute = new MinuteFiles(clock),
  ) {}

  /**
   * A file by its path; undefined where the gateway has none.
   *
   * @throws when the gateway does not answer.
   */
  async find(path: string): Promise<StaticFile | undefined> {
    const begun = this.underWay.get(path);
    if (begun) return begun;
    const issued = isIssued(path) ? this.ofMinute.find(path) : undefined;
    if (issued) return { ...await issued, seconds: secondsLeft(this.clock.now()) };
    const kept = this.kept.get(path);
    if (kept && kept.until > this.now()) return kept.file;
    if ((this.absent.get(path) ?? 0) > this.now()) return undefined;
    const fetched = this.fetch(path, kept?.file).finally(() => { this.underWay.delete(path); });
    this.underWay.set(path, fetched);
    return fetched;
  }

  /** Let go of what is kept. */
  async close(): Promise<void> {
    await this.ofMinute.close();
  }

  private async fetch(path: string, before?: StaticFile): Promise<StaticFile | undefined> {
    const answer = await this.gateway.get(path, before?.etag);
    if (answer.status === NOT_THERE) return this.noteAbsent(path);
    const cached = /max-age=(\d+)/.exec(answer.headers.get('cache-control') ?? '')?.[1];
    const seconds = isIssued(path) ? secondsLeft(this.clock.now()) : Number(cached ?? 0);
    if (before && answer.status === NOT_CHANGED) return this.keep(path, { ...before, seconds });
    if (answer.status !== 200) throw new Error('the gateway has no file for this now');
    const type = answer.headers.get('content-type') ?? 'application/octet-stream';
    const bytes = Buffer.from(await answer.arrayBuffer());
    const file = type.startsWith('application/json') && path.startsWith('/signed/')
      ? await textFile(type, bytes.toString('utf8'), seconds)
      : { type, bytes, etag: answer.headers.get('etag') ?? '', seconds };
    return this.keep(path, file);
  }

  private async keep(path: string, file: StaticFile): Promise<StaticFile> {
    if (isIssued(path)) {
      await this.ofMinute.keep(path, file);
    } else {
      const until = this.now() + file.seconds * 1000;
      put(this.kept, path, { until, file }, MOST_FILES);
    }
    return file;
  }

  private noteAbsent(path: string): undefined {
    put(this.absent, path, this.now() + ABSENT_MS, MOST_ABSENT);
  }
}

function isIssued(path: string): boolean {
  return path.startsWith('/issued/');
}

/** As the newest entry; the oldest leaves when there are more than `most`. */
function put<T>(entries: Map<string, T>, path: string, entry: T, most: number): void {
  entries.delete(path);
  entries.set(path, entry);
  const [oldest] = entries.keys();
  if (entries.size > most && oldest !== undefined) entries.delete(oldest);
}
