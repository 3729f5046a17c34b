import { randomBytes, randomUUID } from 'node:crypto';
import { extractText, getDocumentProxy } from 'unpdf';
import { reportReleased } from '#contracts/jobs';
import { closePeriod, type YearRelease } from '#disclosure/year/close';
import type { Counted } from '#disclosure/year/counted';
import { planYear, type ReportTerms, type YearPlan } from '#disclosure/year/plan';
import { RULES, type Rules } from '#disclosure/year/rules';
import type { Report } from '#disclosure/year/statement';
import { leavesOf } from '#disclosure/year/tree';
import { JobDeclined } from '#platform/queue/job-worker';
import { ReportsStore } from '../../../apps/gateway/src/releases/reports.store.ts';
import { Client } from '../../../apps/gateway/testing/client.ts';
import { startRig, type Rig } from '../../../apps/gateway/testing/rig.ts';
import {
  createProgramme, openPeriod, PERIOD, signedInOwner,
} from '../../../apps/gateway/testing/story.ts';
import { reportsOf } from '../../../apps/gateway/testing/year-reports.ts';
import { copyDatabases } from '../../simulation/copies.ts';
import { everything, fileOf } from '../../../apps/gateway/testing/analyst.ts';

/**
 * Two worlds of one employer that differ in one person, by what may not be told of her: each a copy
 * of one gateway, to which a vault sends the reports of its world. HR reads every byte in both.
 */

const HEADCOUNTS = [700, 500, 650] as const;
const SITES = [
  { name: 'Berlin', departments: [{ name: 'Care', headcount: HEADCOUNTS[0] },
    { name: 'IT', headcount: HEADCOUNTS[1] }] },
  { name: 'Wien', departments: [{ name: 'Sales', headcount: HEADCOUNTS[2] }] },
];
const TERMS: ReportTerms = {
  departments: HEADCOUNTS.map((people, at) =>
    ({ number: at + 1, site: at === 2 ? 2 : 1, people })),
  rateBps: 450, k: 11, sessionsPerMember: 8, paid: 'sessions',
};
const PLAN = planYear(TERMS) as YearPlan;
const FLAT: ReportTerms = { ...TERMS, paid: 'flat' };
const [FIRST, , LAST] = leavesOf(PLAN.sites).map(({ name }) => name);

/** So many people who are alike: they came for stress, once, by video, in the first months. */
const people = (count: number, more: Partial<Counted> = {}): Counted[] => Array.from(
  { length: count }, () => ({ turn: 1, block: FIRST ?? '', concern: 'STRESS', modality: 'VIDEO',
    sessions: 1, waitDays: 3, ...more }));

/** What may not be told of one person, and a rule that would tell it. */
interface Secret {
  /** Reports after which HR looks. */
  readonly reports: number;
  /** Everybody in the one world, and in the other. */
  readonly worlds: readonly [readonly Counted[], readonly Counted[]];
  readonly broken: Partial<Rules>;
  /** Terms by which it is planned; paid by sessions where they are left out. */
  readonly terms?: ReportTerms;
  /** What the plan would be by the broken rule, if that is one of the plan. */
  readonly brokenPlan?: Partial<YearPlan>;
}

const ONE_PART: Partial<Rules> = { split: (may) => may };
/** One of them is another; the others are the same. */
const oneOf = (count: number, own: Partial<Counted>): Secret['worlds'] =>
  [people(count), [...people(count - 1), ...people(1, own)]];

const SECRETS: Record<string, Secret> = {
  'whether nine people came or ten, of eleven who may be told': {
    reports: 2, worlds: [people(9), people(10)],
    broken: { may: (users, k, all) => RULES.may(users, k - 1, all) } },
  'whether nine or ten came late, who are untold for good': {
    reports: 4, broken: { later: (all) => all },
    worlds: [[...people(30), ...people(9, { turn: 4 })],
      [...people(30), ...people(10, { turn: 4 })]] },
  'what one came for': { reports: 4, broken: ONE_PART, worlds: oneOf(35, { concern: 'GRIEF' }) },
  'how one talks': { reports: 4, broken: ONE_PART, worlds: oneOf(35, { modality: 'PHONE' }) },
  'where one works': { reports: 4, broken: ONE_PART, worlds: oneOf(35, { block: LAST ?? '' }) },
  'whether one came again within the year': {
    reports: 3, worlds: oneOf(35, { sessions: 8 }),
    broken: { settled: (_plan, told) => told.reduce((sum, { sessions }) => sum + sessions, 0) } },
  'whether one came again, beyond the last lot': {
    reports: 4, worlds: oneOf(35, { sessions: 8 }),
    broken: { settled: (_plan, told) => told.reduce((sum, { sessions }) => sum + sessions, 0) } },
  'at a flat price, whether one came again': {
    reports: 4, terms: FLAT, worlds: oneOf(35, { sessions: 8 }), broken: ONE_PART,
    brokenPlan: { bands: PLAN.bands, kHow: 1 } },
  'at a flat price, whether so many came that more is settled': {
    reports: 4, terms: FLAT, worlds: [people(35), people(35, { sessions: 2 })], broken: {},
    brokenPlan: { paid: 'sessions' } },
  'at a flat price, whether nine or ten came late': {
    reports: 4, terms: FLAT, broken: { later: (all) => all },
    worlds: [[...people(30), ...people(9, { turn: 4 })],
      [...people(30), ...people(10, { turn: 4 })]] },
};
const NAMES = Object.keys(SECRETS);

/** The reports of a world, as they are or by the broken rule, each made from those before it. */
function reportsIn(
  programme: string, { reports, broken, brokenPlan, terms = TERMS }: Secret,
  world: readonly Counted[], isBroken: boolean,
) {
  const planned = planYear(terms) as YearPlan;
  const [plan, rules] = isBroken
    ? [{ ...planned, ...brokenPlan }, { ...RULES, ...broken }] : [planned, RULES];
  const releases: YearRelease[] = [];
  while (releases.length < reports) {
    const counted = world.filter(({ turn }) => turn <= releases.length + 1);
    releases.push(closePeriod(plan, releases, counted, rules));
  }
  return reportsOf(programme, PERIOD, { terms, plan, releases });
}

const settings: Record<string, string> = Object.fromEntries(
  ['SESSION_KEY', 'GATEWAY_KEK', 'MEMBER_PEPPER', 'CODE_SECRET', 'GATEWAY_TREATY_SEED',
    'VAULT_TREATY_PUBLIC_KEY'].map((name) => [name, randomBytes(32).toString('hex')]));
/** Of what she orders in each world. */
const KEY = randomUUID();
let origin: Rig;
let owner: Client;
let flatOwner: Client;
const ownerOf = ({ terms }: Secret) => (terms === FLAT ? flatOwner : owner);
const copies: Rig[] = [];
/** A programme for each secret as the rules are, and one for it as they would be broken. */
const programmes = new Map<string, { readonly kept: string; readonly broken: string }>();

beforeAll(async () => {
  origin = await startRig(undefined, settings);
  owner = await signedInOwner(origin, 'hr@example.org', { name: 'Łódź Works' });
  flatOwner = await signedInOwner(origin, 'flat@example.org', { seatPriceMinor: '2400' });
  for (const name of NAMES) {
    programmes.set(name, {
      kept: await newProgramme(SECRETS[name]!, name),
      broken: await newProgramme(SECRETS[name]!, `${name}, by a broken rule`) });
  }
  await origin.app.close();
  await origin.db.close();
  for (let world = 0; world < 2; world += 1) {
    copies.push(await startRig(async (cluster) => {
      await copyDatabases(origin.cluster, cluster);
      return { ask: () => Promise.reject(new Error('no vault in this spec')) };
    }, { ...settings, VAULT_SIGNING_PUBLIC_KEY: origin.config.vaultSigningPublicKey }));
  }
});
afterAll(async () => {
  await Promise.all(copies.map((copy) => copy.close()));
  await origin.cluster.drop();
});

async function newProgramme(secret: Secret, name: string): Promise<string> {
  const hr = ownerOf(secret);
  const programme = await createProgramme(hr, name, { k: 11, sites: SITES });
  await openPeriod(origin, hr, programme);
  await buy(hr, programme, randomUUID());
  return programme;
}

const buy = (client: Client, programmeId: string, idempotencyKey: string) => client.send(
  `mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) { __typename
     ... on Purchased { invoice { number status sessions issuedOn dueOn total { minor } } } } }`,
  { input: { programmeId, sessions: 20, method: 'CARD', cardToken: 'sandbox-ok',
    idempotencyKey } });

/** Why a gateway did not take reports, of which each was taken all the same. */
const refusals: string[] = [];

/** The vault sends a report; what is refused is stored, as by a gateway that believes it. */
async function take(rig: Rig, report: Report): Promise<void> {
  const signed = await origin.sign('report', report);
  const ended = await rig.deliver(reportReleased, signed);
  if (!(ended instanceof JobDeclined)) return;
  refusals.push(ended.code);
  await rig.db.transaction('believe', (tx) => new ReportsStore().add(tx, report, signed));
}

/** All that HR gets of a programme in a copy, before these reports and after; then she orders. */
async function seenIn(
  at: number, programme: string, secret: Secret, reports: readonly Report[],
) {
  const rig = copies[at]!;
  const hr = new Client(rig.app, '10.0.0.9');
  hr.csrfToken = ownerOf(secret).csrfToken;
  Object.assign(hr, { cookie: Reflect.get(ownerOf(secret), 'cookie') as unknown });
  const before = await all(rig, hr, programme);
  for (const report of reports) await take(rig, report);
  return [before, await all(rig, hr, programme), (await buy(hr, programme, KEY)).text,
    await all(rig, hr, programme)];
}

/** What she sees in both worlds. */
async function bothSeen(programme: string, secret: Secret, isBroken: boolean) {
  const seen = [];
  for (const [at, world] of secret.worlds.entries()) {
    const reports = reportsIn(programme, secret, world, isBroken);
    seen.push(await seenIn(at, programme, secret, reports));
  }
  return seen as [unknown[], unknown[]];
}

async function all(rig: Rig, hr: Client, programme: string) {
  const files = [`${PERIOD}.pdf`, `${PERIOD}.pdf?language=es`, `${PERIOD}.json`]
    .map((file) => `reports/${programme}/${file}`);
  const got = [];
  for (const path of [...files, `invoices/${programme}.csv`]) got.push(await fileOf(rig, hr, path));
  return [...await everything(rig, hr, programme), ...got];
}

beforeEach(() => { refusals.length = 0; });

it.each(NAMES)('an employer gets the same bytes, %s', async (name) => {
  const [one, other] = await bothSeen(programmes.get(name)!.kept, SECRETS[name]!, false);
  expect(one[1]).not.toEqual(one[0]);
  expect(other).toEqual(one);
  expect(refusals).toEqual([]);
});

it.each(NAMES)('she tells the worlds apart by a broken rule, which no gateway takes, %s', async (name) => {
  const [one, other] = await bothSeen(programmes.get(name)!.broken, SECRETS[name]!, true);
  expect(other).not.toEqual(one);
  expect(refusals).toContain('breaks-plan');
});

it('she reads papers that say something', async () => {
  const { kept } = programmes.get('what one came for')!;
  const hr = new Client(copies[1]!.app, '10.0.0.8');
  Object.assign(hr, { cookie: Reflect.get(owner, 'cookie') as unknown });
  const { bytes } = await fileOf(copies[1]!, hr, `reports/${kept}/${PERIOD}.pdf`);
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(document, { mergePages: true });
  expect(text.replaceAll(/\s+/g, ' ')).toContain('35 of 1,850');
});
