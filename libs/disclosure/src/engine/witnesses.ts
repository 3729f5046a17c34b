import { cellAt, nodesOf, type Frame } from './frame.ts';
import { highNeeds, lowNeeds } from './needs.ts';
import { showAll } from './show-all.ts';
import { apply, type Need, type Solver } from './solver.ts';

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
  const most = mostOf(frame, base, hidden);
  // Hardly any cell can be full: better asked once than in the company of other needs.
  const isOutOfReach = (need: Need) => need.low > (most[need.cell] ?? 0)
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

/**
 * The most that any world shows in each cell: all that is hidden, with it, in the smallest
 * published cell above it along an axis.
 */
function mostOf(frame: Frame, base: Int32Array, hidden: Uint8Array): Int32Array {
  const most = frame.heads.slice();
  for (let axis = 0; axis < frame.axes.length; axis += 1) {
    const inside = new Int32Array(frame.size);
    for (let cell = 0; cell < frame.size; cell += 1) {
      const above = hidden[cell] === 1 ? wholeOf(frame, cell, axis) : null;
      if (above !== null) inside[above] = (inside[above] ?? 0) + (base[cell] ?? 0);
    }
    for (let cell = 0; cell < frame.size; cell += 1) {
      let above = hidden[cell] === 1 ? wholeOf(frame, cell, axis) : null;
      while (above !== null && hidden[above] === 1) above = wholeOf(frame, above, axis);
      if (above !== null) most[cell] = Math.min(most[cell] ?? 0, inside[above] ?? 0);
    }
  }
  return most;
}

/** The cell that a cell is a part of along an axis; null where it is all of the axis. */
function wholeOf({ axes, trees }: Frame, cell: number, axis: number): number | null {
  const nodes = nodesOf(axes, cell);
  const parent = trees[axis]?.parents[nodes[axis] ?? 0] ?? null;
  return parent === null ? null : cellAt(axes, nodes.with(axis, parent));
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
