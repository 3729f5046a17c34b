import { fewestInBands } from './band-bounds.ts';
import {
  areConcernsSafe, areModalitiesSafe, isFarFromEnds, isSafe, sessionRange, type Rules,
} from './primary.ts';
import { namedUnions, protectBlocks } from './protect.ts';
import { mostSessions, tellsBlockSessions, total, type Layout, type Tally } from './table.ts';

export type TableName =
  | 'total' | 'block' | 'modality' | 'concern' | 'band'
  | 'block-modality' | 'block-concern' | 'block-band';

/**
 * One stored cell. Hidden numbers are null. A crossed table's key is 'block/category'. Sessions are
 * tabulated in `total`, and in `block` where there are no session bands; beside bands they may be
 * null although the users are not;
 * `protected` says that the number is too small, too large, or hides another: never which.
 */
export interface Cell {
  readonly table: TableName;
  readonly key: string;
  readonly users: number | null;
  readonly sessions: number | null;
  readonly reason: 'published' | 'protected';
}

/**
 * Whether the sessions of all may be told beside their number. Where bands say how many sessions
 * people had, the sum must not be near its ends, and must not say of 1 to k − 1 people of a group
 * which band they are in (`blocks` are the users of each block, null where hidden): of 40 people
 * with 45 sessions at least 35 had one, and of 8 of them in a block at least 3.
 */
export function mayTellSessions(
  layout: Layout, blocks: readonly (number | null)[], users: number, sessions: number, k: number,
): boolean {
  if (tellsBlockSessions(layout)) return true;
  return isFarFromEnds(sessions, sessionRange(users, mostSessions(layout)), k)
    && !isTold(layout, blocks, users, fewestInBands(layout, users, sessions), k);
}

/** The key of the one cell of table `total`. */
export const TOTAL_KEY = '*';

/**
 * The publication rule: everything that a release tells of use, as a function of the public
 * layout and rules and of the tally. It is public itself; the proof lets the adversary run it.
 *
 * A list of fewer than two categories makes no table: its one cell would be the total again.
 */
export function publishCells(layout: Layout, rules: Rules, tally: Tally): readonly Cell[] {
  const { hidden, totalHidden } = protectBlocks(layout.blocks, tally.users, rules.k);
  const hides = new Set(hidden);
  const users = total(tally.users);
  const headcount = total(layout.blocks.map((block) => block.headcount));
  const open = !totalHidden && isSafe(users, headcount, rules.k);
  const sessions = total(tally.sessions);
  const blocks = tally.users.map((count, i) => (hides.has(i) ? null : count));
  const isTelling = open && mayTellSessions(layout, blocks, users, sessions, rules.k);
  const cells: Cell[] = [cell('total', TOTAL_KEY, open, users, isTelling ? sessions : null)];
  layout.blocks.forEach((block, i) => {
    const shown = open && !hides.has(i);
    const own = tellsBlockSessions(layout) ? tally.sessions[i] ?? 0 : null;
    cells.push(cell('block', block.block, shown, tally.users[i] ?? 0, own));
  });
  const categories = [
    ['modality', layout.modalities, tally.modality, areModalitiesSafe, rules.k],
    ['concern', layout.concerns, tally.concern, areConcernsSafe, rules.concernK],
  ] as const;
  for (const [table, keys, counts, areSafe, k] of categories) {
    if (keys.length < 2) continue;
    const shown = open && areSafe(counts, rules) && !isTold(layout, blocks, users, counts, k);
    keys.forEach((key, i) => cells.push(cell(table, key, shown, counts[i] ?? 0, null)));
  }
  return Object.freeze(cells);
}

/**
 * Whether a list's margins tell of 1 to k − 1 users of a group with a name, other than of all. Of
 * 52 users, 35 in a site and 18 with one concern, at least one in that site has it, whatever is
 * hidden inside. Of public numbers only: `blocks` are the users of each block, null where hidden;
 * `users`, of all of them. Hidden blocks have as many users as their heads and the remainder allow.
 */
export function isTold(
  layout: Layout, blocks: readonly (number | null)[], users: number, counts: readonly number[],
  k: number,
): boolean {
  const hidden = [...blocks.keys()].filter((i) => blocks[i] === null);
  const visible = total(blocks.map((count) => count ?? 0));
  return namedUnions(layout.blocks, hidden).some((union) => {
    const inside = new Set(union);
    const heads = total(hidden.map((i) => (inside.has(i) ? 0 : layout.blocks[i]?.headcount ?? 0)));
    const elsewhere = visible - total(union.map((i) => blocks[i] ?? 0))
      + Math.min(users - visible, heads);
    return elsewhere > 0
      && counts.some((count) => count > elsewhere && count < elsewhere + k);
  });
}

/** A cell as it is stored. */
export function cell(
  table: TableName,
  key: string,
  shown: boolean,
  users: number,
  sessions: number | null,
): Cell {
  return Object.freeze({
    table,
    key,
    users: shown ? users : null,
    sessions: shown ? sessions : null,
    reason: shown ? 'published' : 'protected',
  });
}
