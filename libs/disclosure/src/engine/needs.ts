import { isSafe } from '../primary.ts';
import type { Frame } from './frame.ts';
import type { Need } from './solver.ts';

/** What is secret about one table, beside its counts. */
export interface Sensitivity {
  /** Fewest users, and fewest non-users, of each published cell. */
  readonly k: number;
  /**
   * What worlds must show of cells that have k users and non-users and are hidden all the same:
   * amounts that one or two people dominate (p % rule), too large a share.
   */
  readonly extra: ReadonlyMap<number, readonly Need[]>;
}

/** Whether a cell may not be published as it stands. A cell without staff is never secret. */
export function isPrimary(
  frame: Frame, { k, extra }: Sensitivity, cell: number, users: number,
): boolean {
  const heads = frame.heads[cell] ?? 0;
  if (heads === 0) return false;
  return !isSafe(users, heads, k) || extra.has(cell);
}

/** The two things that leave open whether a cell is small: nobody, and as many as k. */
export function lowNeeds(cell: number, heads: number, k: number): readonly [Need, Need] {
  return [{ cell, low: 0, high: 0 }, { cell, low: Math.min(k, heads), high: heads }];
}

/** The two things that leave open whether a cell is nearly full: everybody, and k fewer. */
export function highNeeds(cell: number, heads: number, k: number): readonly [Need, Need] {
  return [{ cell, low: heads, high: heads }, { cell, low: 0, high: Math.max(0, heads - k) }];
}

/** What the witnesses of one primary cell must show. */
export function needsOf(
  frame: Frame, { k, extra }: Sensitivity, cell: number, users: number,
): readonly Need[] {
  const heads = frame.heads[cell] ?? 0;
  const needs: Need[] = [...(extra.get(cell) ?? [])];
  if (users < k) needs.push(...lowNeeds(cell, heads, k));
  if (heads - users < k) needs.push(...highNeeds(cell, heads, k));
  return needs;
}
