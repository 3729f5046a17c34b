import { canonicalOf } from '#pseudonym/canonical';
import type { ReportTerms } from '#disclosure/year/plan';
import { CodedError } from '#server/coded-error';
import { FairLine } from '#server/fair-line';
import { onOwnThread } from '#server/own-thread';
import type { Foresight } from './foresight.ts';

const IN_SOURCE = import.meta.url.endsWith('.ts');
const SCRIPT = IN_SOURCE
  ? new URL('./foresight.thread.ts', import.meta.url)
  : new URL('./foresight.thread.js', import.meta.url);
const MOST_KEPT = 500;
/** A look takes a second or three: whoever stands behind so many had better come again. */
const LINE = {
  mostOfOne: 3, mostOfAll: 60,
  full: (isOwn: boolean) => new CodedError('OVERLOADED', isOwn
    ? 'You look ahead at several programmes already. Ask again when one of them is shown.'
    : 'Many look ahead just now. Try again in a moment.'),
};
/** Some ten times what the dearest look needs: whatever takes longer is ended. */
const LONGEST_MS = 30_000;
const TOO_LONG = 'Looking ahead took too long and was ended. Try again later.';

/** Look ahead at a year of these terms; null where they have no plan. Ends when the signal says. */
export type Look = (terms: ReportTerms, end: AbortSignal) => Promise<Foresight | null>;

/**
 * Looks ahead, one look after the other and employers in turn, and keeps what was seen: the same
 * terms always give the same. It is made of headcounts and assumptions alone.
 */
export class Foresights {
  private readonly kept = new Map<string, Promise<Foresight | null>>();
  private readonly line = new FairLine(LINE);

  /** @param deadline aborts when a look that begins now is to be ended */
  constructor(
    private readonly look: Look = lookAhead,
    private readonly deadline: () => AbortSignal = () => AbortSignal.timeout(LONGEST_MS),
  ) {}

  /**
   * What a year of these terms would show this employer; null where they have no plan. Whoever asks
   * the same again gets the answer of the first.
   *
   * @throws CodedError OVERLOADED where too many wait already, or when it takes too long.
   */
  of(employer: string, terms: ReportTerms): Promise<Foresight | null> {
    const key = `${employer} ${canonicalOf(terms)}`;
    const known = this.kept.get(key);
    if (known) return known;
    const looked = this.line.during(employer, () => this.look(terms, this.deadline()));
    looked.catch(() => this.kept.delete(key));
    this.kept.set(key, looked);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return looked;
  }
}

/** On a thread of its own, which is gone when this is refused. @throws CodedError OVERLOADED */
export function lookAhead(terms: ReportTerms, end: AbortSignal): Promise<Foresight | null> {
  return onOwnThread(SCRIPT, terms, end, () => new CodedError('OVERLOADED', TOO_LONG));
}
