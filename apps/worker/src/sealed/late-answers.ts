import { createHash } from 'node:crypto';
import type { BinaryRequest, BinaryResponse } from '#pseudonym/http';
import { mayRepeat } from './inner-http.ts';

/** Somebody whose page lies open in quiet mode asks again within a minute, as a rule. */
const KEPT_MS = 120_000;
/** Answers kept of each sort at most, each no longer than a sealed one: some 32 MB. */
const MOST_KEPT = 4_096;

interface Kept {
  readonly until: number;
  readonly answer: Promise<BinaryResponse>;
}

/**
 * Answers for whoever asks the same again, because hers was late or lost on its way: the same bytes
 * under the same idempotency key, which a client draws anew for each thing that it asks. Nothing is
 * executed twice for it, and nobody has an answer that is older than her question.
 *
 * They are in memory alone. Where they are not found (another worker, one that was begun again, too
 * many of them) the operation is executed again: a query changes nothing, what changes something
 * carries a key of its own, and what can be done once is found by all workers (`KeptAnswers`).
 */
export class LateAnswers {
  /** Under way, or late: nobody has had them. */
  private readonly due = new Map<string, Kept>();
  /** These have left. They make room for each other, and never take that of those which are due. */
  private readonly told = new Map<string, Kept>();

  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly mostKept = MOST_KEPT,
  ) {}

  /** The answer to a request, by `work` unless it is known or under way. */
  of(
    request: BinaryRequest, bytes: Uint8Array, work: () => Promise<BinaryResponse>,
  ): Promise<BinaryResponse> {
    if (!mayRepeat(request)) return work();
    const name = nameOf(bytes);
    for (const kept of [this.due, this.told]) this.forgetOld(kept);
    const known = this.due.get(name) ?? this.told.get(name);
    if (known) return known.answer;
    const answer = work();
    if (this.due.size < this.mostKept) this.due.set(name, { until: this.now() + KEPT_MS, answer });
    return answer;
  }

  /** It was no answer: ask for it anew when the same comes again. */
  forget(bytes: Uint8Array): void {
    this.due.delete(nameOf(bytes));
  }

  /** An answer leaves in time. Whether it arrives nobody here knows. */
  left(bytes: Uint8Array): void {
    const name = nameOf(bytes);
    const kept = this.due.get(name);
    if (!kept) return;
    this.due.delete(name);
    const [oldest] = this.told.keys();
    if (this.told.size >= this.mostKept && oldest !== undefined) this.told.delete(oldest);
    this.told.set(name, { ...kept, until: this.now() + KEPT_MS });
  }

  /** They are kept in the order in which they end. */
  private forgetOld(kept: Map<string, Kept>): void {
    for (const [name, { until }] of kept) {
      if (until > this.now()) return;
      kept.delete(name);
    }
  }
}

function nameOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url');
}
