import { areConcernsSafe, areModalitiesSafe, isSafe, type Rules } from './primary.ts';
import { protectBlocks } from './protect.ts';
import { total, type Layout, type Tally } from './table.ts';

export type TableName =
  | 'total' | 'block' | 'modality' | 'concern' | 'block-modality' | 'block-concern';

/**
 * One stored cell. Hidden numbers are null. A crossed table's key is 'block/category'. Sessions are
 * tabulated in `total` and `block` only;
 * `protected` says that the number is too small, too large, or hides another: never which.
 */
export interface Cell {
  readonly table: TableName;
  readonly key: string;
  readonly users: number | null;
  readonly sessions: number | null;
  readonly reason: 'published' | 'protected';
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
  const cells: Cell[] = [cell('total', TOTAL_KEY, open, users, total(tally.sessions))];
  layout.blocks.forEach((block, i) => {
    const shown = open && !hides.has(i);
    cells.push(cell('block', block.block, shown, tally.users[i] ?? 0, tally.sessions[i] ?? 0));
  });
  const categories = [
    ['modality', layout.modalities, tally.modality, areModalitiesSafe],
    ['concern', layout.concerns, tally.concern, areConcernsSafe],
  ] as const;
  for (const [table, keys, counts, areSafe] of categories) {
    if (keys.length < 2) continue;
    const shown = open && areSafe(counts, rules);
    keys.forEach((key, i) => cells.push(cell(table, key, shown, counts[i] ?? 0, null)));
  }
  return Object.freeze(cells);
}

function cell(
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
