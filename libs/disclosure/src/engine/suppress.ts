import type { Frame } from './frame.ts';
import { isPrimary, needsOf, type Sensitivity } from './needs.ts';
import { showAll, shows } from './show-all.ts';
import type { Move, Need, Solver } from './solver.ts';

/** Which cells are hidden, primary and secondary alike. */
export interface Pattern {
  readonly hidden: Uint8Array;
  readonly primaries: number;
  readonly secondaries: number;
  /** Users in secondary cells that the pattern costs. */
  readonly lost: number;
}

/** What is decided already: cells that are hidden, and cells that must stay as they are. */
export interface Given {
  readonly hidden: Uint8Array;
  readonly fixed: Uint8Array;
}

/** Most tries at a better pattern, however little work they are. */
const TRIES = 40;

/**
 * Hide every primary cell, and as few others as can be found so that each primary one has its
 * witnesses (disclosure.md, section 4). Small tables are tried in several orders and weights; the
 * same input always gives the same pattern. Null when a witness cannot be had in time: then the
 * caller coarsens the table.
 */
export function suppress(
  frame: Frame, sensitivity: Sensitivity, truth: Int32Array, solver: Solver, given?: Given,
): Pattern | null {
  const primary = given ? given.hidden.slice() : new Uint8Array(frame.size);
  const needs: Need[] = [];
  for (let cell = 0; cell < frame.size; cell += 1) {
    const users = truth[cell] ?? 0;
    if (!isPrimary(frame, sensitivity, cell, users)) continue;
    if (given?.fixed[cell] === 1) return null;
    primary[cell] = 1;
    needs.push(...needsOf(frame, sensitivity, cell, users));
  }
  const work = frame.size * (needs.length + 1);
  const tries = Math.max(1, Math.min(TRIES, Math.floor(solver.allowance / work)));
  const free = freeWorlds(needs, truth, primary, solver);
  let best: Pattern | null = null;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const search = new Search(frame, truth, primary, solver, attempt, given?.fixed);
    const hidden = search.cover(free.shown, inOrder(free.open, truth, frame, attempt));
    if (hidden === null) continue;
    const pattern = describe(frame, truth, primary, hidden);
    if (best === null || isBetter(pattern, best)) best = pattern;
    if (best.secondaries === 0) break;
  }
  return best;
}

/** The needs that primary cells show among themselves, and the others, which need covers. */
function freeWorlds(
  needs: readonly Need[], truth: Int32Array, primary: Uint8Array, solver: Solver,
): { shown: readonly Shown[]; open: readonly Need[] } {
  solver.focus(primary);
  const worlds = [truth];
  const open = showAll(needs, worlds, primary, solver);
  solver.focus(null);
  const moves = worlds.map((world) => moveTo(world, truth));
  return {
    shown: needs.flatMap((need) => {
      const move = moves[worlds.findIndex((world) => shows(world, need))];
      return open.has(need) || !move ? [] : [{ need, move }];
    }),
    open: needs.filter((need) => open.has(need)),
  };
}

function moveTo(world: Int32Array, truth: Int32Array): Move {
  const move = new Map<number, number>();
  for (const [cell, users] of world.entries()) if (users !== truth[cell]) move.set(cell, users);
  return move;
}

/** A need, and how to get from the truth to the world that shows it. */
interface Shown {
  readonly need: Need;
  move: Move;
}

function isBetter(a: Pattern, b: Pattern): boolean {
  return a.secondaries < b.secondaries || (a.secondaries === b.secondaries && a.lost < b.lost);
}

function describe(
  frame: Frame, truth: Int32Array, primary: Uint8Array, hidden: Uint8Array,
): Pattern {
  let [primaries, secondaries, lost] = [0, 0, 0];
  for (let cell = 0; cell < frame.size; cell += 1) {
    if (primary[cell] === 1) primaries += 1;
    else if (hidden[cell] === 1) {
      secondaries += 1;
      lost += truth[cell] ?? 0;
    }
  }
  return { hidden, primaries, secondaries, lost };
}

/** Smallest groups first; later attempts take other orders, always the same ones. */
function inOrder(
  needs: readonly Need[], truth: Int32Array, frame: Frame, attempt: number,
): readonly Need[] {
  const room = (need: Need) =>
    Math.min(truth[need.cell] ?? 0, (frame.heads[need.cell] ?? 0) - (truth[need.cell] ?? 0));
  const keyed = needs.map((need, i) => ({
    need,
    rank: attempt < 3 ? room(need) * (attempt === 1 ? -1 : 1) : scatter(i + 1, attempt),
  }));
  return keyed.sort((a, b) => a.rank - b.rank).map(({ need }) => need);
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
    private readonly frame: Frame,
    private readonly truth: Int32Array,
    private readonly primary: Uint8Array,
    private readonly solver: Solver,
    private readonly attempt: number,
    private readonly fixed: Uint8Array | undefined,
  ) {
    this.hidden = primary.slice();
    this.cost = new Float64Array(frame.size);
    for (let cell = 0; cell < frame.size; cell += 1) this.price(cell);
  }

  /** The hidden cells, or null when some need cannot be shown. */
  cover(free: readonly Shown[], needs: readonly Need[]): Uint8Array | null {
    const { truth, hidden, cost } = this;
    // Worlds of primary cells alone: no secondary cell ever moves in them.
    for (const shown of free) this.shown.push({ ...shown });
    for (const need of needs) {
      const move = this.shown.find((known) => this.isShown(known.move, need))?.move
        ?? this.solver.find(truth, cost, need);
      if (move === null) return null;
      this.shown.push({ need, move });
      for (const cell of move.keys()) {
        if (hidden[cell] === 1) continue;
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
    const secondary: number[] = [];
    for (let cell = 0; cell < hidden.length; cell += 1) {
      if (hidden[cell] === 1 && primary[cell] === 0) secondary.push(cell);
      cost[cell] = hidden[cell] === 1 ? 0 : Infinity;
    }
    secondary.sort((a, b) => (truth[b] ?? 0) - (truth[a] ?? 0));
    for (const cell of secondary) {
      cost[cell] = Infinity;
      const replaced = this.without(cell);
      if (replaced === null) {
        cost[cell] = 0;
        continue;
      }
      hidden[cell] = 0;
      for (const [shown, move] of replaced) shown.move = move;
    }
  }

  /** Other worlds for all needs whose world moves `cell`, or null when one has none. */
  private without(cell: number): Map<Shown, Move> | null {
    const replaced = new Map<Shown, Move>();
    const found: Move[] = [];
    for (const shown of this.shown) {
      const { need } = shown;
      if (!shown.move.has(cell)) continue;
      const known = found.find((other) => this.isShown(other, need)) ?? this.shown.find(
        ({ move }) => !move.has(cell) && this.isShown(move, need))?.move;
      const other = known ?? this.solver.find(this.truth, this.cost, need);
      if (other === null) return null;
      if (!known) found.push(other);
      replaced.set(shown, other);
    }
    return replaced;
  }

  private isShown(move: Move, { cell, low, high }: Need): boolean {
    const users = move.get(cell) ?? this.truth[cell] ?? 0;
    return users >= low && users <= high;
  }

  private price(cell: number): void {
    const users = this.truth[cell] ?? 0;
    const root = 1 + Math.sqrt(users);
    const weight = [root, root, 1, 1 + users][this.attempt % 4] ?? 1;
    const jitter = this.attempt < 4 ? 1 : 0.5 + scatter(cell + 1, this.attempt);
    const isFixed = (this.frame.heads[cell] ?? 0) === 0 || this.fixed?.[cell] === 1;
    this.cost[cell] = isFixed ? Infinity : this.hidden[cell] === 1 ? 0 : weight * jitter;
  }
}
