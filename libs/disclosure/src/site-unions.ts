import { cellAt, type Frame } from './engine/frame.ts';
import { apply, type Solver } from './engine/solver.ts';
import type { TableBlock } from './table.ts';

/** A crossed table with its pattern, in the vault. */
interface MadeTable {
  readonly frame: Frame;
  readonly truth: Int32Array;
  readonly hidden: Uint8Array;
  readonly thresholds: (cell: number) => number;
}

/**
 * Whether of each site, what is hidden in one column is open as a whole: fewer than k users may be
 * nobody, nearly everybody may be everybody. Single cells are open already (the engine saw to
 * that), and so the union may reach k, too; but cells that may each be empty need not be empty
 * together. Cells are emptied one after the other, each staying empty: along a face of the integer
 * network that finds a world wherever there is one. Every world is added up again.
 */
export function areUnionsOpen(
  made: MadeTable, blocks: readonly TableBlock[], solver: Solver,
): boolean {
  const { frame, truth, hidden, thresholds } = made;
  const sites = new Set(blocks.flatMap(({ site }) => site ?? []));
  const columns = frame.trees[1]?.leaves ?? [];
  for (const site of sites) {
    for (const column of columns) {
      const cells = blocks.flatMap((block, row) => {
        const cell = cellAt(frame.axes, [row + 1, column]);
        return block.site === site && hidden[cell] === 1 ? [cell] : [];
      });
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
