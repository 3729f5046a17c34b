import type { Frame } from './frame.ts';
import { isPrimary, needsOf, type Sensitivity } from './needs.ts';
import { showAll } from './show-all.ts';
import type { Move, Need, Solver } from './solver.ts';

/** Which cells are hidden, primary and secondary alike. */
export interface Pattern {
  readonly hidden: Uint8Array;
  readonly primaries: number;
  readonly secondaries: number;
  /** Users in secondary cells that the pattern costs. */
  readonly lost: number;
}

/** Most tries at a better pattern, however little work they are. */
const TRIES = 40;

/**
 * Hide every primary cell, and as few others as can be found so that each primary one has its
 * witnesses (needs.ts). Small tables are tried in several orders and weights; the
 * same input always gives the same pattern. Null when a witness cannot be had in time: then the
 * caller coarsens the table.
 */
export function suppress(
  frame: Frame, sensitivity: Sensitivity, truth: Int32Array, solver: Solver,
): Pattern | null {
  const primary = new Uint8Array(frame.size);
  const needs: Need[] = [];
  for (const [cell, users] of truth.entries()) {
    if (!isPrimary(frame, sensitivity, cell, users)) continue;
    primary[cell] = 1;
    needs.push(...needsOf(frame, sensitivity, cell, users));
  }
  const work = frame.size * (needs.length + 1);
  const tries = Math.max(1, Math.min(TRIES, Math.floor(solver.allowance / work)));
  const open = openNeeds(needs, truth, primary, solver);
  let best: Pattern | null = null;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const search = new Search(truth, primary, solver, attempt);
    const hidden = search.cover(inOrder(open, attempt));
    if (hidden === null) continue;
    const pattern = describe(truth, primary, hidden);
    if (best === null || isBetter(pattern, best)) best = pattern;
  }
  return best;
}

/** The needs that primary cells do not show among themselves: they need covers. */
function openNeeds(
  needs: readonly Need[], truth: Int32Array, primary: Uint8Array, solver: Solver,
): readonly Need[] {
  solver.focus(primary);
  const open = showAll(needs, [truth], primary, solver);
  solver.focus(null);
  return needs.filter((need) => open.has(need));
}

/** A need, and how to get from the truth to the world that shows it. */
interface Shown {
  readonly need: Need;
  move: Move;
}

function isBetter(a: Pattern, b: Pattern): boolean {
  return a.secondaries < b.secondaries || (a.secondaries === b.secondaries && a.lost < b.lost);
}

function describe(truth: Int32Array, primary: Uint8Array, hidden: Uint8Array): Pattern {
  let [primaries, secondaries, lost] = [0, 0, 0];
  for (const [cell, users] of truth.entries()) {
    if (primary[cell] === 1) primaries += 1;
    else if (hidden[cell] === 1) {
      secondaries += 1;
      lost += users;
    }
  }
  return { hidden, primaries, secondaries, lost };
}

/** As they come at first; later attempts take other orders, always the same ones. */
function inOrder(needs: readonly Need[], attempt: number): readonly Need[] {
  if (attempt === 0) return needs;
  return needs
    .map((need, i) => ({ need, rank: scatter(i + 1, attempt) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ need }) => need);
}

/** A fixed spread of numbers in [0, 1): an order to try, nothing that needs to be unforeseeable. */
function scatter(i: number, attempt: number): number {
  return (i * 0.618_033_988_75 + attempt * i * 0.414_213_562_37) % 1;
}

/** One attempt: hide what the cheapest witnesses move, then show again what none of them needs. */
class Search {
  private readonly hidden: Uint8Array;
  private readonly cost: Float64Array;
  private readonly shown: Shown[] = [];

  constructor(
    private readonly truth: Int32Array,
    private readonly primary: Uint8Array,
    private readonly solver: Solver,
    private readonly attempt: number,
  ) {
    this.hidden = primary.slice();
    this.cost = Float64Array.from(truth, (users, cell) => this.priceOf(cell, users));
  }

  /** The hidden cells, or null when some need cannot be shown. */
  cover(needs: readonly Need[]): Uint8Array | null {
    const { truth, hidden, cost } = this;
    for (const need of needs) {
      const known = this.shown.find(({ move }) => this.isShown(move, need));
      const move = known?.move ?? this.solver.find(truth, cost, need);
      if (move === null) return null;
      this.shown.push({ need, move });
      for (const cell of move.keys()) {
        hidden[cell] = 1;
        cost[cell] = 0;
      }
    }
    this.solver.focus(hidden);
    this.showNeedless();
    this.solver.focus(null);
    return hidden;
  }

  /** Try to publish each secondary cell again, the ones with most users first. */
  private showNeedless(): void {
    const { hidden, primary, truth, cost } = this;
    hidden.forEach((isHidden, cell) => { cost[cell] = isHidden === 1 ? 0 : Infinity; });
    const secondary = [...hidden.keys()]
      .filter((cell) => hidden[cell] === 1 && primary[cell] === 0)
      .sort((a, b) => (truth[b] ?? 0) - (truth[a] ?? 0));
    for (const cell of secondary) {
      cost[cell] = Infinity;
      const replaced = this.without(cell);
      if (replaced === null) cost[cell] = 0;
      else hidden[cell] = 0;
      replaced?.forEach((move, shown) => { shown.move = move; });
    }
  }

  /** Other worlds for all needs whose world moves `cell`, or null when one has none. */
  private without(cell: number): Map<Shown, Move> | null {
    const replaced = new Map<Shown, Move>();
    const kept = this.shown.filter(({ move }) => !move.has(cell)).map(({ move }) => move);
    for (const shown of this.shown) {
      if (!shown.move.has(cell)) continue;
      const move = kept.find((other) => this.isShown(other, shown.need))
        ?? this.solver.find(this.truth, this.cost, shown.need);
      if (move === null) return null;
      kept.unshift(move);
      replaced.set(shown, move);
    }
    return replaced;
  }

  private isShown(move: Move, { cell, low, high }: Need): boolean {
    const users = move.get(cell) ?? this.truth[cell] ?? 0;
    return users >= low && users <= high;
  }

  private priceOf(cell: number, users: number): number {
    if (this.hidden[cell] === 1) return 0;
    // Something in between twice as often as fewest cells, or fewest users.
    const root = 1 + Math.sqrt(users);
    const weight = [root, root, 1, 1 + users][this.attempt % 4] ?? 1;
    return this.attempt < 4 ? weight : weight * (0.5 + scatter(cell + 1, this.attempt));
  }
}
