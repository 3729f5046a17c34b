import { readReport } from '#calendar/periods';
import { chanceOf } from '#foresight/chance';
import { likelyUse, SPREADS } from '#foresight/likely-use';
import { signingPublicKey, signStatement } from '#pseudonym/signed';
import { closeYear } from './close.ts';
import { planYear, type ReportTerms } from './plan.ts';
import { REPORT_STATEMENT, type Report } from './statement.ts';
import { verifyYearFile, type FileVerdict, type Wanted } from './verify-file.ts';

const SEED = new Uint8Array(32).fill(7);
const TERMS: ReportTerms = {
  departments: [{ number: 1, site: 1, people: 900 }, { number: 2, site: 2, people: 700 }],
  rateBps: 500, k: 10, sessionsPerMember: 8, paid: 'sessions' };

/** A file as HR gets it, of terms and releases as they may have been changed. */
async function fileOf(
  change: (bodies: Record<string, unknown>[]) => void = () => undefined,
  { terms = TERMS, type = REPORT_STATEMENT, seeds = [SEED], period = '2027-10' } = {},
): Promise<string> {
  const plan = planYear(terms);
  if (plan.kind !== 'planned') throw new Error(plan.fault);
  const year = closeYear(plan,
    likelyUse(plan, terms.departments, 500, SPREADS[0], chanceOf(11)));
  const bodies = year.map((release): Record<string, unknown> => {
    const report = `${period}.${release.period}`;
    return { version: 1, programme: 'P', period, report,
      releasedOn: readReport(report)?.releases, terms, release };
  });
  change(bodies);
  const statements = await Promise.all(bodies.map((body, at) =>
    signStatement(seeds[at] ?? seeds.at(-1)!, type, JSON.parse(JSON.stringify(body)))));
  return JSON.stringify({ statements });
}

const verdictOf = async (text: string, wanted: Wanted = {}, seeds = [SEED]) =>
  verifyYearFile(JSON.parse(text), await Promise.all(seeds.map(signingPublicKey)), wanted);
const promiseOf = (verdict: FileVerdict) =>
  (verdict.kind === 'broken' ? verdict.promise : 'kept');

/** Of the year after: what {@link TERMS} have and at least so many were told of. */
const BEFORE = { k: 10, rateBps: 500, people: 1_600, told: 50, blocks: [
  { people: 900, site: 1, group: '1.1' }, { people: 700, site: 2, group: '1.2' }] };

it('a year as it was signed keeps its promises, and says whose it is and how far it goes', async () => {
  const text = await fileOf();
  const { statements } = JSON.parse(text) as { statements: { body: string }[] };
  const year = statements.map(({ body }) => ({
    text: body, signer: 0, report: JSON.parse(body) as Report }));
  expect(await verdictOf(text)).toEqual({ kind: 'kept', year });
  const cut = await verdictOf(JSON.stringify({ statements: statements.slice(0, 1) }));
  expect(cut.year).toEqual(year.slice(0, 1));
});

it('is refused where it is another\'s, or of another year, and says whose it is', async () => {
  const text = await fileOf();
  expect(await verdictOf(text, { programme: 'P', period: '2027-10' }))
    .toMatchObject({ kind: 'kept' });
  expect(await verdictOf(text, { programme: 'Q' })).toMatchObject({
    promise: 'The file is of programme Q.', year: [{ report: { programme: 'P' } }, {}, {}, {}] });
  expect(await verdictOf(text, { period: '2026-10' })).toMatchObject({
    promise: 'The file is of the year 2026-10.', year: [{ report: { period: '2027-10' } }, {}, {}, {}] });
});

describe('a year in which the vault took another key', () => {
  const OTHER = SEED.map(() => 8);
  it.each([[0], [1], [2], [3]])('is kept by both, in their order, after %s reports', async (reports) => {
    const text = await fileOf(undefined, {
      seeds: Array.from({ length: 4 }, (_, at) => (at < reports ? SEED : OTHER)) });
    expect(promiseOf(await verdictOf(text, {}, [SEED, OTHER]))).toBe('kept');
    const turned = await verdictOf(text, {}, [OTHER, SEED]);
    expect(promiseOf(turned)).toEqual(reports === 0 ? 'kept'
      : expect.stringContaining(`Statement ${reports + 1} is signed by no key that another`));
    expect(promiseOf(await verdictOf(text))).toBe(`Statement ${reports + 1} is signed by the vault's key.`);
  });

  it('has nothing of the key of before after the other', async () => {
    const text = await fileOf(undefined, { seeds: [SEED, OTHER, SEED, OTHER] });
    expect(promiseOf(await verdictOf(text, {}, [SEED, OTHER])))
      .toContain('Statement 3 is signed by no key that another has followed');
  });
});

describe('the year after', () => {
  const after = (before: typeof BEFORE | undefined, terms = TERMS) =>
    fileOf(undefined, { terms: { ...terms, ...before && { before } }, period: '2028-10' });
  const over = async (text: string, before: string, seeds = [SEED]) =>
    promiseOf(await verdictOf(text, { before: JSON.parse(before) as unknown }, seeds));

  it('is kept by itself, and beside the year before', async () => {
    const text = await after(BEFORE);
    expect(promiseOf(await verdictOf(text))).toBe('kept');
    expect(await over(text, await fileOf())).toBe('kept');
  });

  it('has nothing of a key that the vault left in the year before', async () => {
    const other = SEED.map(() => 8);
    const signed = (period: string, ...seeds: typeof SEED[]) => fileOf(undefined, {
      seeds, period, terms: period === '2028-10' ? { ...TERMS, before: BEFORE } : TERMS });
    const next = async (before: string, ...seeds: typeof SEED[]) =>
      over(await signed('2028-10', ...seeds), before, [SEED, other]);
    const left = await signed('2027-10', SEED, SEED, other);
    expect(await next(left, other)).toBe('kept');
    expect(await next(left, SEED)).toContain('Statement 1 is signed by no key that another');
    expect(await next(await signed('2027-10', SEED), SEED, other)).toBe('kept');
    for (const seeds of [[SEED], [SEED, other]]) {
      expect(await next(await signed('2027-10', other), ...seeds))
        .toContain('Statement 1 is signed by no key that another');
    }
  });

  it.each<[string, typeof BEFORE | undefined]>([
    ['nothing', undefined], ['more people than were told', { ...BEFORE, told: 1_600 }],
    ['another use', { ...BEFORE, rateBps: 450 }], ['other people', { ...BEFORE, people: 1_601 }],
    ['other groups', { ...BEFORE, blocks: [BEFORE.blocks[0]!, { ...BEFORE.blocks[1]!, people: 701 }] }],
    ['fewer groups', { ...BEFORE, blocks: BEFORE.blocks.slice(0, 1) }],
  ])('does not take over %s', async (_, before) => {
    const text = await after(before, before?.rateBps === 450 ? { ...TERMS, rateBps: 450 } : TERMS);
    expect(promiseOf(await verdictOf(text))).toBe('kept');
    expect(await over(text, await fileOf())).toContain('The terms take over');
  });

  it('is of the same programme, after it, and beside a year that is kept itself', async () => {
    const text = await after(BEFORE);
    expect(await over(text, text)).toContain('is of an earlier year of the same');
    expect(await over(text, await fileOf((bodies) => {
      for (const body of bodies) body['programme'] = 'Q';
    }))).toContain('is of an earlier year of the same');
    expect(await over(text, await fileOf((bodies) => { bodies.splice(1, 1); })))
      .toContain('The year before: Each period of the year is released once');
    expect(await over(text, await fileOf(undefined, { seeds: [SEED.map(() => 8)] })))
      .toContain('The year before: Statement 1 is signed');
    await expect(over(text, '{}')).rejects.toThrow('as it was downloaded');
  });
});

it.each<[string, string, () => Promise<string>]>([
  ['another key', 'signed by the vault', () => fileOf(undefined, { seeds: [SEED.map(() => 8)] })],
  ['another kind of statement', 'signed by the vault', () => fileOf(undefined, { type: 'usage' })],
  ['a changed text', 'Statement 1 is signed', async () =>
    (await fileOf()).replace('2027-10', '2028-10')],
  ['terms of one period', 'one programme, year and terms', () => fileOf((bodies) => {
    bodies[2]!['terms'] = { ...TERMS, rateBps: 400 };
  })],
  ['terms without a plan', 'low-k', () => fileOf((bodies) => {
    for (const body of bodies) body['terms'] = { ...TERMS, k: 9 };
  })],
  ['a smaller group than in the year before', 'low-k', () => fileOf((bodies) => {
    const before = { k: 11, rateBps: 500, people: 1_600, told: 80, blocks: [] };
    for (const body of bodies) body['terms'] = { ...TERMS, before };
  })],
  ['other headcounts', 'Period 4: sites', () => fileOf((bodies) => {
    const departments = [{ number: 1, site: 1, people: 1_600 }];
    for (const body of bodies) body['terms'] = { ...TERMS, departments };
  })],
  ['a release left out', 'released once, in order', () => fileOf((bodies) => {
    bodies.splice(1, 1);
  })],
])('a promise is broken by %s', async (_, promise, file) => {
  expect(promiseOf(await verdictOf(await file()))).toContain(promise);
});

it.each<[string, () => string | Promise<string>]>([
  ['a number', () => '1'], ['no statement', () => '{"statements":[]}'],
  ['a release of another version', () => fileOf((bodies) => {
    bodies[0]!['version'] = 2;
  })],
  ['a release of other days', () => fileOf((bodies) => {
    bodies[1]!['releasedOn'] = '2028-01-30';
  })],
])('a file that is none is refused: %s', async (_, text) => {
  await expect(verdictOf(await text())).rejects.toThrow('as it was downloaded');
});
