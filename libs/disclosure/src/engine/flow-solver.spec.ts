import * as fc from 'fast-check';
import { after, costOf, TREE, worldsOf } from './every-world.fixture.ts';
import { FlowSolver } from './flow-solver.ts';
import { flatAxis, frameOf, type Axis } from './frame.ts';
import { networkOf } from './network.ts';
import { showAll, shows } from './show-all.ts';
import type { Need } from './solver.ts';

const rows = flatAxis('row', ['a', 'b']);
const columns = flatAxis('column', ['x', 'y', 'z']);
const SHAPES: readonly (readonly Axis[])[] = [
  [rows, columns], [TREE, flatAxis('column', ['x', 'y'])], [TREE],
];

const known = SHAPES.map((axes) => {
  const frame = frameOf(axes, 1, () => 2);
  return { frame, worlds: worldsOf(frame) };
});
const question = fc.record({
  target: fc.nat(99), low: fc.nat(6), width: fc.nat(2), fresh: fc.boolean(),
  prices: fc.array(fc.constantFrom(0, 1, 1, 2, 3, 5, Infinity), { minLength: 12, maxLength: 12 }),
});

describe('the integer network', () => {
  const play = fc.record({
    shape: fc.nat(SHAPES.length - 1), start: fc.nat(9999),
    questions: fc.array(question, { minLength: 1, maxLength: 6 }),
  });

  it('finds the cheapest world that shows a need, or none where there is none', () => {
    fc.assert(fc.property(play, ({ shape, start, questions }) => {
      const { frame, worlds } = known[shape]!;
      const solver = new FlowSolver(frame, networkOf(frame)!);
      let base = worlds[start % worlds.length]!;
      for (const { target, low, width, prices, fresh } of questions) {
        const cell = target % frame.size;
        const need: Need = { cell, low, high: low + width };
        const cost = Float64Array.from({ length: frame.size }, (_, at) => prices[at % 12]!);
        const all = worlds.filter((world) => shows(world, need))
          .map((world) => costOf(cost, base, world));
        const least = Math.min(Infinity, ...all);
        const before = base.slice();
        const move = solver.find(base, cost, need);
        expect(base).toEqual(before);
        expect(move === null).toBe(least === Infinity);
        if (move === null) continue;
        const found = after(base, move);
        expect(shows(found, need)).toBe(true);
        expect(worlds.some((world) => world.join() === found.join())).toBe(true);
        expect(costOf(cost, base, found)).toBe(least);
        if (!fresh) base = found;
      }
    }), { numRuns: 150 });
  });

  it('finds the most and the least of a cell, whichever cells it may move', () => {
    fc.assert(fc.property(play, ({ shape, start, questions }) => {
      const { frame, worlds } = known[shape]!;
      const solver = new FlowSolver(frame, networkOf(frame)!);
      let base = worlds[start % worlds.length]!;
      for (const { target, prices, fresh, low } of questions) {
        const cell = target % frame.size;
        const cost = Float64Array.from({ length: frame.size }, (_, at) =>
          (prices[at % 12] === Infinity ? Infinity : 0));
        const movable = Uint8Array.from(cost, (price) => (price === 0 ? 1 : 0));
        const reach = worlds.filter((world) => costOf(cost, base, world) < Infinity)
          .map((world) => world[cell]!);
        solver.focus(low % 2 === 0 ? movable : null);
        const most = after(base, solver.extreme(base, cost, cell, 1));
        const least = after(base, solver.extreme(base, cost, cell, -1));
        expect([least[cell], most[cell]]).toEqual([Math.min(...reach), Math.max(...reach)]);
        for (const found of [most, least]) {
          expect(costOf(cost, base, found)).toBe(0);
          expect(worlds.some((world) => world.join() === found.join())).toBe(true);
        }
        if (!fresh) base = most;
      }
    }), { numRuns: 80 });
  });

  it('finds a world by free cells wherever there is one, and leaves no trace of what failed', () => {
    fc.assert(fc.property(play, ({ shape, start, questions }) => {
      const { frame, worlds } = known[shape]!;
      const solver = new FlowSolver(frame, networkOf(frame)!);
      let base = worlds[start % worlds.length]!;
      for (const { target, low, width, prices, fresh } of questions) {
        const need: Need = { cell: target % frame.size, low, high: low + width };
        const cost = Float64Array.from({ length: frame.size }, (_, at) =>
          (prices[at % 12] === Infinity ? Infinity : 0));
        const movable = Uint8Array.from(cost, (price, at) => (price === 0 || at % 3 === 0 ? 1 : 0));
        solver.focus(movable);
        const reach = worlds.filter((world) =>
          shows(world, need) && costOf(cost, base, world) === 0);
        const move = solver.find(base, cost, need);
        expect(move === null).toBe(reach.length === 0);
        if (move === null) continue;
        const found = after(base, move);
        expect(reach.some((world) => world.join() === found.join())).toBe(true);
        const fresher = new FlowSolver(frame, networkOf(frame)!);
        fresher.focus(movable);
        expect(fresher.find(base, cost, need)).toEqual(move);
        if (!fresh) base = found;
      }
    }), { numRuns: 150 });
  });

  it('moves nothing where nothing needs to move', () => {
    const { frame, worlds } = known[0]!;
    const solver = new FlowSolver(frame, networkOf(frame)!);
    const [base] = worlds;
    const cost = new Float64Array(frame.size);
    expect(solver.find(base!, cost, { cell: 0, low: 0, high: 0 })?.size).toBe(0);
    expect(solver.extreme(base!, cost, 0, -1).size).toBe(0);
    expect(solver.extreme(base!, cost.fill(Infinity), 0, 1).size).toBe(0);
  });
});

describe('worlds for many needs', () => {
  it('show each need that any world can show, and no other is called possible', () => {
    const needs = fc.array(fc.record({ cell: fc.nat(11), low: fc.nat(4), width: fc.nat(1) }), {
      minLength: 1, maxLength: 8,
    });
    fc.assert(fc.property(needs, fc.nat(9999), fc.nat(4095), (asked, start, bits) => {
      const { frame, worlds } = known[0]!;
      const base = worlds[start % worlds.length]!;
      const hidden = Uint8Array.from({ length: frame.size }, (_, cell) => (bits >> cell) & 1);
      const list = asked.map(({ cell, low, width }): Need => ({ cell, low, high: low + width }));
      const found = [base];
      const none = showAll(list, found, hidden, new FlowSolver(frame, networkOf(frame)!));
      const reach = worlds.filter((world) =>
        world.every((users, cell) => hidden[cell] === 1 || users === base[cell]));
      for (const need of list) {
        const isPossible = reach.some((world) => shows(world, need));
        expect(none.has(need)).toBe(!isPossible);
        expect(found.some((world) => shows(world, need))).toBe(isPossible);
      }
      const within = new Set(reach.map((world) => world.join()));
      expect(found.every((world) => within.has(world.join()))).toBe(true);
    }), { numRuns: 100 });
  });

  it('are none without a first one, and one where it shows everything', () => {
    const { frame, worlds } = known[0]!;
    const solver = new FlowSolver(frame, networkOf(frame)!);
    const hidden = new Uint8Array(frame.size).fill(1);
    expect(showAll([{ cell: 0, low: 9, high: 9 }], [], hidden, solver)).toEqual(new Set());
    const found = [worlds[0]!];
    expect(showAll([{ cell: 0, low: 0, high: 3 }], found, hidden, solver).size).toBe(0);
    expect(found).toHaveLength(1);
    expect(showAll([{ cell: 0, low: 9, high: 9 }], found, hidden, solver).size).toBe(1);
    expect(found).toHaveLength(1);
    const two = [worlds[0]!, worlds.at(-1)!];
    expect(showAll([{ cell: 0, low: 4, high: 4 }], two, hidden, solver).size).toBe(0);
    expect(two).toHaveLength(2);
    const both = [{ cell: 5, low: 2, high: 2 }, { cell: 10, low: 2, high: 2 }];
    expect(showAll(both, found, hidden, solver).size).toBe(0);
    expect(found).toHaveLength(2);
    expect([shows(found[1]!, both[0]!), shows(found[1]!, both[1]!)]).toEqual([true, true]);
  });
});
