import type { Outcome } from '#foresight/foresee';
import { LEAST_K, planYear, type ReportTerms } from '#disclosure/year/plan';
import type { TermsDepartment } from '#disclosure/terms';
import { foresightOf, type Foresight } from '../foresight/foresight.ts';
import { MOST_PEOPLE, MOST_UNITS } from '../programmes/headcounts-csv.ts';
import { whole, type Deed } from './deed.ts';
import { OperatorError } from './operator-settings.ts';
import { facts, table } from './table.ts';

const HOW_OFTEN: Readonly<Record<number, string>> = {
  1: 'once a year', 2: 'each half-year', 4: 'each quarter' };

const NUMBERS: Readonly<Record<keyof Outcome, string>> = {
  total: 'people who used it, by itself or joined with the next period',
  totalAlone: 'people who used it, by itself',
  concerns2: 'what they came for, in two groups',
  concerns3: 'what they came for, in three groups or more',
  concerns7: 'what they came for, all seven',
  modalities2: 'by video, and otherwise',
  modalities3: 'by video, by phone, in person',
  wait: 'median wait',
  bands: 'people by sessions: 1, 2 to 3, 4 or more',
  sites: 'people by site',
};

const SMALL = 'Fewer than 20 people are expected to use it in a year, so reports will seldom tell '
  + 'anything within it. A flat price per seat and year is recommended: it pays for the benefit, and '
  + 'not for numbers that cannot be told. No session is settled then, and nothing is billed or given '
  + 'back after it. `employer create` and `employer change` take it as --seat-price.';
const BY_SESSIONS = 'Prices are by session. A number that cannot be told is joined to that of the '
  + 'next period; what remains at the year\'s end is not told, and not paid for.';
const HOW_LIKELY = 'Likelihoods of a first year, for employers as they differ from each other and '
  + 'within: the same plan carried out on some thousand years by chance.';

/** `120,80/160`: people of departments, and a stroke between sites. */
function departmentsOf(text: string): TermsDepartment[] {
  const sites = text.split('/').map((site) => site.split(','));
  const counts = sites.flatMap((own, at) => own.map((people) => ({ site: at + 1, people })));
  const isPeople = ({ people }: { people: string }) => /^[1-9]\d{0,5}$/.test(people.trim());
  if (!counts.every(isPeople) || counts.length > MOST_UNITS) {
    throw new OperatorError(`--people ${JSON.stringify(text)} must be the people of each `
      + `department, at most ${MOST_UNITS}, with / between sites, such as 120,80/160.`);
  }
  if (counts.reduce((sum, { people }) => sum + Number(people), 0) > MOST_PEOPLE) {
    throw new OperatorError(`--people must be ${MOST_PEOPLE} together at most, as in a programme.`);
  }
  return counts.map(({ site, people }, at) => ({ number: at + 1, site, people: Number(people) }));
}

/** `4.5%`, in basis points. */
function rateOf(text: string): number {
  const [, percent] = /^(\d{1,2}(?:\.\d{1,2})?) ?%$/.exec(text) ?? [];
  if (percent !== undefined) return Math.round(Number(percent) * 100);
  throw new OperatorError(`--stated ${JSON.stringify(text)} must be a share of all people, such as 4.5%.`);
}

function foreseen(departments: TermsDepartment[], rateBps: number, sessions: number) {
  const terms: ReportTerms = {
    departments, rateBps, k: LEAST_K, sessionsPerMember: sessions, paid: 'sessions' };
  const plan = planYear(terms);
  const seen = foresightOf(terms);
  if (plan.kind === 'planned' && seen) return { plan, seen };
  throw new OperatorError(plan.kind === 'refused' && plan.fault === 'too-small'
    ? '--people must be 60 or more together: fewer cannot be reported on.'
    : '--stated must be from 2% to 10%.');
}

/** One line for each number that the plan can tell at all. */
function rowsOf({ numbers }: Foresight) {
  const isOnce = numbers.every(({ name }) => name !== 'totalAlone');
  return numbers.map(({ name, timesAYear, percent }) => ({
    what: name === 'total' && isOnce ? 'people who used it' : NUMBERS[name],
    often: HOW_OFTEN[timesAYear] ?? '', likelihoods: percent,
  }));
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
  run: (_domains, { people = '', stated = '', sessions = '' }) => {
    const departments = departmentsOf(people);
    const { plan, seen } = foreseen(departments, rateOf(stated), Number(sessions));
    const rows = rowsOf(seen);
    const share = (at: number) => (row: (typeof rows)[number]) => `${row.likelihoods[at]} %`;
    return Promise.resolve({
      data: { plan, numbers: rows, uses: seen.uses },
      text: [
        facts({ 'People': seen.people, 'Stated use': `${seen.rateBps / 100} %` }),
        '', table(rows, '', {
          'number': ({ what }) => what, 'told': ({ often }) => often,
          'at 2 %': share(0), 'at 4.5 %': share(1), 'at 10 %': share(2),
        }), '', table(seen.uses, '', {
          'use': ({ useBps }) => `${useBps / 100} %`, 'sessions': (one) => one.sessions,
          'in nine of ten years at most': (one) => one.sessionsAtMost,
          'credits to buy ahead': ({ credits }) => credits,
        }), '', BY_SESSIONS, ...seen.isSmall ? [SMALL] : [],
        HOW_LIKELY,
      ],
    });
  },
};
