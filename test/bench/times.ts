import { MOST_TIMES_EACH, MOST_THERAPISTS_A_DAY } from '../../apps/worker/src/matching/daily-view.ts';
import {
  FULL, measure, TENTH, type Matched, type Measured, type Precision,
} from '../privacy/times-attackers.ts';
import type { BenchResult, Note } from './measure.ts';

/** What the bench of free times prints, beside what all benches print. */
export interface TimesBench extends BenchResult {
  readonly booked: number;
  readonly seenThenGone: Pick<Precision, 'precision' | 'base' | 'gone'>;
  readonly liveListPrecision: number;
  /** `lead`: the share of absences that is named beyond what chance names. */
  readonly absences: Matched & { readonly lead: number };
  readonly absencesByManyCases: Matched;
  readonly full: { readonly booked: number; readonly takenShare: number };
}

/** Most that "seen, then gone" may tell beyond the base rate, and tries that may meet "taken". */
const MOST_PRECISION = 0.05;
const MOST_TAKEN = 0.05;
/** Of absences, those that luck alone may match beyond chance, one time in a hundred. */
const MOST_LEAD = 0.015;
/** Three networks by other draws, so that no figure is one draw's luck. */
const SEEDS = [1, 2, 3];

/**
 * What who looks at free times learns of bookings, by the view that ships, over fifty therapists
 * and twelve weeks: the ceiling is the live list. Fails outside of what SECURITY.md says.
 */
export function benchTimes(note: Note): Promise<TimesBench> {
  const play = (offer: 'daily view' | 'live list', newcomersADay: number, seeds = SEEDS) =>
    seeds.map((seed) => measure({ seed, offer, newcomersADay }));
  note(`at most ${MOST_TIMES_EACH} times of ${MOST_THERAPISTS_A_DAY} therapists a day`);
  const tenth = play('daily view', TENTH);
  const full = play('daily view', FULL);
  const live = play('live list', TENTH, SEEDS.slice(0, 1));
  const found = figuresOf(tenth, full, mean(live, ({ seenThenGone }) => seenThenGone.precision));
  const { absences, seenThenGone: { precision, base } } = found;
  note(`${absences.named} of ${absences.absences} absences matched, by chance `
    + `${absences.byChance}`);
  const faults = [
    [precision - base > MOST_PRECISION, `"seen, then gone" tells ${precision} against ${base}`],
    [absences.lead > MOST_LEAD, `${absences.lead} of absences are matched beyond chance`],
    [found.full.takenShare > MOST_TAKEN, `${found.full.takenShare} of tries meet "taken"`],
    [found.full.booked < 0.75, `${found.full.booked} booked is not full`],
  ].filter(([isFault]) => isFault).map(([, text]) => text);
  if (faults.length > 0) return Promise.reject(new Error(faults.join('; ')));
  return Promise.resolve(found);
}

function figuresOf(
  tenth: readonly Measured[], full: readonly Measured[], livePrecision: number,
): TimesBench {
  const sum = (of: (one: Measured) => number) => tenth.reduce((total, one) => total + of(one), 0);
  const gone = sum(({ seenThenGone }) => seenThenGone.gone);
  const precision = sum(({ seenThenGone }) => seenThenGone.booked) / gone;
  const base = mean(tenth, ({ seenThenGone }) => seenThenGone.base);
  const matched = (of: (one: Measured) => Matched): Matched => ({
    absences: sum((one) => of(one).absences), named: sum((one) => of(one).named),
    byChance: rounded(sum((one) => of(one).byChance)),
  });
  const absences = matched((one) => one.absences);
  return {
    name: 'times', value: rounded(precision - base), unit: 'precision above the base rate',
    ceilingName: 'the same of a live list', ceiling: rounded(livePrecision - base),
    ratio: rounded((precision - base) / (livePrecision - base)),
    booked: rounded(mean(tenth, ({ fullness }) => fullness)),
    seenThenGone: { precision: rounded(precision), base: rounded(base), gone },
    liveListPrecision: rounded(livePrecision),
    absences: {
      ...absences, lead: rounded((absences.named - absences.byChance) / absences.absences) },
    absencesByManyCases: matched((one) => one.absencesOfAll),
    full: { booked: rounded(mean(full, ({ fullness }) => fullness)),
      takenShare: rounded(mean(full, ({ takenShare }) => takenShare)) },
  };
}

function mean<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0) / all.length;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
