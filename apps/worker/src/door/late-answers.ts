import { createHash } from 'node:crypto';
import type { BinaryRequest, BinaryResponse } from '#pseudonym/http';
import { valueOf } from '#pseudonym/http.fields';

/** Somebody whose page lies open in quiet mode asks again within a minute, as a rule. */
const KEPT_MS = 120_000;
/** Answers kept at most, each no longer than a sealed one: some 32 MB. */
const MOST_KEPT = 4_096;

interface Kept {
  readonly until: number;
  readonly answer: Promise<BinaryResponse>;
}

/**
 * Answers that came after the time of their requests, until these are asked again: the same bytes
 * under the same idempotency key, which a client draws anew for each thing that it asks. Nothing is
 * executed twice for it, and nobody has an answer that is older than her question.
 *
 * They are in memory alone. Where they are not found (another worker, one that was begun again, too
 * many of them) the operation is executed again: a query changes nothing, and what changes
 * something carries a key of its own.
 */
export class LateAnswers {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly mostKept = MOST_KEPT,
  ) {}

  /** The answer to a request, by `work` unless it is known or under way. */
  of(
    request: BinaryRequest, bytes: Uint8Array, work: () => Promise<BinaryResponse>,
  ): Promise<BinaryResponse> {
    if (valueOf(request.headers, 'idempotency-key') === undefined) return work();
    const name = nameOf(bytes);
    const known = this.kept.get(name)?.answer;
    if (known) return known;
    const answer = work();
    this.forgetOld();
    if (this.kept.size < this.mostKept) this.kept.set(name, { until: this.now() + KEPT_MS, answer });
    return answer;
  }

  /** An answer left in time: nobody asks for it again. */
  left(bytes: Uint8Array): void {
    this.kept.delete(nameOf(bytes));
  }

  /** They are kept in the order in which they end. */
  private forgetOld(): void {
    for (const [name, { until }] of this.kept) {
      if (until > this.now()) return;
      this.kept.delete(name);
    }
  }
}

function nameOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url');
}
