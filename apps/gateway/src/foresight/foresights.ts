import { Injectable } from '@nestjs/common';
import { Worker } from 'node:worker_threads';
import { canonicalOf } from '#pseudonym/canonical';
import type { ReportTerms } from '#disclosure/year/plan';
import { CodedError } from '#server/coded-error';
import type { Foresight } from './foresight.ts';

const IN_SOURCE = import.meta.url.endsWith('.ts');
const SCRIPT = IN_SOURCE
  ? new URL('./foresight.thread.ts', import.meta.url)
  : new URL('./foresight.thread.js', import.meta.url);
const MOST_KEPT = 500;
/** A look takes a second or two: whoever stands behind so many had better come again. */
const MOST_WAITING = 12;
const BUSY = 'Many look ahead just now. Try again in a moment.';

/**
 * Looks ahead on a thread of its own, one employer at a time, and keeps what it saw: the same terms
 * always give the same. It is made of headcounts and assumptions alone.
 */
@Injectable()
export class Foresights {
  private readonly kept = new Map<string, Promise<Foresight | null>>();
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  /**
   * What a year of these terms would show; null where they have no plan.
   *
   * @throws CodedError OVERLOADED where too many wait already.
   */
  of(terms: ReportTerms): Promise<Foresight | null> {
    const key = canonicalOf(terms);
    const known = this.kept.get(key);
    if (known) return known;
    if (this.waiting >= MOST_WAITING) throw new CodedError('OVERLOADED', BUSY);
    this.waiting += 1;
    const looked = this.last.then(() => lookAhead(terms)).finally(() => { this.waiting -= 1; });
    this.last = looked.catch(() => this.kept.delete(key));
    this.kept.set(key, looked);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return looked;
  }
}

function lookAhead(terms: ReportTerms): Promise<Foresight | null> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(SCRIPT, { workerData: terms });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => { reject(new Error('a thread ended before it had looked ahead')); });
  });
}
