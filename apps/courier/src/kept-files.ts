import type { Clock } from '#platform/clock';
import { minuteOf, secondsLeft } from '#server/courier/minutes';
import { textFile, type StaticFile } from '#server/courier/static-files';
import type { GatewayLink } from './gateway-link.ts';

const NOT_CHANGED = 304;
const NOT_THERE = 404;
const MOST_FILES = 64;
/** A name without a file is asked of the gateway once in so long; one that comes is seen soon. */
const ABSENT_MS = 5_000;
const MOST_ABSENT = 1_024;

interface Kept {
  readonly until: number;
  /** The minute of the clock in which it came. */
  readonly minute: number;
  readonly file: StaticFile;
}

/**
 * The gateway's files, each kept here by its own etag: for as long as the gateway says, and one of
 * issued batches until the minute of the clock is over, whatever is said. So the gateway is asked
 * for such a file once in a minute at most, and hears of one restore or of many the same.
 */
export class KeptFiles {
  private readonly kept = new Map<string, Kept>();
  /** Until when a name is known to have no file; apart, so that such names push no file out. */
  private readonly absent = new Map<string, number>();
  private readonly underWay = new Map<string, Promise<StaticFile | undefined>>();
  /** Files of issued batches that came in this minute of the clock. */
  private came: { minute: number; readonly paths: Set<string> } = { minute: 0, paths: new Set() };

  /** @param now milliseconds, monotonic. */
  constructor(
    private readonly gateway: Pick<GatewayLink, 'get'>,
    private readonly clock: Clock,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * A file by its path; undefined where the gateway has none.
   *
   * @throws when the gateway does not answer; and for a file of issued batches that so many others
   *   pushed out in the minute in which it was asked for: it is there again in the next.
   */
  async find(path: string): Promise<StaticFile | undefined> {
    const kept = this.kept.get(path);
    if (kept && isIssued(path) && kept.minute === minuteOf(this.clock.now())) {
      return { ...kept.file, seconds: secondsLeft(this.clock.now()) };
    }
    if (kept && !isIssued(path) && kept.until > this.now()) return kept.file;
    if ((this.absent.get(path) ?? 0) > this.now()) return undefined;
    const begun = this.underWay.get(path);
    if (begun) return begun;
    if (isIssued(path)) this.expectFirst(path);
    const fetched = this.fetch(path, kept?.file).finally(() => { this.underWay.delete(path); });
    this.underWay.set(path, fetched);
    return fetched;
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

  /** @throws for a file that came in this minute, and that so many others pushed out since. */
  private expectFirst(path: string): void {
    const { minute, paths } = this.came;
    if (minute === minuteOf(this.clock.now()) && paths.has(path)) {
      throw new Error('this file was asked for in this minute');
    }
  }

  private keep(path: string, file: StaticFile): StaticFile {
    const until = this.now() + file.seconds * 1000;
    const minute = minuteOf(this.clock.now());
    put(this.kept, path, { until, minute, file }, MOST_FILES);
    if (isIssued(path)) {
      if (this.came.minute !== minute) this.came = { minute, paths: new Set() };
      this.came.paths.add(path);
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
