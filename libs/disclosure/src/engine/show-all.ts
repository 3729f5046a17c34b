import { apply, type Need, type Solver } from './solver.ts';

/**
 * Add worlds to the first of `worlds` until each need is shown by one of them, as many needs in one
 * world as go together: a cell that shows its need stays where it is while the others move. Only
 * hidden cells (1) move. Returns the needs that no world shows.
 */
export function showAll(
  needs: readonly Need[], worlds: Int32Array[], hidden: Uint8Array, solver: Solver,
): ReadonlySet<Need> {
  const impossible = new Set<Need>();
  const [base] = worlds;
  if (!base) return impossible;
  const free = Float64Array.from(hidden, (isHidden) => (isHidden === 1 ? 0 : Infinity));
  const possible = new Set<Need>();
  let open = needs.filter((need) => !worlds.some((world) => shows(world, need)));
  while (open.length > 0) {
    const cost = free.slice();
    const world = base.slice();
    let isAlone = true;
    const later: Need[] = [];
    for (const need of open) {
      // A cell that stands still for one need shows another one in a later world.
      const isHeld = !isAlone && cost[need.cell] === Infinity;
      const move = isHeld ? null : solver.find(world, cost, need);
      if (move) {
        apply(move, world);
        cost[need.cell] = Infinity;
        isAlone = false;
      } else if (isHeld || possible.has(need)) later.push(need);
      else if (isAlone || solver.find(base, free, need) === null) impossible.add(need);
      else {
        possible.add(need);
        later.push(need);
      }
    }
    if (!isAlone) worlds.push(world);
    open = later.filter((need) => !worlds.some((known) => shows(known, need)));
  }
  return impossible;
}

/** Whether a world shows a need. */
export function shows(world: Int32Array, { cell, low, high }: Need): boolean {
  const value = world[cell] ?? -1;
  return value >= low && value <= high;
}
