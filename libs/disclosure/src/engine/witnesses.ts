import type { Frame } from './frame.ts';
import { highNeeds, lowNeeds } from './needs.ts';
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
  const cost = Float64Array.from(hidden, (isHidden) => (isHidden === 1 ? 0 : Infinity));
  const worlds = [base];
  const reach = (need: Need): boolean => {
    const { cell, low, high } = need;
    const holds = (world: Int32Array) => (world[cell] ?? -1) >= low && (world[cell] ?? -1) <= high;
    if (worlds.some(holds)) return true;
    const world = solver.find(base, cost, need);
    if (world === null) return false;
    worlds.push(world);
    return true;
  };
  const covering: number[] = [];
  for (let cell = 0; cell < frame.size; cell += 1) {
    const heads = frame.heads[cell] ?? 0;
    if (hidden[cell] === 0 || heads === 0) continue;
    const k = thresholds[cell] ?? 0;
    const isLow = lowNeeds(cell, heads, k).map(reach).every(Boolean);
    const isHigh = highNeeds(cell, heads, k).map(reach).every(Boolean);
    if (isLow || isHigh) continue;
    covering.push(cell);
    reach({ cell, low: k, high: heads - k });
  }
  return { worlds, covering };
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
