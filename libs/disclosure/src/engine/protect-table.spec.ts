import { FlowSolver } from './flow-solver.ts';
import { flatAxis, frameOf } from './frame.ts';
import { HighsSolver } from './highs-solver.ts';
import { networkOf } from './network.ts';
import { protectTable, solverFor, type TableUse } from './protect-table.ts';
import type { Solver } from './solver.ts';

/** Three blocks of 30 and two modalities; one small cell. */
const blocks = ['A', 'B', 'C'];
const frame = frameOf([flatAxis('block', blocks), flatAxis('modality', ['video', 'chat'])], 1,
  () => 30);
const headcounts = { dimensions: ['block'], rows: blocks.map((name) =>
  ({ values: [name], headcount: 30 })) };
const use: TableUse = {
  frame, headcounts, dimensions: ['block', 'modality'], k: 5, atoms: [12, 9, 8, 2, 11, 7],
};
const solver = (change: Partial<Solver> = {}) =>
  Object.assign(new FlowSolver(frame, networkOf(frame)!), change);
const refusal = (code: string, message: string) => expect.objectContaining({
  code, message: expect.stringContaining(message) as string,
}) as Error;

describe('a solver', () => {
  it('is the integer network where a table has one, and HiGHS where it has none', async () => {
    expect(await solverFor(frame)).toBeInstanceOf(FlowSolver);
    const cube = frameOf([...frame.axes, flatAxis('concern', ['grief', 'stress'])], 1, () => 30);
    const highs = await solverFor(cube);
    expect(highs).toBeInstanceOf(HighsSolver);
    highs.dispose();
  });
});

describe('a protected table', () => {
  it('tells what is not hidden, and says it of every combination', () => {
    const { table, pattern, certificate } = protectTable(use, solver())!;
    expect(table).toMatchObject({ k: 5, dimensions: ['block', 'modality'] });
    expect(table.cells.map(({ users }) => users)).toEqual(
      [49, 31, 18, 21, 12, 9, 10, null, null, 18, null, null]);
    expect(table.cells[8]!.key).toEqual({ block: 'B', modality: 'chat' });
    expect(certificate.atoms).toEqual([7, 8, 10, 11]);
    expect(pattern).toMatchObject({ primaries: 1, secondaries: 3, lost: 26 });
    expect(protectTable(use, solver())).toEqual(protectTable(use, solver()));
  });

  it('hides what has k users and is asked for beside', () => {
    const extra = new Map([[4, [{ cell: 4, low: 0, high: 4 }]]]);
    const { pattern } = protectTable({ ...use, atoms: [12, 9, 8, 8, 11, 7], extra }, solver())!;
    expect(pattern).toMatchObject({ primaries: 1, secondaries: 3 });
  });
});

describe('nothing is released', () => {
  it.each([
    ['fewer than nobody', [12, 9, 8, -1, 11, 7]],
    ['more than a group has heads', [12, 9, 8, 31, 11, 7]],
    ['more than a margin has heads', [16, 15, 8, 2, 11, 7]],
  ])('of %s', (_, atoms) => {
    expect(() => protectTable({ ...use, atoms }, solver()))
      .toThrow(refusal('bad-tally', 'more users than heads'));
  });

  it('but a group may use it as a whole', () => {
    expect(protectTable({ ...use, atoms: [15, 15, 8, 7, 11, 7] }, solver())).not.toBeNull();
    expect(protectTable({ ...use, atoms: [0, 0, 0, 0, 0, 0] }, solver())).not.toBeNull();
  });

  it('when a solver gives up, at the pattern or at the worlds', () => {
    expect(protectTable(use, solver({ find: () => null }))).toBeNull();
    expect(protectTable(use, solver({ extreme: () => null }))).toBeNull();
  });

  it('when a solver is wrong: the verifier has the last word', () => {
    const find: Solver['find'] = (_base, _cost, { cell, low }) => new Map([[cell, low]]);
    expect(() => protectTable(use, solver({ find })))
      .toThrow(refusal('unverified', 'Nothing was released; broken: '));
  });
});
