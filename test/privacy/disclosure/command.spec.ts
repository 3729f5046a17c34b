import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The command as an auditor runs it, on a worked example. */

let folder: string;

function disclosure(...args: string[]) {
  const run = spawnSync(process.execPath, ['dist/libs/disclosure/src/cli/main.js', ...args], {
    encoding: 'utf8', env: { ...process.env, INIT_CWD: folder, NODE_OPTIONS: '' },
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

const TABLE = `department,site,users
Eng,W,12\nEng,X,9\nEng,Y,7\nEng,Z,8\nOps,W,6\nOps,X,3\nOps,Y,10\nOps,Z,7
Sales,W,8\nSales,X,11\nSales,Y,2\nSales,Z,6\nHR,W,5\nHR,X,7\nHR,Y,9\nHR,Z,0\n`;
const HEADS = `department,site,headcount
Eng,W,80\nEng,X,60\nEng,Y,45\nEng,Z,50\nOps,W,40\nOps,X,25\nOps,Y,70\nOps,Z,30
Sales,W,55\nSales,X,75\nSales,Y,12\nSales,Z,40\nHR,W,6\nHR,X,35\nHR,Y,60\nHR,Z,0\n`;

const protect = (...more: string[]) => disclosure('protect', '--table', 'T.csv', '--headcounts',
  'H.csv', '--k', '5', '--out', 'release.json', '--certificate', 'cert.json', ...more);
const verify = () => disclosure('verify', '--release', 'release.json', '--certificate', 'cert.json',
  '--headcounts', 'H.csv');
const attack = () => disclosure('attack', '--release', 'release.json', '--headcounts', 'H.csv');
const release = () => JSON.parse(readFileSync(join(folder, 'release.json'), 'utf8')) as
  { cells: { key: Record<string, string>; users: number | null }[] };

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build.mjs']);
  folder = mkdtempSync(join(tmpdir(), 'sotto-disclosure-'));
  writeFileSync(join(folder, 'T.csv'), TABLE);
  writeFileSync(join(folder, 'H.csv'), HEADS);
});
afterAll(() => { rmSync(folder, { recursive: true }); });

describe('npm run disclosure', () => {
  it('protects the worked example with seven hidden cells of 25, and verifies it', () => {
    expect(protect('--plan', 'cells')).toMatchObject({ code: 0, err: '' });
    const { cells, ...rest } = release();
    expect(rest).toEqual({ k: 5, dimensions: ['department', 'site'] });
    expect(cells).toHaveLength(25);
    expect(cells.filter(({ users }) => users === null)
      .map(({ key }) => `${key.department}·${key.site}`)).toEqual(
      ['HR·W', 'HR·X', 'HR·Y', 'Ops·W', 'Ops·X', 'Sales·W', 'Sales·Y']);
    expect(verify()).toMatchObject(
      { code: 0, out: expect.stringMatching(/ leave 3 of 7 hidden cells open; 4 only cover/) });
  });

  it('attacks it: everything holds, and what reasoning about the method tells is noted', () => {
    const { code, out } = attack();
    expect(code).toBe(0);
    expect(out).not.toContain('BROKEN');
    expect(out).toContain('note    reasoning about the pattern: department Ops, site X');
  });

  it('makes the same release whatever the order of the rows: it may be that of the counts', () => {
    const [head = '', ...rows] = TABLE.trim().split('\n');
    const byCount = rows.sort((a, b) => Number(b.split(',')[2]) - Number(a.split(',')[2]));
    protect('--plan', 'cells');
    const inOrder = release();
    writeFileSync(join(folder, 'sorted.csv'), [head, ...byCount, ''].join('\n'));
    protect('--plan', 'cells', '--table', 'sorted.csv');
    expect(release()).toEqual(inOrder);
    protect('--plan', 'cells');
  });

  it('takes a column of numbers that tells no row from another for a measure', () => {
    const measured = TABLE.trim().split('\n').map((line, i) =>
      line.replace(/,(\w+)$/, i === 0 ? ',sessions,$1' : `,${i * 3},$1`));
    writeFileSync(join(folder, 'measured.csv'), `${measured.join('\n')}\n`);
    const { code, out } = protect('--plan', 'cells', '--table', 'measured.csv');
    expect({ code, out }).toEqual(
      { code: 0, out: expect.stringContaining('Not published: sessions.') });
    expect(release().cells).toHaveLength(25);
  });

  it('says in one line where it cannot write, and what its commands are when none is named', () => {
    expect(protect('--out', 'nowhere/a.json')).toMatchObject({
      code: 2, err: expect.stringMatching(/^nowhere\/a\.json cannot be written \(ENOENT\)/) });
    expect(disclosure()).toMatchObject({ code: 2, err: expect.stringContaining('Commands:') });
  });

  it('verifies against the counts, and for no smaller k than is asked for', () => {
    protect('--plan', 'cells');
    const withCounts = (...more: string[]) => disclosure('verify', '--release', 'release.json',
      '--certificate', 'cert.json', '--headcounts', 'H.csv', '--table', ...more);
    expect(withCounts('T.csv', '--k', '5')).toMatchObject({ code: 0 });
    expect(withCounts('T.csv', '--k', '6')).toMatchObject(
      { code: 1, out: 'Refused. Broken promise: k is 6 or more; it is 5.\n' });
    writeFileSync(join(folder, 'other.csv'), TABLE.replace('Ops,W,6', 'Ops,W,4'));
    expect(withCounts('other.csv')).toMatchObject(
      { code: 1, out: expect.stringMatching(/^Refused/) });
  });

  it('says in one line that numbers contradict each other, and that files are to be different', () => {
    const made = release();
    made.cells[0]!.users! += 1;
    writeFileSync(join(folder, 'odd.json'), JSON.stringify(made));
    expect(disclosure('attack', '--release', 'odd.json', '--headcounts', 'H.csv')).toMatchObject(
      { code: 2,
        err: 'odd.json does not hold together: The published numbers contradict each other.\n' });
    expect(protect('--out', 'cert.json')).toMatchObject(
      { code: 2, err: '--out and --certificate need files of their own\n' });
    writeFileSync(join(folder, 'odd.json'), JSON.stringify({ ...made, k: 'five' }));
    expect(disclosure('verify', '--release', 'odd.json', '--certificate', 'cert.json',
      '--headcounts', 'H.csv')).toMatchObject(
      { code: 1, out: 'Refused. Broken promise: odd.json is as protect writes it.\n' });
  });

  it('refuses a release in which one number was changed', () => {
    const made = release();
    made.cells[1]!.users = 37;
    writeFileSync(join(folder, 'release.json'), JSON.stringify(made));
    expect(verify()).toMatchObject({
      code: 1, out: 'Refused. Broken promise: the certificate is of this table.\n',
    });
  });

  it('attacks nothing that is no whole release', () => {
    protect('--plan', 'cells');
    const made = release();
    writeFileSync(join(folder, 'release.json'),
      JSON.stringify({ ...made, cells: made.cells.slice(0, -1) }));
    expect(attack()).toMatchObject({
      code: 2, err: expect.stringMatching(/^release\.json does not hold together: ./),
    });
  });

  it('finds what the naive pattern gives away (regression of section 8)', () => {
    protect('--plan', 'cells');
    const made = release();
    const naive = ['Ops·X', 'Ops·Y', 'Ops·Z', 'Sales·Y', 'Sales·Z', 'HR·X', 'HR·Z'];
    const counts = new Map(TABLE.split('\n').map((line) => line.split(','))
      .map(([department, site, users]) => [`${department}·${site}`, Number(users)]));
    for (const cell of made.cells) {
      const name = `${cell.key.department}·${cell.key.site}`;
      const count = counts.get(name);
      if (count !== undefined) cell.users = naive.includes(name) && name !== 'HR·Z' ? null : count;
    }
    writeFileSync(join(folder, 'release.json'), JSON.stringify(made));
    const { code, out } = attack();
    expect(code).toBe(1);
    expect(out).toContain('BROKEN  primary scan: department HR, site W');
    expect(out).toMatch(/BROKEN {2}exact row reduction: .*department Ops, site X/);
  });

  it('merges by headcount first unless it is told to keep the cells', () => {
    expect(protect()).toMatchObject({ code: 0 });
    const merged = release().cells.map(({ key }) => key.site);
    expect(merged.some((site) => Array.isArray(site))).toBe(true);
    expect(verify().code).toBe(0);
  });

  it('names the line of bad input, and exits with 2', () => {
    writeFileSync(join(folder, 'T.csv'), TABLE.replace('Ops,X,3', 'Ops,X,26'));
    expect(protect()).toMatchObject({ code: 2, err: 'T.csv, line 7: more users than heads in Ops, X\n' });
    expect(disclosure('protect', '--table', 'T.csv').code).toBe(2);
    expect(disclosure('protect', '--table', 'no.csv', '--headcounts', 'no.csv', '--out', 'o',
      '--certificate', 'c')).toMatchObject({ code: 2, err: 'no.csv: there is no such file\n' });
    expect(disclosure('protect', '--table', 'T.csv', '--headcounts', '.', '--out', 'o',
      '--certificate', 'c')).toMatchObject({ code: 2, err: expect.stringContaining('EISDIR') });
    const large = disclosure('protect', '--k', '1000000');
    expect(large).toMatchObject({ code: 2, err: expect.stringContaining('from 2 to 999999') });
  });

  it('helps where it is asked to, and where nothing is asked', () => {
    expect(disclosure('help', 'protect')).toMatchObject({ code: 0, err: '' });
    expect(disclosure()).toMatchObject({ code: 2, err: expect.stringContaining('Commands:') });
  });
});
