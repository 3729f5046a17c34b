import { cellAt, nodesOf, type Frame } from './frame.ts';
import { highNeeds, lowNeeds } from './needs.ts';
import { showAll } from './show-all.ts';
import type { Need, Solver } from './solver.ts';

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
  frame: Frame, thresholds: Int32Array, truth: Int32Array, hidden: Uint8Array, solver: Solver,
): Witnesses | null {
  solver.focus(hidden);
  const base = leastWorld(frame, truth, hidden, solver);
  const found = base && witnessesFrom(base, frame, thresholds, hidden, solver);
  solver.focus(null);
  return found;
}

function witnessesFrom(
  base: Int32Array, frame: Frame, thresholds: Int32Array, hidden: Uint8Array, solver: Solver,
): Witnesses {
  const needs: Need[] = [];
  for (let cell = 0; cell < frame.size; cell += 1) {
    const [heads, k] = [frame.heads[cell] ?? 0, thresholds[cell] ?? 0];
    if (hidden[cell] === 0 || heads === 0) continue;
    needs.push(...lowNeeds(cell, heads, k), ...highNeeds(cell, heads, k));
  }
  const worlds = [base];
  const free = Float64Array.from(hidden, (isHidden) => (isHidden === 1 ? 0 : Infinity));
  // Hardly any cell can be full: better asked once than in the company of other needs.
  const isOutOfReach = (need: Need) => need.low > mostOf(frame, base, hidden, need.cell)
    || (need.low === frame.heads[need.cell] && solver.find(base, free, need) === null);
  const impossible = new Set(needs.filter(isOutOfReach));
  const possible = needs.filter((need) => !impossible.has(need));
  for (const need of showAll(possible, worlds, hidden, solver)) impossible.add(need);
  const covering: number[] = [];
  const covers: Need[] = [];
  // Four needs of each cell in a row: nobody, k users; everybody, all but k.
  for (let at = 0; at < needs.length; at += 4) {
    const [first, second, third, fourth] = needs.slice(at, at + 4);
    if (!first || !second || !third || !fourth) continue;
    const isLow = !impossible.has(first) && !impossible.has(second);
    const isHigh = !impossible.has(third) && !impossible.has(fourth);
    if (isLow || isHigh) continue;
    const { cell } = first;
    const [heads, k] = [frame.heads[cell] ?? 0, thresholds[cell] ?? 0];
    covering.push(cell);
    covers.push({ cell, low: k, high: heads - k });
  }
  showAll(covers, worlds, hidden, solver);
  return { worlds, covering };
}

/** The least published number above a cell, along each axis; no world shows more in the cell. */
function mostOf(frame: Frame, base: Int32Array, hidden: Uint8Array, cell: number): number {
  const nodes = nodesOf(frame.axes, cell);
  let most = frame.heads[cell] ?? 0;
  nodes.forEach((node, axis) => {
    const parents = frame.trees[axis]?.parents ?? [];
    for (let up = parents[node] ?? null; up !== null; up = parents[up] ?? null) {
      const above = cellAt(frame.axes, nodes.with(axis, up));
      if (hidden[above] === 0) most = Math.min(most, base[above] ?? 0);
    }
  });
  return most;
}

/** The least world by hidden atoms in their order, one after another: no trace of the truth. */
function leastWorld(
  frame: Frame, truth: Int32Array, hidden: Uint8Array, solver: Solver,
): Int32Array | null {
  const cost = Float64Array.from(hidden, (isHidden) => (isHidden === 1 ? 0 : Infinity));
  let world: Int32Array = truth;
  for (const atom of frame.atoms) {
    if (hidden[atom] === 0) continue;
    const least = solver.extreme(world, cost, atom, -1);
    if (least === null) return null;
    world = least;
    cost[atom] = Infinity;
  }
  return world;
}
