import { flatAxis, frameOf } from './frame.ts';
import { FlowSolver } from './flow-solver.ts';
import { networkOf } from './network.ts';
import { protectTable } from './protect-table.ts';
import { digestOf, readTable, type PublishedTable } from './published-table.ts';
import { sealCertificate, verifyTable, type TableCertificate } from './verify-table.ts';

/** Two rows and three columns; one small cell, one nearly full one. */
const heads = [[40, 30, 20], [50, 25, 8]];
const users = [[12, 3, 9], [11, 8, 7]];
const rows = ['a', 'b'];
const columns = ['x', 'y', 'z'];
const headcounts = {
  dimensions: ['row', 'column'],
  rows: rows.flatMap((row, r) => columns.map((column, c) =>
    ({ values: [row, column], headcount: heads[r]![c]! }))),
};
/** As the engine publishes it: margins are shown, and none of the six groups. */
const table: PublishedTable = {
  k: 5, dimensions: ['row', 'column'],
  cells: [50, 23, 11, 16, 24, null, null, null, 26, null, null, null].map((count, cell) => ({
    key: { row: ['*', ...rows][Math.floor(cell / 4)]!, column: ['*', ...columns][cell % 4]! },
    users: count,
  })),
};
const certificate = sealCertificate({
  version: 1, table: digestOf(table), headcounts: digestOf(headcounts),
  atoms: [5, 6, 7, 9, 10, 11], covering: [7, 9], worlds: [
    [0, 8, 16, 23, 3, 0], [5, 4, 15, 18, 7, 1], [13, 0, 11, 10, 11, 5], [5, 11, 8, 18, 0, 8],
  ],
});
const { version, table: about, headcounts: known, atoms, worlds, covering } = certificate;
const body = { version, table: about, headcounts: known, atoms, worlds, covering };
const truth = Array.from({ length: 12 }, (_, cell) => {
  const [r, c] = [Math.floor(cell / 4), cell % 4];
  return users.flatMap((row, i) => row.filter((_, j) => (r === 0 || r === i + 1)
    && (c === 0 || c === j + 1))).reduce((sum, count) => sum + count, 0);
});

const broken = (changed: PublishedTable, evidence: TableCertificate, kept = headcounts) => {
  const verdict = verifyTable(changed, evidence, kept, truth);
  return verdict.kind === 'refused' ? verdict.broken : 'verified';
};
/** Somebody who knows how may seal again; the arithmetic must not depend on the seal. */
const resealed = (change: Partial<typeof body>) => sealCertificate({ ...body, ...change });
const rekeyed = (cells: PublishedTable['cells']): [PublishedTable, TableCertificate] => {
  const changed = { ...table, cells };
  return [changed, resealed({ table: digestOf(changed) })];
};

describe('the verifier', () => {
  it('passes what the engine made, also without the truth', () => {
    const frame = frameOf([flatAxis('row', rows), flatAxis('column', columns)], 2,
      ([row, column]) => heads[row! - 1]![column! - 1]!);
    expect(protectTable(
      { frame, headcounts, dimensions: ['row', 'column'], k: 5, atoms: users.flat() },
      new FlowSolver(frame, networkOf(frame)!))).toMatchObject({ table, certificate });
    expect(broken(table, certificate)).toBe('verified');
    expect(verifyTable(table, certificate, headcounts))
      .toEqual({ kind: 'verified', hidden: 6, worlds: 4 });
  });

  it('refuses an unsealed change, and a certificate of another table or other headcounts', () => {
    expect(broken(table, { ...certificate, covering: [1] })).toBe('the certificate is as it was made');
    expect(broken({ ...table, k: 6 }, certificate)).toBe('the certificate is of this table');
    const kept = { ...headcounts, rows: headcounts.rows.toReversed() };
    expect(broken(table, certificate, kept)).toBe('the certificate is of these headcounts');
    expect(broken(table, resealed({ version: 2 as never }))).toBe('a certificate of version 1');
  });

  it('refuses each published number that is false, too small or too full', () => {
    table.cells.forEach((cell, i) => {
      if (cell.users === null) return;
      const set = (count: number) => table.cells.with(i, { ...cell, users: count });
      expect(broken(...rekeyed(set(4)))).toBe('at least 5 users in every published cell');
      expect(broken(...rekeyed(set(10_000)))).toBe('at least 5 non-users in every published cell');
      expect(broken(...rekeyed(set(cell.users + 1)))).not.toBe('verified');
    });
  });

  it('refuses worlds that are none', () => {
    const change = (value: number) => resealed({ worlds: [worlds[0]!.with(0, value), ...worlds] });
    expect(broken(table, change(-1))).toBe('worlds of whole numbers from 0 up');
    expect(broken(table, change(0.5))).toBe('worlds of whole numbers from 0 up');
    expect(broken(table, change(999))).toBe('worlds within the headcounts');
    expect(broken(table, change(worlds[0]![0]! + 1))).toBe('worlds that agree with what is published');
    expect(broken(table, resealed({ worlds: [[...worlds[0]!, 0]] })))
      .toBe('worlds of one number for each hidden atom');
    expect(broken(table, resealed({ worlds: [] }))).toBe('at least one world');
  });

  it('refuses a table that cannot be read, and says why', () => {
    expect(broken(...rekeyed([...table.cells, table.cells[0]!]))).toBe('A cell is given twice.');
    expect(broken(table, resealed({ worlds: null as never }))).toMatch('null');
  });

  it('refuses worlds about other cells than the hidden ones', () => {
    const what = 'worlds are about the hidden cells without parts, each once';
    expect(broken(table, resealed({ atoms: atoms.slice(1) }))).toBe(what);
    expect(broken(table, resealed({ atoms: atoms.with(0, atoms[1]!) }))).toBe(what);
    expect(broken(table, resealed({ atoms: atoms.with(0, 0) }))).toBe(what);
    expect(broken(table, resealed({ atoms: atoms.with(0, 1000) }))).toBe(what);
    expect(broken(table, resealed({ atoms: [...atoms, atoms[0]!] }))).toBe(what);
  });

  it('refuses when a world that a secret needs is lost, or when it is declared a cover', () => {
    const [base] = worlds;
    expect(broken(table, resealed({ worlds: [base!] }))).toMatch('every hidden cell may be empty');
    const declared = resealed({ worlds: [base!], covering: [...new Set([...covering, ...atoms])] });
    expect(broken(table, declared)).not.toBe('verified');
    expect(broken(table, resealed({ covering: [...covering, 1000] }))).toMatch('cells of the table');
    expect(broken(table, resealed({ covering: [...covering, ...covering, 0, 0] })))
      .toMatch('cells of the table');
    expect(broken(table, resealed({ covering: [...covering, 0] }))).toBe('only hidden cells cover others');
    expect(broken(table, resealed({ covering: atoms }))).toMatch('not open cover others');
  });

  it('knows the truth where it is told, and refuses a table that lies', () => {
    const lies = truth.with(0, truth[0]! + 1);
    expect(verifyTable(table, certificate, headcounts, lies))
      .toEqual({ kind: 'refused', broken: 'published numbers are true' });
    const small = truth.with(covering[0] ?? atoms[0]!, 1);
    if (covering.length > 0) {
      expect(verifyTable(table, certificate, headcounts, small).kind).toBe('refused');
    }
  });
});

describe('reading a published table', () => {
  const cells = table.cells;
  const read = (changed: PublishedTable['cells'], more: Partial<PublishedTable> = {}) =>
    () => readTable({ ...table, ...more, cells: changed }, headcounts);

  it('finds every group with its heads', () => {
    const { groups, atoms: places } = readTable(table, headcounts);
    expect(groups.map(({ heads: n }) => n))
      .toEqual([173, 90, 55, 28, 90, 40, 30, 20, 83, 50, 25, 8]);
    expect(places).toHaveLength(6);
  });

  it.each([
    ['a lost atom', () => cells.toSpliced(5, 1), 'overlap'],
    ['a cell given twice', () => [...cells, cells[0]!], 'given twice'],
    ['an unknown name', () => cells.with(5, { key: { row: 'q', column: 'x' }, users: 9 }),
      'do not know'],
    ['a short key', () => cells.with(0, { key: { row: '*' }, users: 9 }), 'every dimension'],
    ['half a user', () => cells.with(0, { ...cells[0]!, users: 0.5 }), 'whole numbers'],
    ['a negative number', () => cells.with(0, { ...cells[0]!, users: -1 }), 'whole numbers'],
  ])('refuses %s', (_, change, message) => {
    expect(read(change() as PublishedTable['cells'])).toThrow(message);
  });

  it('refuses odd thresholds and dimensions', () => {
    expect(read(cells, { k: 1 })).toThrow('from 2 up');
    expect(read(cells, { dimensions: ['column', 'row'] })).toThrow('leading');
  });

  it('refuses merged categories that overlap', () => {
    const overlapping = cells.map((cell) => (cell.key.row === 'b'
      ? { ...cell, key: { ...cell.key, row: ['a', 'b'] } } : cell));
    expect(read(overlapping)).toThrow();
  });

  it('wants one number for one group under two names', () => {
    const one = { dimensions: ['row'], rows: [{ values: ['a'], headcount: 40 }] };
    const twice = (count: number | null) => () => readTable({
      k: 5, dimensions: ['row'],
      cells: [{ key: { row: '*' }, users: 9 }, { key: { row: 'a' }, users: count }],
    }, one);
    expect(twice(9)).not.toThrow();
    expect(twice(null)).toThrow('tell the same');
  });
});
