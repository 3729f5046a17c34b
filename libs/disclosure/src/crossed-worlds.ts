import type { OpenNeed } from './crossed-needs.ts';
import { mayShow, type CrossedMargins, type Tile } from './crossed-pattern.ts';
import { FlowSolver } from './engine/flow-solver.ts';
import { cellAt, cellsFrom, flatAxis, frameOf, type Frame } from './engine/frame.ts';
import { networkOf } from './engine/network.ts';
import { apply } from './engine/solver.ts';

/** How a crossed table's inner cells move without moving a margin. */
export class CrossedNetwork {
  readonly solver: FlowSolver;
  readonly table: Frame;
  /** The places of the inner cells among all cells of the table. */
  readonly places: readonly number[];

  constructor({ rows, columns }: CrossedMargins) {
    const axis = (name: string, sums: readonly number[]) =>
      flatAxis(name, [...sums.keys()].map(String));
    const axes = [axis('row', rows), axis('column', columns)];
    this.table = frameOf(axes, 1, ([row = 0]) => rows[row - 1] ?? 0);
    const network = networkOf(this.table);
    if (!network) throw new Error('Every table of two lists has a network.');
    this.solver = new FlowSolver(this.table, network);
    this.places = rows.flatMap((_, row) =>
      columns.map((__, column) => cellAt(axes, [row + 1, column + 1])));
  }
}

/**
 * Worlds that agree with a crossed table's margins and with the cells that it shows. They are a
 * function of those: the search starts from the world that is least in the first hidden cell, then
 * in the second, and so on, and forgets how it came there.
 */
export class WorldSearch {
  private readonly movable: Uint8Array;
  private readonly base: Int32Array;

  constructor(
    private readonly network: CrossedNetwork,
    private readonly margins: CrossedMargins,
    private readonly tiles: readonly Tile[],
    inside: readonly number[],
    private readonly hidden: Uint8Array,
  ) {
    const { table, places, solver } = network;
    this.movable = new Uint8Array(table.size);
    hidden.forEach((isHidden, cell) => { this.movable[places[cell] ?? 0] = isHidden; });
    this.base = cellsFrom(table, inside);
    solver.focus(this.movable);
    const cost = this.freely();
    hidden.forEach((isHidden, cell) => {
      if (isHidden === 1) this.push(this.base, cost, cell, -1);
    });
    solver.focus(this.movable);
  }

  /** The world that the search starts from. */
  first(): readonly number[] {
    return this.read(this.base);
  }

  /**
   * Candidates for a need: cells pushed to one side, and tiles given a cell that may not be shown
   * where they lack one, so that the same tiles are hidden. It is for the caller to check them.
   */
  * candidates({ cells, side }: OpenNeed): Generator<readonly number[]> {
    this.network.solver.focus(this.movable);
    const aim = (world: Int32Array, cost: Float64Array) =>
      cells.forEach((cell) => { this.push(world, cost, cell, side); });
    for (const order of [1, -1] as const) {
      const world = this.base.slice();
      const cost = this.freely();
      aim(world, cost);
      if (order === 1) yield this.read(world);
      this.spoil(world, cost, order, cells);
      yield this.read(world);

      const other = this.base.slice();
      const prices = this.freely();
      this.spoil(other, prices, order, cells);
      aim(other, prices);
      this.spoil(other, prices, order, cells);
      yield this.read(other);
    }
  }

  /** Give each hidden tile a cell that may not be shown, those near `cells` first. */
  private spoil(
    world: Int32Array, cost: Float64Array, order: 1 | -1, cells: readonly number[],
  ): void {
    const width = this.margins.columns.length;
    const rows = new Set(cells.map((cell) => Math.floor(cell / width)));
    const isNear = (tile: Tile) => tile.cells.some((cell) => rows.has(Math.floor(cell / width)));
    const hidden = this.tiles.filter(({ cells: own }) => own.every((c) => this.hidden[c] === 1));
    for (const tile of [...hidden.filter(isNear), ...hidden.filter((one) => !isNear(one))]) {
      const inOrder = order === 1 ? tile.cells : tile.cells.toReversed();
      const users = (cell: number) => world[this.network.places[cell] ?? 0] ?? 0;
      const isSpoilt = (cell: number) => !mayShow(this.margins, cell, users(cell));
      const spoilt = inOrder.find(isSpoilt) ?? inOrder.find((cell) => {
        const tried = world.slice();
        this.push(tried, cost.slice(), cell, -1);
        if ((tried[this.network.places[cell] ?? 0] ?? 0) >= this.margins.k) return false;
        world.set(tried);
        return true;
      });
      if (spoilt !== undefined) cost[this.network.places[spoilt] ?? 0] = Infinity;
    }
  }

  /** Move a cell as far as it goes, and keep it there. */
  private push(world: Int32Array, cost: Float64Array, cell: number, side: -1 | 1): void {
    const place = this.network.places[cell] ?? 0;
    cost[place] = 0;
    apply(this.network.solver.extreme(world, cost, place, side), world);
    cost[place] = Infinity;
  }

  private freely(): Float64Array {
    return Float64Array.from(this.movable, (isMovable) => (isMovable === 1 ? 0 : Infinity));
  }

  private read(world: Int32Array): readonly number[] {
    return this.network.places.map((place) => world[place] ?? 0);
  }
}
