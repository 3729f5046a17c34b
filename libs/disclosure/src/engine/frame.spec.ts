import * as fc from 'fast-check';
import { cellAt, cellsFrom, flatAxis, frameOf, keyOf, nodesOf, type Axis } from './frame.ts';
import { networkOf, restrict } from './network.ts';

const key = (site: string, department: string) => ({ site, department });
/** North with Eng and HR, South, and all of them; beside it two modalities. */
const tree: Axis = { nodes: [
  { key: key('*', '*'), parent: null }, { key: key('North', '*'), parent: 0 },
  { key: key('North', 'Eng'), parent: 1 }, { key: key('North', 'HR'), parent: 1 },
  { key: key('South', '*'), parent: 0 },
] };
const flat = flatAxis('modality', ['video', 'chat']);
const staff = [0, 0, 40, 25, 70];
const frame = frameOf([tree, flat], 1, ([leaf = 0]) => staff[leaf] ?? 0);

describe('a frame', () => {
  it('lists every margin before its parts, which add up to it', () => {
    expect(frame.size).toBe(15);
    expect(frame.atoms).toEqual([7, 8, 10, 11, 13, 14]);
    expect(frame.parts).toEqual([
      [3, 12], [4, 13], [5, 14], [6, 9], [7, 10], [8, 11],
      [7, 8], [], [], [10, 11], [], [], [13, 14], [], [],
    ]);
    expect([...cellsFrom(frame, [1, 2, 3, 4, 5, 6])])
      .toEqual([21, 9, 12, 10, 4, 6, 3, 1, 2, 7, 3, 4, 11, 5, 6]);
  });

  it('knows the groups of an axis, and takes a whole without parts for one group', () => {
    expect(frame.trees[0]).toEqual({
      parents: [null, 0, 1, 1, 0], children: [[1, 4], [2, 3], [], [], []], leaves: [2, 3, 4],
    });
    const whole = frameOf([flatAxis('site', []), flat], 1, ([leaf = 9]) => 60 + leaf);
    expect([...whole.heads]).toEqual([60, 60, 60]);
    expect(whole.atoms).toEqual([1, 2]);
    expect(frameOf([flatAxis('site', [])], 1, () => 7)).toMatchObject({ size: 1, atoms: [0] });
  });

  it('knows the heads of each group, in one dimension or two', () => {
    expect([...frame.heads]).toEqual([135, 65, 40, 25, 70].flatMap((n) => [n, n, n]));
    const both = frameOf([tree, flat], 2, ([a = 0, b = 0]) => a * 10 + b);
    expect([...both.heads])
      .toEqual([189, 93, 96, 106, 52, 54, 43, 21, 22, 63, 31, 32, 83, 41, 42]);
  });

  it('names each cell in every dimension, and finds it by its nodes', () => {
    expect(keyOf(frame, 7)).toEqual({ site: 'North', department: 'Eng', modality: 'video' });
    expect(keyOf(frame, 0)).toEqual({ site: '*', department: '*', modality: '*' });
    for (let cell = 0; cell < frame.size; cell += 1) {
      expect(cellAt(frame.axes, nodesOf(frame.axes, cell))).toBe(cell);
    }
    expect(nodesOf(frame.axes, 7)).toEqual([2, 1]);
  });

  it('refuses parts before wholes, an axis of nothing, and heads that are none', () => {
    const refusal = (message: RegExp) => expect.objectContaining({
      code: 'bad-headcount', message: expect.stringMatching(message),
    }) as Error;
    const late: Axis = { nodes: [{ key: {}, parent: 1 }, { key: {}, parent: null }] };
    const own: Axis = { nodes: [{ key: {}, parent: 0 }] };
    for (const axis of [late, own, { nodes: [] }]) {
      expect(() => frameOf([axis], 1, () => 1)).toThrow(refusal(/wholes before parts/));
    }
    for (const heads of [-1, 0.5, Number.NaN]) {
      expect(() => frameOf([flat], 1, () => heads)).toThrow(refusal(/whole numbers/));
    }
    expect([...frameOf([flat], 1, () => 0).heads]).toEqual([0, 0, 0]);
  });
});

describe('the network of a table', () => {
  it('exists for a tree by a list, and for one axis; not for two trees or three axes', () => {
    const of = (...axes: Axis[]) => networkOf(frameOf(axes, 1, () => 60)) !== null;
    expect([of(tree, flat), of(tree), of(flat, flat)]).toEqual([true, true, true]);
    expect([of(flat, tree), of(tree, tree), of(flat, flat, flat), of()])
      .toEqual([false, false, false, false]);
  });

  it('carries every world: what flows into a node flows out of it', () => {
    const counts = fc.array(fc.nat(50), { minLength: 6, maxLength: 6 });
    fc.assert(fc.property(counts, fc.constantFrom([tree, flat], [tree]), (atoms, axes) => {
      const table = frameOf(axes, 1, () => 60);
      const network = networkOf(table)!;
      const world = cellsFrom(table, atoms);
      const sums = new Array<number>(network.nodes).fill(0);
      expect(network.tail).toHaveLength(table.size);
      for (let cell = 0; cell < table.size; cell += 1) {
        sums[network.tail[cell]!]! -= world[cell]!;
        sums[network.head[cell]!]! += world[cell]!;
      }
      expect(sums).toEqual(sums.map(() => 0));
    }));
  });

  it('lists each arc at both of its ends, and of those that may not move none', () => {
    const network = networkOf(frame)!;
    const ends = (part: Pick<typeof network, 'first' | 'incident'>) =>
      Array.from({ length: network.nodes }, (_, node) =>
        [...part.incident.slice(part.first[node], part.first[node + 1])]);
    const wanted = (movable: (arc: number) => boolean) =>
      Array.from({ length: network.nodes }, (_, node) => [
        ...[...network.tail].flatMap((tail, arc) =>
          (tail === node && movable(arc) ? [2 * arc] : [])),
        ...[...network.head].flatMap((head, arc) =>
          (head === node && movable(arc) ? [2 * arc + 1] : [])),
      ]);
    expect(ends(network)).toEqual(wanted(() => true));
    const movable = Uint8Array.from({ length: frame.size }, (_, cell) => cell % 3 === 1 ? 1 : 0);
    expect(ends(restrict(network, movable))).toEqual(wanted((arc) => movable[arc] === 1));
    const single = networkOf(frameOf([tree], 1, () => 60))!;
    expect([...restrict(single, new Uint8Array(5)).incident]).toEqual([]);
  });
});
