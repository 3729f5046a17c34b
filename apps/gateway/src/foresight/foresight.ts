import { foresee, type Foreseen, type Outcome } from '#foresight/foresee';
import { planYear, type ReportTerms, type YearPlan } from '#disclosure/year/plan';

/** Uses of a year for which it is said what will appear: low, as benchmarks have it, and high. */
export const USES: readonly number[] = [200, 450, 1_000];
/** Sessions are bought ahead for so many times those that are expected. */
const AHEAD = 1.5;
/** Cases of a year below which a flat price is better: a bill by session is seldom whole. */
const FLAT_BELOW_CASES = 20;
const WHOLE = 10_000;

/** Names of what may be told, in the order of a report, and by which calendar. */
const NUMBERS: readonly (readonly [keyof Outcome, 'total' | 'list' | 'year'])[] = [
  ['total', 'total'], ['totalAlone', 'total'], ['concerns2', 'list'], ['concerns3', 'list'],
  ['concerns7', 'list'], ['modalities2', 'list'], ['modalities3', 'list'], ['wait', 'list'],
  ['bands', 'year'], ['sites', 'year'],
];

/** The names, for whoever asks by GraphQL. */
export const NUMBER_WORDS = 'total: by itself, or joined with the next; totalAlone: by itself; concerns2, '
  + 'concerns3, concerns7, modalities2, modalities3: lists in so many groups; wait: the median; '
  + 'bands: people by sessions; sites: people by site.';

/** A number of a report, so many times a year, and in how many of a hundred it is told. */
export interface ForeseenNumber {
  readonly name: keyof Outcome;
  readonly timesAYear: number;
  /** For each of the uses. */
  readonly percent: readonly number[];
}

/** What reports of an employer will show, and how many credits it may need. */
export interface Foresight {
  readonly people: number;
  readonly rateBps: number;
  readonly k: number;
  /** So few people that a flat price tells more honestly what is bought. */
  readonly isSmall: boolean;
  readonly numbers: readonly ForeseenNumber[];
  readonly uses: readonly {
    readonly useBps: number;
    readonly sessions: number;
    /** In nine of ten years. */
    readonly sessionsAtMost: number;
    readonly credits: number;
  }[];
}

/** Look ahead at a year of these terms, for a second or two; null where they have no plan. */
export function foresightOf(terms: ReportTerms): Foresight | null {
  const plan = planYear(terms);
  if (plan.kind === 'refused') return null;
  const seen = USES.map((use) => foresee(plan, terms.departments, use));
  return {
    people: plan.people, rateBps: plan.rateBps, k: plan.k,
    isSmall: plan.people * plan.rateBps < FLAT_BELOW_CASES * WHOLE,
    numbers: numbersOf(plan, seen),
    uses: seen.map(({ useBps, sessions, sessionsAtMost }) =>
      ({ useBps, sessions, sessionsAtMost, credits: Math.ceil(sessions * AHEAD) })),
  };
}

/** Those numbers that the plan can tell at all. */
function numbersOf(plan: YearPlan, seen: readonly Foreseen[]): ForeseenNumber[] {
  const times = { list: plan.listsAt.length, year: 1, total: plan.steps.length };
  const isPlanned = (name: keyof Outcome) => (name !== 'bands' || plan.bands !== null)
    && (name !== 'sites' || plan.sites.children.length > 0)
    && (name !== 'totalAlone' || times.total > 1);
  return NUMBERS.filter(([name]) => isPlanned(name)).map(([name, calendar]) => ({
    name, timesAYear: times[calendar],
    percent: seen.map(({ likelihoods }) => Math.round(100 * likelihoods[name])),
  }));
}
