import * as fc from 'fast-check';
import type { KeyValue } from './frame.ts';
import {
  digestOf, readTable, type Headcounts, type PublishedTable, type Reading, type TableCell,
} from './published-table.ts';

const row = (values: string[], headcount: number) => ({ values, headcount });
/** Nobody works in North's shop; South is a shop and nothing else. */
const headcounts: Headcounts = { dimensions: ['site', 'department'], rows: [
  row(['North', 'Eng'], 40), row(['North', 'Shop'], 0), row(['North', 'HR'], 25),
  row(['South', 'Shop'], 70),
] };
const modalities: KeyValue[] = ['*', 'video', 'chat'];
const blocks: [KeyValue, KeyValue][] = [
  ['*', '*'], ['North', '*'], ['North', 'Shop'], ['North', 'Eng'], ['North', 'HR'], ['South', '*'],
];
const tableOf = (groups: readonly (readonly [KeyValue, KeyValue])[], others = modalities) => ({
  k: 5, dimensions: ['site', 'department', 'modality'],
  cells: groups.flatMap(([site, department]) => others.map((modality): TableCell =>
    ({ key: { site, department, modality }, users: null }))),
});
const table = tableOf(blocks);

/** Heads and number of atoms of each cell's group, in the order of the cells. */
const heads = ({ groups, groupOf }: Reading) => groupOf.map((at) => groups[at]!.heads);
const sizes = ({ groups, groupOf }: Reading) => groupOf.map((at) => groups[at]!.atoms.length);

/** A table of one dimension, `row`. */
const flat = (names: readonly KeyValue[]): PublishedTable => ({
  k: 5, dimensions: ['row'], cells: names.map((name) => ({ key: { row: name }, users: null })),
});
const staff: Headcounts = { dimensions: ['row'], rows: [
  row(['a'], 20), row(['b'], 40), row(['c'], 60), row(['d'], 0),
] };
const refusal = (message: string) => expect.objectContaining({
  code: 'bad-releases', message: expect.stringContaining(message) as string,
}) as Error;

describe('a table is read from its keys', () => {
  it('knows the heads of each group, and the atoms that it consists of', () => {
    const reading = readTable(table, headcounts);
    expect(heads(reading)).toEqual([135, 65, 0, 40, 25, 70].flatMap((n) => [n, n, n]));
    expect(sizes(reading)).toEqual([6, 3, 3, 4, 2, 2, 0, 0, 0, 2, 1, 1, 2, 1, 1, 2, 1, 1]);
    expect(reading.groups.map(({ cells }) => cells)).toEqual(table.cells.map((_, cell) => [cell]));
    expect(reading.atoms).toEqual([10, 11, 13, 14, 16, 17]);
    expect(reading.atoms.map((at) => reading.groups[at]!.atoms)).toEqual(
      reading.atoms.map((_, atom) => [atom]));
    expect(reading.k).toBe(5);
  });

  it('takes names for one group of people as one group', () => {
    const reading = readTable(tableOf([...blocks, ['South', 'Shop'], ['*', 'Shop']]), headcounts);
    expect(reading.groupOf.slice(15)).toEqual([15, 16, 17, 15, 16, 17, 15, 16, 17]);
    expect(reading.groups[16]!.cells).toEqual([16, 19, 22]);
    expect(reading.atoms).toHaveLength(6);
    const single = readTable(tableOf(blocks, ['*', 'video']), headcounts);
    expect(single.groups).toHaveLength(6);
    expect(single.groups[0]!.cells).toEqual([0, 1]);
  });

  it('counts everybody in merged categories once, however they are named', () => {
    const merged = (names: KeyValue) => readTable(flat(['*', names, 'c']), staff);
    expect(heads(merged(['b', 'a']))).toEqual([120, 60, 60]);
    expect(heads(merged(['a', 'b', 'a', 'd']))).toEqual([120, 60, 60]);
    expect(heads(readTable(flat([['a', 'a'], 'b']), staff))).toEqual([20, 40]);
    const others = readTable(tableOf(blocks, ['*', ['video', 'chat', 'video'], 'phone']), headcounts);
    expect(sizes(others).slice(0, 3)).toEqual([6, 3, 3]);
    expect(readTable(flat([['a', 'b'], ['b', 'a']]), staff).groups).toHaveLength(1);
    const many = { dimensions: ['row'], rows: Array.from({ length: 13 }, (_, i) =>
      row([`r${i}`], 9)) };
    const names = [['r1', 'r2'], ['r2', 'r1'], 'r12', ['r3', 'r10'], ['r10', 'r3']];
    expect(readTable(flat(names), many).groupOf).toEqual([0, 0, 1, 2, 2]);
    const cells = ['r1', 'r11'].flatMap((name) => Array.from({ length: 13 }, (_, concern) =>
      ({ key: { row: name, concern: `c${concern}` }, users: null })));
    const crossed = { k: 5, dimensions: ['row', 'concern'], cells };
    expect(readTable(crossed, many).groups).toHaveLength(26);
  });

  it('reads the same, in whatever order cells come', () => {
    const all = tableOf([...blocks, ['*', 'Shop']]);
    const order = fc.shuffledSubarray([...all.cells.keys()], { minLength: all.cells.length });
    const ordered = (reading: Reading) => [heads(reading), sizes(reading)];
    const [wantedHeads, wantedSizes] = ordered(readTable(all, headcounts));
    fc.assert(fc.property(order, (places) => {
      const cells = places.map((place) => all.cells[place]!);
      const reading = readTable({ ...all, cells }, headcounts);
      expect(ordered(reading)).toEqual([
        places.map((place) => wantedHeads![place]), places.map((place) => wantedSizes![place]),
      ]);
      expect(reading.atoms.map((at) => reading.groups[at]!.atoms))
        .toEqual(reading.atoms.map((_, atom) => [atom]));
    }), { numRuns: 30 });
  });

  it('adds up: a whole consists of the atoms of its parts', () => {
    const { groups } = readTable(table, headcounts);
    const atoms = (at: number) => [...groups[at]!.atoms].sort((a, b) => a - b);
    expect(atoms(0)).toEqual([0, 1, 2, 3, 4, 5]);
    for (const [whole, ...parts] of [[0, 3, 15], [3, 9, 12], [1, 4, 16], [3, 4, 5], [9, 10, 11]]) {
      expect(parts.flatMap((at) => groups[at]!.atoms).sort((a, b) => a - b)).toEqual(atoms(whole!));
    }
  });
});

describe('a table is refused', () => {
  it.each<[string, PublishedTable, Headcounts, string]>([
    ['that lacks a combination', { ...table, cells: table.cells.toSpliced(4, 1) }, headcounts,
      'Every combination and every margin'],
    ['with a group that cuts through another', flat(['*', 'a', ['b', 'c'], ['a', 'b']]), staff,
      'union of the smallest'],
    ['with groups that overlap', flat([['a', 'b'], ['b', 'c']]), staff, 'overlap'],
    ['about names that nobody knows', flat(['*', ['a', 'q']]), staff, 'do not know "q"'],
    ['whose key is not to be read', { ...flat(['*']), cells: [
      { key: { row: null as never }, users: 1 }] }, staff, 'lacks "row"'],
    ['about fewer dimensions', { ...flat(['*']), dimensions: ['row', 'x'] }, staff,
      'every dimension once'],
    ['about one of two dimensions', {
      k: 5, dimensions: ['site', 'modality'],
      cells: [{ key: { site: '*', modality: '*' }, users: 1 }],
    }, headcounts, 'leading dimensions'],
    ['with a threshold of one', { ...flat(['*']), k: 1 }, staff, 'from 2 up'],
    ['with half a threshold', { ...flat(['*']), k: 2.5 }, staff, 'from 2 up'],
  ])('%s', (_, changed, of, message) => {
    expect(() => readTable(changed, of)).toThrow(refusal(message));
  });

  it('but not for the least threshold', () => {
    expect(readTable({ ...flat(['*']), k: 2 }, staff)).toMatchObject({ k: 2, atoms: [0] });
  });
});

describe('a digest', () => {
  it('is SHA-256 of the canonical JSON, whatever the order of the keys', () => {
    expect(digestOf({ b: [1, null], a: 'x' })).toBe(digestOf({ a: 'x', b: [1, null] }));
    // printf '%s' '{"a":"x"}' | sha256sum
    expect(digestOf({ a: 'x' })).toBe('bac82bcae3ff0e486fd02d6dce53dc6444bcbd21f6ab5dea0a69e86e8b723b7f');
  });
});
