import { cellAt, type Frame } from './engine/frame.ts';
import { apply, type Solver } from './engine/solver.ts';
import { protectedGroups } from './protect.ts';
import type { TableBlock } from './table.ts';

/** A crossed table with its pattern, in the vault. */
interface MadeTable {
  readonly frame: Frame;
  readonly truth: Int32Array;
  readonly hidden: Uint8Array;
  readonly thresholds: (cell: number) => number;
}

/**
 * Unions of blocks that an analyst has names for, by their places in the layout: each site, of it
 * the hidden blocks and the others; hidden guard groups; all hidden blocks.
 */
export function namedUnions(
  blocks: readonly TableBlock[], hidden: readonly number[],
): readonly (readonly number[])[] {
  const isHidden = new Set(hidden);
  const sites = new Map<string, number[]>();
  blocks.forEach(({ site }, i) => {
    if (site) sites.set(site, [...(sites.get(site) ?? []), i]);
  });
  const whole = [...sites.values()];
  const visible = whole.map((group) => group.filter((i) => !isHidden.has(i)));
  const groups = [...whole, ...visible, ...protectedGroups(blocks, hidden), hidden];
  return [...new Map(groups.map((group) => [group.join(), group])).values()];
}

/**
 * Whether of each union of rows, what is hidden in one column is open as a whole: fewer than k
 * users may be nobody, nearly everybody may be everybody. Single cells are open already (the
 * engine saw to that), and so the union may reach k, too; but cells that may each be empty need
 * not be empty together. Cells are emptied one after the other, each staying empty: along a face
 * of the integer network that finds a world wherever there is one. Every world is added up again.
 */
export function areUnionsOpen(
  made: MadeTable, unions: readonly (readonly number[])[], solver: Solver,
): boolean {
  const { frame, truth, hidden, thresholds } = made;
  const columns = frame.trees[1]?.leaves ?? [];
  for (const rows of unions) {
    for (const column of columns) {
      const cells = rows.map((row) => cellAt(frame.axes, [row + 1, column]))
        .filter((cell) => hidden[cell] === 1);
      const [first] = cells;
      if (first === undefined || cells.length < 2) continue;
      const k = thresholds(first);
      const sum = (of: Int32Array) => cells.reduce((all, cell) => all + (of[cell] ?? 0), 0);
      const [users, heads] = [sum(truth), sum(frame.heads)];
      if (users < k && !canAllBe(made, cells, () => 0, solver)) return false;
      if (heads - users < k && !canAllBe(made, cells, (cell) => frame.heads[cell] ?? 0, solver)) {
        return false;
      }
    }
  }
  return true;
}

function canAllBe(
  made: MadeTable, cells: readonly number[], value: (cell: number) => number, solver: Solver,
): boolean {
  const cost = Float64Array.from(made.hidden, (isHidden) => (isHidden === 1 ? 0 : Infinity));
  const world = made.truth.slice();
  for (const cell of cells) {
    const move = solver.find(world, cost, { cell, low: value(cell), high: value(cell) });
    if (move === null) return false;
    apply(move, world);
    cost[cell] = Infinity;
  }
  return isWorld(made, world) && cells.every((cell) => world[cell] === value(cell));
}

/** Whole numbers within the headcounts that add up and agree with all that is published. */
function isWorld({ frame, truth, hidden }: MadeTable, world: Int32Array): boolean {
  return world.every((users, cell) => {
    const parts = frame.parts[cell] ?? [];
    const sum = parts.reduce((all, part) => all + (world[part] ?? 0), 0);
    return users >= 0 && users <= (frame.heads[cell] ?? 0)
      && (parts.length === 0 || sum === users) && (hidden[cell] === 1 || users === truth[cell]);
  });
}
