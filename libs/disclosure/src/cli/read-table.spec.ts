import { protectCounts } from './protect-command.ts';
import { MOST_ROWS, readCsv } from './csv.ts';
import { readCounts, readHeadcounts } from './read-table.ts';
import { verifyTable } from '../engine/verify-table.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const heads = 'site,headcount\nBerlin,80\nParis,70\nRome,90\n';
const read = (table: string, headcounts = heads) =>
  readCounts(readCsv(bytes(table)), readHeadcounts(readCsv(bytes(headcounts))));

describe('bad input is named with its line', () => {
  it.each([
    ['negative counts', 'site,users\nBerlin,9\nParis,-1\n', 'line 3: users "-1" is not a whole'],
    ['fractions', 'site,users\nBerlin,9.5\n', 'line 2: users "9.5"'],
    ['more users than heads', 'site,m,users\nBerlin,v,50\nBerlin,c,31\n', 'line 3: more users than heads in Berlin'],
    ['unknown categories', 'site,users\nBerlin,9\nOslo,9\n', 'line 3: the headcounts know no site "Oslo"'],
    ['duplicate rows', 'site,users\nBerlin,9\nParis,9\nBerlin,9\n', 'line 4: Berlin is given twice, first on line 2'],
    ['totals', 'site,users\n*,9\n', 'line 2: give atoms only'],
    ['an empty category', 'site,users\n"",9\n', 'line 2: site is empty'],
    ['a short row', 'site,m,users\nBerlin,9\n', 'line 2: 2 values where the header has 3'],
    ['no users column', 'site,people\nBerlin,9\n', 'line 1: the table needs a column "users"'],
    ['other leading columns', 'm,site,users\nv,Berlin,9\n', 'line 1: it begins with m; the headcounts with site'],
    ['one column', 'users\n9\n', 'line 1: the header names the columns, with one separator'],
    ['thousands', 'site,users\nBerlin,"1,200"\n', 'line 2: users "1,200" is not a whole number from 0 up: write digits'],
    ['a comma too many', 'site;users\nBerlin;9;5\n', 'line 2: 3 values where the header has 2'],
    ['a duplicate but for case and spaces', 'site,users\nBerlin,9\n BERLIN ,9\n', 'line 3: '],
    ['an invisible character', 'site,users\nBer\u200Blin,9\n', 'line 2: site has an invisible'],
    ['a workbook', 'PK\u0003\u0004 xl/workbook.xml', 'this is an Excel workbook: save it as CSV UTF-8'],
    ['a column named twice', 'site,site,users\nBerlin,Berlin,9\n', 'line 1: column "site"'],
    ['no rows', 'site,users\n', 'line 1: the file has no rows'],
    ['an open quote', 'site,users\n"Berlin,9\n', 'line 2: a quotation mark'],
  ])('%s', (_, table, message) => {
    expect(() => read(table)).toThrow(message);
  });

  it.each([
    ['negative headcounts', 'site,headcount\nBerlin,-80\n', 'line 2: headcount "-80"'],
    ['duplicate headcounts', 'site,headcount\nBerlin,8\nBerlin,8\n', 'line 3: Berlin is given twice'],
    ['no headcount column', 'site,people\nBerlin,8\n', 'line 1: the headcounts need'],
    ['no headcounts', 'site,headcount\n', 'line 1'],
  ])('%s', (_, headcounts, message) => {
    expect(() => read('site,users\nBerlin,9\n', headcounts)).toThrow(message);
  });

  it('a group that the headcounts do not have, unless nobody is in it', () => {
    const headcounts = 'site,team,headcount\nBerlin,IT,80\nParis,HR,70\n';
    const table = (users: number) => `site,team,users\nBerlin,IT,9\nBerlin,HR,${users}\n`;
    expect(() => read(table(1), headcounts))
      .toThrow('line 3: the headcounts have no row Berlin, HR');
    expect(() => read(table(0), headcounts)).not.toThrow();
  });

  it('bytes that are not UTF-8', () => {
    const latin1 = Uint8Array.from([...bytes('site,users\nBerlin,9\nK'), 0xf6, ...bytes('ln,9\n')]);
    expect(() => readCsv(latin1)).toThrow('line 3: this is not UTF-8');
  });

  it('a million rows', () => {
    const rows = Array.from({ length: 1_000_000 }, (_, i) => `s${i},1`).join('\n');
    expect(() => readCsv(bytes(`site,users\n${rows}\n`)))
      .toThrow(`line ${MOST_ROWS + 2}: a table has at most ${MOST_ROWS} rows`);
  });
});

describe('good input', () => {
  it.each([';', '\t', '|'])('may have %j between its columns', (separator) => {
    const table = read(`site${separator}users\nBerlin${separator}9\n`);
    expect(table.rows).toEqual([{ values: ['Berlin'], users: 9 }]);
  });

  it('may have a byte order mark, quotes, CRLF and further measures', () => {
    const table = read('\uFEFFsite,users,sessions\r\n"Berlin",9,20\r\nParis,8,9\r\n');
    expect(table).toEqual({
      dimensions: ['site'], ignored: ['sessions'],
      rows: [{ values: ['Berlin'], users: 9 }, { values: ['Paris'], users: 8 }],
    });
  });

  it('is protected with every margin, three dimensions and merged blocks alike', async () => {
    const headcounts = readHeadcounts(readCsv(bytes(
      'site,team,headcount\nA,x,70\nA,y,65\nB,x,20\nB,y,50\nC,x,30\nC,y,0\n')));
    const rows = headcounts.rows.filter((row) => row.headcount > 0).flatMap(({ values }, i) =>
      ['v', 'c'].map((m, j) => `${values.join()},${m},${(i * 7 + j * 3) % 9}`));
    const table = readCounts(readCsv(bytes(`site,team,m,users\n${rows.join('\n')}\n`)), headcounts);
    for (const plan of ['blocks', 'cells'] as const) {
      const made = await protectCounts(table, headcounts, { k: 5, plan, minimum: 60, cells: 450 });
      expect(verifyTable(made.table, made.certificate, headcounts).kind).toBe('verified');
      expect(made.table.dimensions).toEqual(['site', 'team', 'm']);
      const whole = made.table.cells[0]!;
      expect(whole.key).toEqual({ site: '*', team: '*', m: '*' });
      if (plan === 'cells') expect(made.table.cells).toHaveLength(4 * 3 * 3);
    }
  });

  it('merges categories of a table in three ways that is too large, if it can', async () => {
    const headcounts = readHeadcounts(readCsv(bytes(
      'site,team,headcount\nA,x,90\nA,y,80\nB,x,70\nB,y,95\n')));
    const rows = headcounts.rows.flatMap(({ values }, i) =>
      ['a', 'b', 'c', 'd'].map((m, j) => `${values.join()},${m},${6 + ((i * 3 + j) % 5)}`));
    const table = readCounts(readCsv(bytes(`site,team,m,users\n${rows.join('\n')}\n`)), headcounts);
    const options = { k: 5, plan: 'cells', minimum: 60 } as const;
    const merged = await protectCounts(table, headcounts, { ...options, cells: 27 });
    expect(merged.table.cells).toHaveLength(3 * 3 * 3);
    expect(new Set(merged.table.cells.map(({ key }) => String(key['m']))))
      .toEqual(new Set(['*', 'a,b', 'c,d']));
    expect(merged.table.cells.every(({ users }) => users !== null)).toBe(true);
    await expect(protectCounts(table, headcounts, { ...options, cells: 17 }))
      .rejects.toThrow('18 cells in three or more ways are more than 17: use --plan blocks');
    const blocks = await protectCounts(table, headcounts, { ...options, plan: 'blocks', cells: 1 });
    expect(blocks.table.cells.every(({ key }) => typeof key['m'] === 'string')).toBe(true);
  });
});
