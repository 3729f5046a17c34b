/** Requests remembered: an hour of 260 a second, in some tens of megabytes. */
const REMEMBERED = 2 ** 20;
/** An encapsulated key follows the seven bytes of the header (RFC 9458, 4.3). */
const KEY_AT = 7;
/** As many bytes as a number holds exactly. */
const KEPT_BYTES = 6;

/**
 * What this worker has opened, so that it opens nothing twice (RFC 9458, 6.5), among the last
 * million. Whoever carries requests could else have one executed as often as they like, to see what
 * it costs. A client seals afresh whenever it asks again, so nobody honest is refused.
 *
 * Whoever sends a million requests of his own makes it forget, and can have one executed once more
 * for each million, while its key lives. He sees nothing of it, since all answers leave at one
 * time. What carries a key of its own is not done again, and nothing that an operator does
 * (`KeptAnswers`); what a therapist writes is, as her free times, until she signs in anew.
 *
 * It is in memory alone: on a disk the order of requests would lie beside the order of what they
 * did. Another worker, or this one begun again, opens a request once more, and then no more either.
 */
export class OpenedOnce {
  private readonly opened = new Set<number>();

  constructor(private readonly remembered = REMEMBERED) {}

  /** Whether a request that could be opened is here for the first time. */
  isFirst(sealed: Buffer): boolean {
    const key = sealed.readUIntBE(KEY_AT, KEPT_BYTES);
    if (this.opened.has(key)) return false;
    if (this.opened.size >= this.remembered) {
      const [oldest] = this.opened;
      if (oldest !== undefined) this.opened.delete(oldest);
    }
    this.opened.add(key);
    return true;
  }
}
