import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { createProgramme, letters, openPeriod, signedInOwner } from '../../testing/story.ts';

const CHECK = `query ($file: String!, $id: ID) { checkHeadcounts(file: $file, programmeId: $id) {
  people departments blocks { block headcount } faults { line column code character }
  changes { site department before after } } }`;
const REPLACE = `mutation ($file: String!, $id: ID!) { replaceHeadcounts(file: $file, programmeId: $id) {
  __typename ... on HeadcountsReplaced { programme { sites { name departments { name headcount } } } }
  ... on HeadcountsRefused { code faults { line column code character } } } }`;
const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

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
  const stored = () => rig.cluster.query('gateway', 'SELECT * FROM department ORDER BY id');

  it('are not touched by a dry run, which says what would change', async () => {
    const before = await stored();
    expect(await owner.field(CHECK, { file: base64(csv), id })).toMatchObject({
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
    expect(await owner.field(REPLACE, { file: base64(`${csv}Wien,Odd,x\n`), id })).toEqual({
      __typename: 'HeadcountsRefused', code: 'FAULTY_ROWS',
      faults: [{ line: 5, column: 'headcount', code: 'NOT_A_NUMBER', character: null }],
    });
    expect(await owner.field(REPLACE, { file: base64('site,department,headcount\na,b,59'), id }))
      .toMatchObject({ code: 'TOO_SMALL' });
    expect(await owner.field(REPLACE, { file: base64(csv), id })).toMatchObject({
      __typename: 'HeadcountsReplaced', programme: { sites: [
        { name: 'Berlin', departments: [{ name: 'Care', headcount: 75 }, { name: 'IT', headcount: 20 }] },
        { name: 'Wien', departments: [{ name: 'New', headcount: 65 }] },
      ] },
    });
  });

  it('are refused alike in the dry run and for good: nothing of a list of people is kept', async () => {
    const before = await stored();
    const list = 'site,department,first name,headcount\nBerlin,IT,Annegret,1\n';
    const faults = [{ line: 1, column: null, code: 'PEOPLE', character: null }];
    const told = await owner.field(CHECK, { file: base64(list), id });
    expect(told).toMatchObject({ people: 0, departments: 0, faults });
    expect(JSON.stringify(told)).not.toContain('Annegret');
    expect(await owner.field(REPLACE, { file: base64(list), id })).toMatchObject({
      __typename: 'HeadcountsRefused', code: 'FAULTY_ROWS', faults });
    expect(await stored()).toEqual(before);
    expect(JSON.stringify(await rig.cluster.query('gateway', 'SELECT * FROM hr_action')))
      .not.toContain('Annegret');
    expect(await owner.codeOf(CHECK, { file: 'no base64', id })).toBe('BAD_USER_INPUT');
  });

  it('have an odd character named alike in the dry run and for good, by line and code point', async () => {
    const file = base64(`${csv}Wien,Ca\u200Bre,9\n`);
    const faults = [{ line: 5, column: 'department', code: 'UNPRINTABLE', character: 'U+200B' }];
    expect(await owner.field(CHECK, { file, id })).toMatchObject({ departments: 0, faults });
    expect(await owner.field(REPLACE, { file, id })).toMatchObject({ code: 'FAULTY_ROWS', faults });
  });

  it('do not reach into a period that is open', async () => {
    await openPeriod(rig, owner, id);
    const before = await letters(rig, id);
    await owner.field(REPLACE, { file: base64('site,department,headcount\nGraz,All,300'), id });
    expect(await letters(rig, id)).toEqual(before);
  });

  it('are the employer\'s own', async () => {
    const stranger = await signedInOwner(rig);
    expect(await stranger.codeOf(CHECK, { file: base64(csv), id })).toBe('NOT_FOUND');
    expect(await stranger.codeOf(REPLACE, { file: base64(csv), id })).toBe('NOT_FOUND');
  });
});
