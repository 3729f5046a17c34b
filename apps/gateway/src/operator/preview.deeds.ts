import { foresee, type Foreseen, type Outcome } from '#disclosure/year/foresee';
import { LEAST_K, LEAST_K_HOW, planYear, type YearPlan } from '#disclosure/year/plan';
import type { TermsDepartment } from '#disclosure/terms';
import { whole, type Deed } from './deed.ts';
import { OperatorError } from './operator-settings.ts';
import { facts, table } from './table.ts';

/** Uses of a year for which it is said what will appear: low, as benchmarks have it, and high. */
const USES = [200, 450, 1_000];
/** Sessions are bought ahead for so many times those that are expected. */
const AHEAD = 1.5;
const MOST_DEPARTMENTS = 500;

const HOW_OFTEN: Readonly<Record<number, string>> = {
  1: 'once a year', 2: 'each half-year', 4: 'each quarter' };

/** What may be told, in the order of a report, and in which calendar. */
const NUMBERS: readonly (readonly [keyof Outcome, string, 'total' | 'list' | 'year'])[] = [
  ['total', 'people who used it, by itself or joined with the next period', 'total'],
  ['totalAlone', 'people who used it, by itself', 'total'],
  ['concerns2', 'what they came for, in two groups', 'list'],
  ['concerns3', 'what they came for, in three groups or more', 'list'],
  ['concerns7', 'what they came for, all seven', 'list'],
  ['modalities2', 'by video, and otherwise', 'list'],
  ['modalities3', 'by video, by phone, in person', 'list'],
  ['wait', 'median wait', 'list'],
  ['bands', 'people by sessions: 1, 2 to 3, 4 or more', 'year'],
  ['sites', 'people by site', 'year'],
];

const FLAT = 'At a flat price per seat and year: so few people are expected to use it that a report ' +
  'by period would seldom tell anything, and a bill by session could not be paid in full. Once a ' +
  'year it tells how many used it, or that this cannot be told: fewer than ten, or nearly ' +
  'everybody; and what they came for and how, as far as the groups are large enough. No session ' +
  'is settled, invoiced afterwards or refunded.';
const BY_SESSIONS = 'Prices are by session. A number that cannot be told is joined to that of the ' +
  'next period; what remains at the year\'s end is not told, and not paid for.';
const HOW_LIKELY = 'Likelihoods of a first year, for employers as they differ from each other and ' +
  'within: the same plan carried out on some thousand years by chance.';

/** `120,80/160`: people of departments, and a stroke between sites. */
function departmentsOf(text: string): TermsDepartment[] {
  const sites = text.split('/').map((site) => site.split(','));
  const counts = sites.flatMap((own, at) => own.map((people) => ({ site: at + 1, people })));
  const isPeople = ({ people }: { people: string }) => /^[1-9]\d{0,5}$/.test(people.trim());
  if (!counts.every(isPeople) || counts.length > MOST_DEPARTMENTS) {
    throw new OperatorError(`--people ${JSON.stringify(text)} must be the people of each ` +
      `department, at most ${MOST_DEPARTMENTS}, with / between sites, such as 120,80/160.`);
  }
  return counts.map(({ site, people }, at) => ({ number: at + 1, site, people: Number(people) }));
}

/** `4.5%`, in basis points. */
function rateOf(text: string): number {
  const [, percent] = /^(\d{1,2}(?:\.\d{1,2})?) ?%$/.exec(text) ?? [];
  if (percent !== undefined) return Math.round(Number(percent) * 100);
  throw new OperatorError(`--stated ${JSON.stringify(text)} must be a share of all people, such as 4.5%.`);
}

function planOf(departments: TermsDepartment[], rateBps: number, sessions: number): YearPlan {
  const plan = planYear({ departments, rateBps, k: LEAST_K, kHow: LEAST_K_HOW,
    sessionsPerMember: sessions });
  if (plan.kind === 'planned') return plan;
  throw new OperatorError(plan.fault === 'too-small'
    ? '--people must be 60 or more together: fewer cannot be reported on.'
    : '--stated must be from 2% to 10%.');
}

/** One line for each number that the plan can tell at all. */
function rowsOf(plan: YearPlan, seen: readonly Foreseen[]) {
  const often = { list: plan.listsAt.length, year: 1, total: plan.steps.length };
  const isPlanned = (name: keyof Outcome) => (name !== 'bands' || plan.bands !== null)
    && (name !== 'sites' || plan.sites.children.length > 0)
    && (name !== 'totalAlone' || often.total > 1);
  return NUMBERS.filter(([name]) => isPlanned(name)).map(([name, what, calendar]) => ({
    what: name === 'total' && often.total === 1 ? 'people who used it' : what,
    often: HOW_OFTEN[often[calendar]] ?? '',
    likelihoods: seen.map(({ likelihoods }) => Math.round(100 * likelihoods[name])) }));
}

/** The command by which a buyer is told what she will see, before she buys. */
export const PREVIEW: Deed = {
  name: 'terms preview',
  about: 'what reports of such headcounts will show, how often and how likely; asks nobody',
  example: '--people 120,80/160,240/400',
  options: (command) => command
    .requiredOption('--people <counts>', 'people of departments, / between sites')
    .option('--stated <rate>', 'stated use in a year, from which reports are planned', '4.5%')
    .option('--sessions <n>', 'sessions for each', whole, '8'),
  run: (_desks, { people = '', stated = '', sessions = '' }) => {
    const departments = departmentsOf(people);
    const plan = planOf(departments, rateOf(stated), Number(sessions));
    const seen = USES.map((use) => foresee(plan, departments, use));
    const rows = rowsOf(plan, seen);
    const share = (at: number) => (row: (typeof rows)[number]) => `${row.likelihoods[at]} %`;
    return Promise.resolve({
      data: { plan, numbers: rows, uses: seen },
      text: [
        facts({
          'People': plan.people, 'Stated use': `${plan.rateBps / 100} %`,
          'Price': plan.paid === 'flat' ? 'flat, per seat and year' : 'by session',
        }), '', table(rows, '', {
          'number': ({ what }) => what, 'told': ({ often }) => often,
          'at 2 %': share(0), 'at 4.5 %': share(1), 'at 10 %': share(2),
        }), '',
        ...plan.paid === 'flat' ? [FLAT] : [table(seen, '', {
          'use': ({ useBps }) => `${useBps / 100} %`, 'sessions': (one) => one.sessions,
          'in nine of ten years at most': (one) => one.sessionsAtMost,
          'credits to buy ahead': (one) => Math.ceil(one.sessions * AHEAD),
        }), '', BY_SESSIONS],
        HOW_LIKELY,
      ],
    });
  },
};
