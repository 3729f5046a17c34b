import type { TermsDepartment } from '#disclosure/terms';
import type { Counted } from '#disclosure/year/counted';
import type { YearPlan } from '#disclosure/year/plan';
import { leavesOf } from '#disclosure/year/tree';
import type { Chance } from './chance.ts';

/** How much employers differ from each other, and their departments. */
export interface Spread {
  /** Coefficient of variation of departments' use. */
  readonly use: number;
  /** Concentration of the mix of concerns, and of ways: small where employers differ much. */
  readonly mix: number;
}

/** Employers who are much alike, and employers who are not. */
export const SPREADS = [{ use: 0.3, mix: 200 }, { use: 0.5, mix: 60 }] as const;

/** First sessions by reporting period, against the average. */
const SEASON = [1.1, 1, 0.8, 1.1];
/** What people come for, how, and how many of them have 1, 2, … sessions, in shares. */
const CONCERNS = {
  STRESS: 0.23, ANXIETY: 0.19, DEPRESSION: 0.13, RELATIONSHIPS: 0.16, WORK: 0.13, GRIEF: 0.07,
  OTHER: 0.09,
};
const MODALITIES = { VIDEO: 0.58, PHONE: 0.22, IN_PERSON: 0.2 };
const [CONCERN_NAMES, MODALITY_NAMES] = [Object.keys(CONCERNS), Object.keys(MODALITIES)];
const SESSIONS = [0.3, 0.18, 0.14, 0.11, 0.09, 0.07, 0.05, 0.06];
/** Days of waiting: the median of an employer's, and how people's spread around it. */
const WAIT_DAYS = 3.5;
const WAIT_OF_EMPLOYERS = 0.15;
const WAIT_OF_PEOPLE = 0.5;

/**
 * A first year of an employer as benchmarks let expect it, by chance: who uses the benefit, at
 * about `useBps` of its people. Mixes, seasons and sessions are assumed ones, near what the field
 * reports; report.proof.md says what follows from them.
 */
export function likelyUse(
  plan: YearPlan, departments: readonly TermsDepartment[], useBps: number, spread: Spread,
  chance: Chance,
): Counted[] {
  const blocks = new Map(leavesOf(plan.sites).flatMap(({ name, departments: own }) =>
    own.map((number) => [number, name] as const)));
  const concerns = chance.shares(Object.values(CONCERNS), spread.mix);
  const modalities = chance.shares(Object.values(MODALITIES), spread.mix);
  const wait = chance.gamma(WAIT_DAYS, WAIT_OF_EMPLOYERS);
  const all = SEASON.reduce((sum, share) => sum + share, 0);
  const seasons = SEASON.map((share) => share / all);
  const pick = (names: readonly string[], shares: readonly number[]) =>
    names[chance.place(shares)] ?? '';
  return departments.flatMap(({ number, people }) => {
    const users = chance.binomial(people, chance.gamma(useBps / 10_000, spread.use));
    return Array.from({ length: users }, (): Counted => ({
      turn: chance.place(seasons) + 1, block: blocks.get(number) ?? '',
      concern: pick(CONCERN_NAMES, concerns), modality: pick(MODALITY_NAMES, modalities),
      sessions: Math.min(chance.place(SESSIONS) + 1, plan.sessionsPerMember),
      waitDays: Math.round(wait * Math.exp(WAIT_OF_PEOPLE * chance.normal())),
    }));
  });
}
