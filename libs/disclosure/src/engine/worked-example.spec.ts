import { flatAxis, frameOf, keyOf } from './frame.ts';
import { FlowSolver } from './flow-solver.ts';
import { HighsSolver, loadSolverRuntime } from './highs-solver.ts';
import { networkOf } from './network.ts';
import { protectTable, type TableUse } from './protect-table.ts';
import { verifyTable } from './verify-table.ts';

const departments = ['Eng', 'Ops', 'Sales', 'HR'];
const sites = ['W', 'X', 'Y', 'Z'];
const heads = [[80, 60, 45, 50], [40, 25, 70, 30], [55, 75, 12, 40], [6, 35, 60, 0]];
const users = [[12, 9, 7, 8], [6, 3, 10, 7], [8, 11, 2, 6], [5, 7, 9, 0]];
const frame = frameOf([flatAxis('department', departments), flatAxis('site', sites)], 2,
  ([department, site]) => heads[department! - 1]![site! - 1]!);
const headcounts = {
  dimensions: ['department', 'site'],
  rows: departments.flatMap((department, d) => sites.map((site, s) =>
    ({ values: [department, site], headcount: heads[d]![s]! }))),
};
const use: TableUse = {
  frame, headcounts, dimensions: headcounts.dimensions, k: 5, atoms: users.flat(),
};
const minimum = ['Ops·W', 'Ops·X', 'Sales·W', 'Sales·Y', 'HR·W', 'HR·X', 'HR·Y'];

describe('the worked example', () => {
  it('is protected with its four secondaries, the ones with fewest users, by either solver', async () => {
    const flow = new FlowSolver(frame, networkOf(frame)!);
    const highs = new HighsSolver(await loadSolverRuntime(), frame);
    for (const solver of [flow, highs]) {
      const { table, pattern, certificate } = protectTable(use, solver)!;
      const hidden = table.cells.flatMap((cell) =>
        cell.users === null ? [Object.values(cell.key).join('·')] : []);
      expect(hidden).toEqual(minimum);
      expect(pattern).toMatchObject({ primaries: 3, secondaries: 4, lost: 30 });
      expect(verifyTable(table, certificate, headcounts)).toMatchObject({ kind: 'verified', hidden: 7 });
      solver.dispose();
    }
  });

  it('never covers with a place where nobody works: HR·Z stays a zero that everybody knows', () => {
    const { table } = protectTable(use, new FlowSolver(frame, networkOf(frame)!))!;
    const zero = table.cells.find((_, cell) => Object.values(keyOf(frame, cell)).join() === 'HR,Z');
    expect(zero?.users).toBe(0);
  });

  it('refuses the pattern of a method that takes HR·Z for an ordinary zero', () => {
    const { table, certificate } = protectTable(use, new FlowSolver(frame, networkOf(frame)!))!;
    const naive = ['Ops,X', 'Ops,Y', 'Ops,Z', 'Sales,Y', 'Sales,Z', 'HR,X', 'HR,Z'];
    const all = users.flat();
    const cells = table.cells.map((cell) => {
      const [department, site] = Object.values(cell.key) as [string, string];
      const at = departments.indexOf(department) * 4 + sites.indexOf(site);
      const value = department === '*' || site === '*' ? cell.users : all[at]!;
      return { ...cell, users: naive.includes(`${department},${site}`) ? null : value };
    });
    expect(verifyTable({ ...table, cells }, certificate, headcounts).kind).toBe('refused');
  });
});
