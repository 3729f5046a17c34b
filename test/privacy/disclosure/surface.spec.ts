import { randomUUID } from 'node:crypto';
import { isObjectType } from 'graphql';
import { shortfallToInvoice } from '#billing/shortfall';
import { reportReleased } from '#contracts/jobs';
import type { YearRelease } from '#disclosure/year/close';
import { balanceOf, type Balance } from '#disclosure/year/money';
import type { PublishedNode } from '#disclosure/year/publish';
import type { SiteNode } from '#disclosure/year/tree';
import { rangeOfChance, shareBps } from '../../../apps/gateway/src/reports/chance-range.ts';
import type { Client } from '../../../apps/gateway/testing/client.ts';
import { startRig, type Rig } from '../../../apps/gateway/testing/rig.ts';
import {
  confirmPeriod, createProgramme, openPeriod, PERIOD, reportTerms, signedInOwner,
} from '../../../apps/gateway/testing/story.ts';
import { madeYear, reportsOf, type MadeYear } from '../../../apps/gateway/testing/year-reports.ts';
import { everything, fileOf, numbersIn, schemaOf, type Found } from '../../../apps/gateway/testing/analyst.ts';

/** An analyst with every right that HR has, against a gateway that holds two years of reports. */

const SECOND = '2027-10';
const BOUGHT = 50;
const HEADCOUNTS = [700, 500, 650] as const;
const SITES = [
  { name: 'Berlin', departments: [{ name: 'Care', headcount: HEADCOUNTS[0] },
    { name: 'IT', headcount: HEADCOUNTS[1] }] },
  { name: 'Wien', departments: [{ name: 'Sales', headcount: HEADCOUNTS[2] }] },
];

const LISTS = ['sites', 'concerns', 'modalities', 'bands'] as const;
const IN_A_LIST = new RegExp(`\\.(${['lists', ...LISTS].join('|')})\\.`);
/** Numbers of answers that no report is behind: what HR bought, wrote down or set, and ordinals. */
const HERS = new RegExp(
  '\\.(headcount|seats|sessionsPerMember|k|number|version|spare|minor|contractNumber)$'
    + '|^\\.data\\.letterBatches\\.letters$'
    + '|^\\.data\\.(accessFacts|checkHeadcounts|foresight|previewPurchase|previewYear|session)\\.');

let rig: Rig;
let owner: Client;
let programmeId: string;
let answers: ReadonlyMap<string, string>;
/** A year that is told by halves, and one whose first half is too small and joined. */
let firstYear: MadeYear;
let secondYear: MadeYear;

beforeAll(async () => {
  rig = await startRig();
  owner = await signedInOwner(rig);
  programmeId = await createProgramme(owner, 'Care', { sites: SITES });
  await openPeriod(rig, owner, programmeId);
  await owner.field(`mutation ($id: ID!) { openPeriod(programmeId: $id, period: "${SECOND}") {
    __typename } }`, { id: programmeId });
  await confirmPeriod(rig, programmeId, {}, SECOND);
  firstYear = madeYear(await reportTerms(rig, programmeId), [30, 20, 20, 25]);
  secondYear = madeYear(await reportTerms(rig, programmeId, SECOND), [4, 3, 30, 30], 2);
  await owner.field(
    'mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) { __typename } }',
    { input: { programmeId, sessions: BOUGHT, method: 'CARD', cardToken: 'sandbox-ok',
      idempotencyKey: randomUUID() } });
});
afterAll(() => rig.close());

const jobsOf = (made: MadeYear, period = PERIOD) => Promise.all(
  reportsOf(programmeId, period, made).map((report) => rig.sign('report', report)));
const reads = (path: string) => fileOf(rig, owner, `reports/${programmeId}/${path}`);

/** Every number that may stand at the end of a path, from what was told and from headcounts. */
function allowed(): Readonly<Record<string, ReadonlySet<number>>> {
  const years = [firstYear, secondYear];
  const totals = years.flatMap(({ releases }) =>
    sums(releases.flatMap((one) => one.totals.flatMap(({ people }) => people ?? []))));
  const lists = years.flatMap(({ releases }) => LISTS.flatMap((list) =>
    [...Map.groupBy(releases.flatMap((one) => nodesOf(one[list])), ({ name }) => name).values()]
      .flatMap((nodes) => sums(nodes.map(({ people }) => people)))));
  const groups = years.flatMap(({ plan }) => groupsOf(plan.sites));
  const shares = [
    ...totals.map((people) => ({ people, covered: firstYear.plan.people })),
    ...years.flatMap(({ releases }) => releases.flatMap(({ sites }) => nodesOf(sites)))
      .map(({ name, people }) => (
        { people, covered: groups.find((group) => group.name === name)?.people ?? 0 })),
  ];
  const settled = years.flatMap(({ releases }) => releases.map((release) => release.settled ?? 0));
  const money = moneyOf();
  const turns = new Set([1, 2, 3, 4]);
  // Groups that are called by a number: sites by their place, and people with one session.
  const names = new Set([1, ...groups.map(({ name }) => Number.parseFloat(name))]);
  return {
    totals: new Set(totals), lists: new Set(lists), settled: new Set(settled),
    turns, released: turns, next: turns, name: names, members: names,
    covered: new Set(groups.map(({ people }) => people)),
    shareBps: new Set(shares.map(shareBps)),
    leastBps: new Set(shares.map((share) => rangeOfChance(share)[0])),
    mostBps: new Set(shares.map((share) => rangeOfChance(share)[1])),
    k: new Set([10]), kHow: new Set([5]), lot: new Set([10]), least: new Set([5, 10]),
    purchased: new Set([BOUGHT]), displayed: new Set(money.map(({ left }) => left)),
    shortfall: new Set(money.map(({ shortfall }) => shortfall)),
    shortfallInvoiced: new Set(money.map(({ asked }) => asked)),
    // What she ordered, and what two years settle beyond it.
    sessions: new Set([BOUGHT, ...money.map(({ invoiced }) => invoiced)]),
  };
}

/** Her balance after each report, before and after what it invoices. */
function moneyOf(): (Balance & { readonly invoiced: number })[] {
  const balances: (Balance & { readonly invoiced: number })[] = [];
  const told: YearRelease[][] = [];
  let open = 0;
  for (const { releases } of [firstYear, secondYear]) {
    const year: YearRelease[] = [];
    told.push(year);
    for (const release of releases) {
      year.push(release);
      const balance = balanceOf({ paid: BOUGHT, open }, told);
      const invoiced = shortfallToInvoice(BOUGHT + open, told.map((releases) =>
        ({ releases, asked: 0, cancelled: 0 })))?.sessions ?? 0;
      open += invoiced;
      balances.push({ ...balance, invoiced },
        { ...balanceOf({ paid: BOUGHT, open }, told), invoiced });
    }
  }
  return balances;
}

/** The numbers, and each run of them together. */
function sums(numbers: readonly number[]): number[] {
  return numbers.flatMap((_, from) => numbers.slice(from).map((_one, length) =>
    numbers.slice(from, from + length + 1).reduce((sum, number) => sum + number, 0)));
}

function nodesOf(node: PublishedNode | null): PublishedNode[] {
  return node ? [node, ...node.parts.flatMap(nodesOf)] : [];
}

function groupsOf(site: SiteNode): SiteNode[] {
  return [site, ...site.children.flatMap(groupsOf)];
}

/** What she finds in answers that follows from nothing that she was told or wrote down herself. */
function untold(found: readonly Found[]): Found[] {
  const may = allowed();
  const { departments, rateBps, k, sessionsPerMember } = firstYear.terms;
  const { people, told, blocks } = secondYear.terms.before!;
  const terms = new Set([...HEADCOUNTS, rateBps, k, sessionsPerMember, people, told,
    ...departments.map(({ number }) => number),
    ...blocks.map(({ group }) => Number.parseFloat(group))]);
  return found.filter(([path, number]) => {
    if (/\.terms\./.test(path)) return !terms.has(number);
    if (/\.release\.period$/.test(path)) return !may['turns']?.has(number);
    const isTold = /\.(reports|balance|statements)(\.|$)|^\.data\.invoices\.sessions$/.test(path);
    if (isTold && !path.endsWith('.version')) {
      const name = path.split('.').at(-1) ?? '';
      const people = IN_A_LIST.test(path) ? 'lists' : 'totals';
      return !may[name === 'people' ? people : name]?.has(number);
    }
    return !HERS.test(path);
  });
}

const found = () => [...answers.values()].flatMap((text) => numbersIn(JSON.parse(text)));

describe('an analyst who reads every byte that HR can get', () => {
  it('is told nothing before the first report', async () => {
    const before = await everything(rig, owner, programmeId);
    expect(before.get('reports')).toBe('{"data":{"reports":[]}}');
    expect(JSON.parse(before.get('balance')!)).toEqual({ data: { balance: {
      purchased: BOUGHT, displayed: BOUGHT, shortfall: 0, shortfallInvoiced: 0,
      asOfRelease: null, releasedOn: null, paidUntil: null } } });
    for (const file of [`${PERIOD}.pdf`, `${PERIOD}.json`]) {
      expect((await reads(file)).statusCode).toBe(404);
    }
  });

  it('finds no number but what was told, what she wrote down, and what follows from both', async () => {
    const late = await jobsOf(secondYear, SECOND);
    for (const job of [...await jobsOf(firstYear), ...late.slice(0, 2)]) {
      await rig.deliver(reportReleased, job);
    }
    // Half a year of which nothing can be told.
    answers = await everything(rig, owner, programmeId);
    expect(answers.get('reports')).toContain('"people":null,"status":"waiting"');
    expect(untold(found())).toEqual([]);
    for (const job of late) await rig.deliver(reportReleased, job);
    answers = await everything(rig, owner, programmeId);
    expect(answers.get('reports')).toContain('"status":"joined"');
    const answered = [...answers].filter(([, text]) => !text.includes('"errors"'));
    expect(answered.map(([name]) => name).sort()).toEqual([
      'accessFacts', 'balance', 'checkHeadcounts', 'foresight', 'invoices', 'keyDirectory',
      'letterBatches', 'me', 'previewPurchase', 'previewYear', 'programmes', 'reports', 'session',
      'signIns', 'team', 'teamActions']);
    expect(untold(found())).toEqual([]);
    const files = await Promise.all([PERIOD, SECOND].map((period) => reads(`${period}.json`)));
    const inFiles = files.flatMap(({ bytes }) => numbersIn(JSON.parse(bytes.toString('utf8'))));
    expect(inFiles.length).toBeGreaterThan(50);
    expect(untold(inFiles)).toEqual([]);
  });

  it('finds each number that is planted where a report or the balance has one', () => {
    const places = found().filter(([path]) => /^\.data\.(reports|balance)\./.test(path)
      && !path.endsWith('.version'));
    expect(new Set(places.map(([path]) => path)).size).toBeGreaterThan(20);
    // Whom the joined half would be split into, and somebody more than there is a report of.
    for (const planted of [7, 96]) {
      expect(secondYear.releases[1]!.totals).toEqual([{ turns: [1, 2], people: null }]);
      const moved = places.map(([path]): Found => [path, planted]);
      expect(untold(moved).filter(([path]) => !path.includes('.terms.'))).toEqual(
        moved.filter(([path]) => !path.includes('.terms.')));
    }
    expect(untold([['.data.reports.newcomers', 3], ['.data.balance.today', 1]])).toHaveLength(2);
  });

  it('finds no argument that chooses a window, a group or a filter', () => {
    const operators = new Set([...answers.keys()].filter((name) =>
      answers.get(name)!.includes('UNAUTHENTICATED')));
    expect(operators).toContain('operations');
    const args = Object.values(schemaOf(rig).getTypeMap()).filter(isObjectType)
      .filter(({ name }) => !name.startsWith('__') && name !== 'Mutation')
      .flatMap((type) => Object.values(type.getFields())
        .filter(({ name }) => type.name !== 'Query' || !operators.has(name))
        .flatMap((field) => field.args));
    // A file of headcounts, a number of credits to buy, a page of her team's own actions.
    expect([...new Set(args.map(({ name }) => name))].sort())
      .toEqual(['before', 'file', 'first', 'period', 'programmeId', 'sessions']);
    const { reports, balance } = schemaOf(rig).getQueryType()!.getFields();
    expect([reports, balance].map((field) => field!.args.map(({ name }) => name)))
      .toEqual([['programmeId'], ['programmeId']]);
  });

  it.each([
    'period: "2026-10"', 'from: "2026-10-01", until: "2026-11-01"', 'yearToDate: true',
    'department: "IT"', 'site: "Wien"', 'rolling: 90', 'cumulative: true', 'groupBy: "department"',
  ])('is refused %s with an error that holds no number of use', async (window) => {
    for (const name of ['reports', 'balance']) {
      const { text } = await owner.send(
        `{ ${name}(programmeId: "${programmeId}", ${window}) { __typename } }`);
      const { errors } = JSON.parse(text) as { errors: { extensions: { code: string } }[] };
      expect(new Set(errors.map(({ extensions }) => extensions.code)))
        .toEqual(new Set(['BAD_USER_INPUT']));
      expect(text.replaceAll(window, '').replaceAll(/"locations":\[[^\]]*\]/g, ''))
        .not.toMatch(/\b(95|67|50|45)\b/);
    }
  });

  it.each(['2026-11', '2026-12', '2026-10.1', '2026', '2027-01'])(
    'gets no file of %s, which is no year of hers', async (window) => {
      for (const kind of ['pdf', 'json']) {
        expect((await reads(`${window}.${kind}`)).statusCode).toBe(404);
      }
    });

  it('gets the same file whatever else she asks it for', async () => {
    const plain = await reads(`${PERIOD}.pdf`);
    expect(plain.statusCode).toBe(200);
    for (const asked of ['site=Wien', 'from=2026-10-01', 'turns=1', 'language=de']) {
      expect(await reads(`${PERIOD}.pdf?${asked}`)).toEqual(plain);
    }
  });

  it('gets the same bytes however often she reads: there is nothing to average', async () => {
    const file = await reads(`${PERIOD}.json`);
    for (let again = 0; again < 20; again += 1) {
      const now = await everything(rig, owner, programmeId);
      expect(now.get('reports')).toBe(answers.get('reports'));
      expect(now.get('balance')).toBe(answers.get('balance'));
    }
    expect(await reads(`${PERIOD}.json`)).toEqual(file);
  });

  it('gets the same bytes after late events: a second release of a period is refused', async () => {
    // Her own reading of letters is written down, and nothing else moves.
    const asRead = async () => {
      const now = new Map(await everything(rig, owner, programmeId));
      now.delete('teamActions');
      return now;
    };
    const before = await asRead();
    // The first tells nothing yet, and is the same.
    for (const job of (await jobsOf(madeYear(firstYear.terms, [31, 20, 20, 25]))).slice(1)) {
      expect(await rig.deliver(reportReleased, job)).toEqual({ code: 'told-otherwise' });
    }
    expect(await asRead()).toEqual(before);
  });

  it('gets nothing of another employer, nor a different refusal for one that exists', async () => {
    const stranger = await signedInOwner(rig);
    const ask = async (id: string) => (await stranger.send(
      'query ($id: ID!) { reports(programmeId: $id) { period } }', { id })).text;
    expect(await ask(programmeId)).toBe(await ask(randomUUID()));
    const file = (id: string) => fileOf(rig, stranger, `reports/${id}/${PERIOD}.json`);
    expect(await file(programmeId)).toEqual(await file(randomUUID()));
  });
});
