import { readReport } from '#calendar/periods';
import { chanceOf } from '#foresight/chance';
import { likelyUse, SPREADS } from '#foresight/likely-use';
import { signingPublicKey, signStatement } from '#pseudonym/signed';
import { closeYear } from './close.ts';
import { planYear, type ReportTerms } from './plan.ts';
import { REPORT_STATEMENT } from './statement.ts';
import { verifyYearFile } from './verify-file.ts';

const SEED = new Uint8Array(32).fill(7);
const TERMS: ReportTerms = {
  departments: [{ number: 1, site: 1, people: 900 }, { number: 2, site: 2, people: 700 }],
  rateBps: 500, k: 10, sessionsPerMember: 8, paid: 'sessions' };

/** A file as HR gets it, of terms and releases as they may have been changed. */
async function fileOf(
  change: (bodies: Record<string, unknown>[]) => void = () => undefined,
  { terms = TERMS, type = REPORT_STATEMENT, seed = SEED } = {},
): Promise<string> {
  const plan = planYear(terms);
  if (plan.kind !== 'planned') throw new Error(plan.fault);
  const year = closeYear(plan,
    likelyUse(plan, terms.departments, 500, SPREADS[0], chanceOf(11)));
  const bodies = year.map((release): Record<string, unknown> => {
    const report = `2027-10.${release.period}`;
    return { version: 1, programme: 'P', period: '2027-10', report,
      releasedOn: readReport(report)?.releases, terms, release };
  });
  change(bodies);
  const statements = await Promise.all(bodies.map((body) =>
    signStatement(seed, type, JSON.parse(JSON.stringify(body)))));
  return JSON.stringify({ statements });
}

const verdictOf = async (text: string) =>
  verifyYearFile(JSON.parse(text), await signingPublicKey(SEED));

it('a year as it was signed keeps its promises, and the one after it', async () => {
  expect(await verdictOf(await fileOf())).toEqual({ kind: 'kept' });
  const before = { k: 10, rateBps: 500, people: 1_600, told: 80, blocks: [
    { people: 900, site: 1, group: '1.1' }, { people: 700, site: 2, group: '1.2' }] };
  expect(await verdictOf(await fileOf(undefined, { terms: { ...TERMS, before } })))
    .toEqual({ kind: 'kept' });
});

it.each<[string, string, () => Promise<string>]>([
  ['another key', 'signed by the vault', () => fileOf(undefined, { seed: SEED.map(() => 8) })],
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
  const verdict = await verdictOf(await file());
  expect(verdict.kind === 'broken' ? verdict.promise : 'kept').toContain(promise);
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
