import { digestOf, type PublishedTable } from './published-table.ts';
import { sealCertificate, verifyTable } from './verify-table.ts';

/** Blocks a and b of 12 people hidden with 15 users together; c shown; nobody works in d. */
const headcounts = {
  dimensions: ['block'],
  rows: [['a', 12], ['b', 12], ['c', 40], ['d', 0]].map(([name, headcount]) =>
    ({ values: [String(name)], headcount: Number(headcount) })),
};
const tableOf = (total: number, c: number, d: number | null): PublishedTable => ({
  k: 5, dimensions: ['block'],
  cells: [['*', total], ['a', null], ['b', null], ['c', c], ['d', d]].map(([block, users]) =>
    ({ key: { block: String(block) }, users: users as number | null })),
});

function check(
  worlds: number[][], truth?: number[], covering: number[] = [], table = tableOf(30, 15, 0),
): string {
  const certificate = sealCertificate({
    version: 1, table: digestOf(table), headcounts: digestOf(headcounts), atoms: [1, 2], worlds,
    covering,
  });
  const verdict = verifyTable(table, certificate, headcounts, truth);
  return verdict.kind === 'refused' ? verdict.broken : `${verdict.hidden} hidden`;
}
const truth = (a: number, b: number) => [30, a, b, 15, 0];
const open = [[12, 3], [3, 12]];

describe('each side is looked at by itself', () => {
  it('a nearly full group needs everybody and k fewer; here nothing can be empty', () => {
    expect(check(open)).toBe('2 hidden');
    expect(check(open, truth(8, 7))).toBe('2 hidden');
    expect(check([[12, 3], [7, 8], [3, 12]], truth(8, 7))).toBe('2 hidden');
    expect(check([[12, 3], [8, 7]])).toMatch('every hidden cell may be empty');
    expect(check([[12, 3], [7, 8]])).toMatch('every hidden cell may be empty');
  });

  it('a group that may be full, and is nearly full in every world, is not open', () => {
    const full = tableOf(37, 15, 0);
    expect(check([[12, 10], [10, 12]], undefined, [], full)).toMatch('every hidden cell may be empty');
    expect(check([[12, 10], [8, 14]], undefined, [], full)).toBe('worlds within the headcounts');
  });

  it('a small group is not saved by what a full one would need', () => {
    expect(check(open, truth(12, 3))).toBe('every small group may be empty, and may be large');
    expect(check(open, truth(10, 5))).toBe('2 hidden');
  });

  it('nor a full one by what a small one would need', () => {
    const low = [[0, 9], [9, 0], [5, 4]];
    const table = tableOf(24, 15, 0);
    expect(check(low, [24, 4, 5, 15, 0], [], table)).toBe('2 hidden');
    expect(check(low, [24, 9, 0, 15, 0], [], table))
      .toBe('every full group may be full, and may be far from it');
    expect(check(low, [24, 7, 2, 15, 0], [], table)).toBe('2 hidden');
    expect(check([[0, 9], [4, 5]], undefined, [], table)).toMatch('every hidden cell');
  });

  it('a cover must be able to be safe', () => {
    expect(check([[12, 3], [7, 8], [8, 7]], undefined, [2])).toBe('2 hidden');
    expect(check([[12, 3], [4, 11]], undefined, [2]))
      .toBe('a cell that covers others may itself be safe');
  });

  it('a place without staff shows 0, and k users and k non-users just pass', () => {
    const at = (c: number, d: number | null) => check(open, undefined, [], tableOf(15 + c, c, d));
    expect(at(5, 0)).toBe('2 hidden');
    expect(at(35, 0)).toBe('2 hidden');
    expect(at(4, 0)).toBe('at least 5 users in every published cell');
    expect(at(36, 0)).toBe('at least 5 non-users in every published cell');
    expect(at(15, 1)).toBe('a group without staff shows 0');
    expect(at(15, null)).toBe('a group without staff shows 0');
  });
});
