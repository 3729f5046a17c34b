/** Somebody who is counted in the year, as the vault knows her when a period closes. */
export interface Counted {
  /**
   * The period, 1 to 4, of her first delivered session of this year, whether or not she had one in
   * an earlier year: years that tell them apart are not independent (report.proof.md).
   */
  readonly turn: number;
  /** The name of her block, a leaf of the plan's sites. */
  readonly block: string;
  readonly concern: string;
  readonly modality: string;
  /** Her sessions that settle, so far in this year; at least one. */
  readonly sessions: number;
  /** Days from opening her case to her first session. */
  readonly waitDays?: number;
}
