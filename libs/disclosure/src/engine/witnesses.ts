import { cellAt, nodesOf, type Frame } from './frame.ts';
import { highNeeds, lowNeeds } from './needs.ts';
import { showAll } from './show-all.ts';
import { apply, type Solver } from './solver.ts';

/** What an analyst can work out of hidden cells, and worlds that show what she cannot. */
export interface Witnesses {
  readonly worlds: readonly Int32Array[];
  /** Hidden cells that no pair of worlds leaves open: they only cover others. */
  readonly covering: readonly number[];
}

/**
 * Write down worlds for every hidden cell that is open (it may be empty and may have k users, or
 * may be full and may lack k). They are a function of what is published, not of the truth: the
 * search starts from the world that is least in the first hidden atom, then in the second, and so
 * on, which anyone can find. Null when a solver fails.
 */
export function writeWitnesses(
  frame: Frame, k: number, truth: Int32Array, hidden: Uint8Array, solver: Solver,
): Witnesses | null {
  solver.focus(hidden);
  const base = leastWorld(frame, truth, hidden, solver);
  // Once more: on its way from the truth to there a solver may have learned something of it.
  solver.focus(hidden);
  const found = base && witnessesFrom(base, frame, k, hidden, solver);
  solver.focus(null);
  return found;
}

function witnessesFrom(
  base: Int32Array, frame: Frame, k: number, hidden: Uint8Array, solver: Solver,
): Witnesses {
  const secrets = Array.from(frame.heads, (heads, cell) => {
    const sides = [lowNeeds(cell, heads, k), highNeeds(cell, heads, k)];
    return { cell, sides, safe: { cell, low: k, high: heads - k } };
  }).filter(({ cell }) => hidden[cell] === 1);
  const most = mostOf(frame, base, hidden);
  const needs = secrets.flatMap(({ sides }) => sides.flat());
  // Hardly any cell can be full, and what is published mostly says so.
  const asked = needs.filter(({ cell, low }) => low <= (most[cell] ?? 0));
  const worlds = [base];
  const impossible = showAll(asked, worlds, hidden, solver);
  const shown = new Set(asked.filter((need) => !impossible.has(need)));
  const covers = secrets.filter(({ sides }) =>
    !sides.some((side) => side.every((need) => shown.has(need))));
  showAll(covers.map(({ safe }) => safe), worlds, hidden, solver);
  return { worlds, covering: covers.map(({ cell }) => cell) };
}

/**
 * The most that any world shows in each cell: all that is hidden, with it, in the smallest
 * published cell above it along an axis.
 */
function mostOf(frame: Frame, base: Int32Array, hidden: Uint8Array): Int32Array {
  const most = frame.heads.slice();
  frame.axes.forEach((_, axis) => {
    const wholes = Array.from(hidden, (_isHidden, cell) => wholeOf(frame, cell, axis));
    const inside = new Int32Array(frame.size);
    hidden.forEach((isHidden, cell) => {
      const whole = wholes[cell] ?? NONE;
      if (isHidden === 1) inside[whole] = (inside[whole] ?? 0) + (base[cell] ?? 0);
    });
    wholes.forEach((whole, cell) => {
      let above = whole;
      while (hidden[above] === 1) above = wholes[above] ?? NONE;
      most[cell] = Math.min(most[cell] ?? 0, inside[above] ?? Infinity);
    });
  });
  return most;
}

/** No cell: what is written there is not kept. */
const NONE = -1;

/** The cell that a cell is a part of along an axis; none where it is all of the axis. */
function wholeOf({ axes, trees }: Frame, cell: number, axis: number): number {
  const nodes = nodesOf(axes, cell);
  const parent = trees[axis]?.parents[nodes[axis] ?? 0] ?? null;
  return parent === null ? NONE : cellAt(axes, nodes.with(axis, parent));
}

/** The least world by hidden atoms in their order, one after another: no trace of the truth. */
function leastWorld(
  frame: Frame, truth: Int32Array, hidden: Uint8Array, solver: Solver,
): Int32Array | null {
  const cost = Float64Array.from(hidden, (isHidden) => (isHidden === 1 ? 0 : Infinity));
  const world = truth.slice();
  for (const atom of frame.atoms) {
    if (hidden[atom] === 0) continue;
    const least = solver.extreme(world, cost, atom, -1);
    if (least === null) return null;
    apply(least, world);
    cost[atom] = Infinity;
  }
  return world;
}
