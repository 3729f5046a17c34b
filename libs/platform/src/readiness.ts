import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from './database.ts';
import { meaningOf } from './unavailable.ts';

/** Looks at one thing that a process stands on: null when it is well, else what is wrong. */
export type Look = () => Promise<string | null>;

/** Whether a process can do its work now, and what each look found: `ok`, or what is wrong. */
export interface Verdict {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

/** How time passes for the looks. */
export interface ReadinessTimes {
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** Resolves when a look has taken too long. */
  readonly overdue: (signal: AbortSignal) => Promise<unknown>;
}

/** A verdict is given again for so long: whoever asks often causes no more work. */
const FRESH_MS = 2_000;
const WITHIN_MS = 2_000;
const REAL: ReadinessTimes = {
  now: () => performance.now(),
  overdue: (signal) => pause(WITHIN_MS, undefined, { signal, ref: false }),
};

/**
 * Whether a process can do its work. All looks are taken side by side, each has a time limit, and
 * one that has not come back yet is not begun a second time.
 */
export class Readiness {
  private last: { readonly at: number; readonly verdict: Promise<Verdict> } | undefined;
  private readonly underWay = new Map<string, Promise<string | null>>();

  constructor(
    private readonly looks: Readonly<Record<string, Look>>,
    private readonly times: ReadinessTimes = REAL,
  ) {}

  /** The verdict, at most two seconds old. */
  verdict(): Promise<Verdict> {
    const now = this.times.now();
    if (this.last && now - this.last.at < FRESH_MS) return this.last.verdict;
    const verdict = this.takeAll();
    this.last = { at: now, verdict };
    return verdict;
  }

  private async takeAll(): Promise<Verdict> {
    const found = await Promise.all(Object.keys(this.looks).map(async (name) =>
      [name, await this.take(name)] as const));
    return {
      ready: found.every(([, wrong]) => wrong === null),
      checks: Object.fromEntries(found.map(([name, wrong]) => [name, wrong ?? 'ok'])),
    };
  }

  private async take(name: string): Promise<string | null> {
    const timer = new AbortController();
    const late = this.times.overdue(timer.signal)
      .then(() => 'gives no answer in time', () => 'gives no answer in time');
    try {
      return await Promise.race([this.begun(name), late]);
    } catch (error) {
      return whatIsWrong(error);
    } finally {
      timer.abort();
    }
  }

  private begun(name: string): Promise<string | null> {
    const known = this.underWay.get(name);
    if (known) return known;
    const look = Promise.resolve().then(this.looks[name])
      .then((wrong) => wrong ?? null)
      .finally(() => this.underWay.delete(name));
    this.underWay.set(name, look);
    return look;
  }
}

/** Our own errors say it themselves; of others only what their code means, never their text. */
function whatIsWrong(error: unknown): string {
  const { name, message } = error as Error;
  return name === 'DatabaseUnavailable' ? message.replace(/\.$/, '') : meaningOf(error);
}

/** Whether a database answers and can be written to. */
export function databaseLook(db: Database): Look {
  return () => db.transaction('ready', async (tx) => {
    const [row] = await tx.query<{ closed: boolean }[]>(
      `SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS closed`);
    if (row?.closed) return 'can be read only: it is a replica, or was closed for writing';
    // Takes a number that is written down: a database that can write nothing refuses it.
    await tx.query('SELECT pg_current_xact_id()');
    return null;
  });
}
