import fc from 'fast-check';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { createProgramme, letters, openPeriod, signedInOwner } from '../../testing/story.ts';
import { readHeadcounts } from './headcounts-csv.ts';

const CHECK = `query ($csv: String!, $id: ID) { checkHeadcounts(csv: $csv, programmeId: $id) {
  people departments blocks { block headcount } faults { line column code }
  changes { site department before after } } }`;
const REPLACE = `mutation ($csv: String!, $id: ID!) { replaceHeadcounts(csv: $csv, programmeId: $id) {
  __typename ... on HeadcountsReplaced { programme { sites { name departments { name headcount } } } }
  ... on HeadcountsRefused { code faults { line column code } } } }`;
const faults = (csv: string) =>
  readHeadcounts(csv).faults.map(({ line, column, code }) => [line, column, code]);

describe('a file of headcounts', () => {
  it.each([
    ['commas', 'site,department,headcount\nBerlin,Care,70\n'],
    ['semicolons and a byte order mark', '\uFEFFSite;Department;Headcount\r\nBerlin;Care;70\r\n'],
    ['tabs and another order', 'headcount\tsite\tdepartment\n70\tBerlin\tCare'],
    ['Spanish titles and quotes', '"sede","departamento","personas"\n"Berlin","Care","70"'],
    ['more columns and empty lines', 'site,cost,department,headcount\n\nBerlin,1,Care,70\n,,,\n'],
  ])('is read with %s', (_what, csv) => {
    expect(readHeadcounts(csv)).toEqual({
      units: [{ site: 'Berlin', department: 'Care', headcount: 70 }], faults: [] });
  });

  it('has each fault named by its line and column', () => {
    expect(faults('')).toEqual([[1, null, 'NO_ROWS']]);
    expect(faults('site,headcount\nx,1')).toEqual([[1, 'department', 'MISSING_COLUMN']]);
    expect(faults('site,department,headcount\n"Berlin,Care,70')).toEqual([[2, null, 'BROKEN_QUOTES']]);
    expect(faults('site,department,headcount\n,Care,70\nBerlin,IT,many\nBerlin,HR,-1\nA,B,1\nA,B,2'))
      .toEqual([[2, 'site', 'EMPTY'], [3, 'headcount', 'NOT_A_NUMBER'],
        [4, 'headcount', 'NOT_A_NUMBER'], [6, 'department', 'TWICE']]);
  });

  it('never throws, whatever is uploaded', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (csv) => {
      expect(readHeadcounts(csv)).toHaveProperty('units');
      expect(readHeadcounts(`site,department,headcount\n${csv}`)).toHaveProperty('faults');
    }));
  });
});

describe('headcounts of a programme', () => {
  let rig: Rig;
  let owner: Client;
  let id: string;
  const csv = 'site,department,headcount\nBerlin,Care,75\nBerlin,IT,20\nWien,New,65\n';
  beforeAll(async () => {
    rig = await startRig();
    owner = await signedInOwner(rig);
    id = await createProgramme(owner);
  });
  afterAll(() => rig.close());

  it('are not touched by a dry run, which says what would change', async () => {
    const stored = () => rig.cluster.query('gateway', 'SELECT * FROM department ORDER BY id');
    const before = await stored();
    expect(await owner.field(CHECK, { csv, id })).toMatchObject({
      people: 160, departments: 3, faults: [],
      changes: [
        { site: 'Berlin', department: 'Care', before: 70, after: 75 },
        { site: 'Wien', department: 'Sales', before: 65, after: null },
        { site: 'Wien', department: 'New', before: null, after: 65 },
      ],
    });
    expect(await stored()).toEqual(before);
  });

  it('are replaced as a whole or not at all', async () => {
    expect(await owner.field(REPLACE, { csv: `${csv}Wien,Odd,x\n`, id })).toEqual({
      __typename: 'HeadcountsRefused', code: 'FAULTY_ROWS',
      faults: [{ line: 5, column: 'headcount', code: 'NOT_A_NUMBER' }],
    });
    expect(await owner.field(REPLACE, { csv: 'site,department,headcount\na,b,59', id }))
      .toMatchObject({ code: 'TOO_SMALL' });
    expect(await owner.field(REPLACE, { csv, id })).toMatchObject({
      __typename: 'HeadcountsReplaced', programme: { sites: [
        { name: 'Berlin', departments: [{ name: 'Care', headcount: 75 }, { name: 'IT', headcount: 20 }] },
        { name: 'Wien', departments: [{ name: 'New', headcount: 65 }] },
      ] },
    });
  });

  it('do not reach into a period that is open', async () => {
    await openPeriod(rig, owner, id);
    const before = await letters(owner, id);
    await owner.field(REPLACE, { csv: 'site,department,headcount\nGraz,All,300', id });
    expect(await letters(owner, id)).toEqual(before);
  });

  it('are the employer\'s own', async () => {
    const stranger = await signedInOwner(rig);
    expect(await stranger.codeOf(CHECK, { csv, id })).toBe('NOT_FOUND');
    expect(await stranger.codeOf(REPLACE, { csv, id })).toBe('NOT_FOUND');
  });
});
