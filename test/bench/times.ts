import { MOST_TIMES_EACH, MOST_THERAPISTS_A_DAY } from '#matching/daily-view';
import {
  CROWDED, FULL, measure, measureOwnHour, TENTH, type Live, type Matched, type Measured,
  type OwnHour, type Precision,
} from '../privacy/times-attackers.ts';
import type { Offer, Trying } from '../privacy/times-network.ts';
import type { BenchResult, Note } from './measure.ts';

/** What the bench of free times prints, beside what all benches print. */
export interface TimesBench extends BenchResult {
  readonly booked: number;
  readonly seenThenGone: Pick<Precision, 'precision' | 'base' | 'gone'>;
  readonly liveListPrecision: number;
  /** Of times that went and that a try calls taken; `unchecked`: where all of midnight is tried. */
  readonly goneThenTaken: Pick<Precision, 'precision' | 'base' | 'gone'> & {
    readonly unchecked: number };
  /** Bookings that tries tell on their day; `unchecked`: of a hundred, as above. */
  readonly live: Live & { readonly unchecked: number };
  /** `lead`: the share of absences that is named beyond what chance names. */
  readonly absences: Matched & { readonly lead: number };
  /** By as many cases, with tries of all that was free at midnight, as they were before. */
  readonly absencesUnchecked: Matched;
  readonly absencesByManyCases: Matched;
  /** Where four fifths are booked of what is not withheld; and where more is asked for than is. */
  readonly full: Load;
  readonly crowded: Load;
  /** By somebody who had a session with every therapist, at four of her hours. */
  readonly ownHour: {
    readonly seenThenGone: Pick<Precision, 'precision' | 'base' | 'gone'>;
    readonly elsewhere: Pick<Precision, 'precision' | 'base' | 'gone'>;
    readonly inVain: Pick<Precision, 'precision' | 'base'>;
    /** Share of sessions at the hour of the one before. */
    readonly series: number;
  };
}

/** Of all times, the share that is booked; of all tries, the share that meets a taken one. */
interface Load { readonly booked: number; readonly takenShare: number }

/** Most that "seen, then gone" may tell beyond the base rate, and tries that may meet "taken". */
const MOST_PRECISION = 0.05;
const MOST_TAKEN = 0.05;
const MOST_TAKEN_CROWDED = 0.09;
/** Of times at a client's own hour that are sought in vain for longest, those that are booked. */
const MOST_IN_VAIN = 0.3;
/** Share of bookings that tries may tell on their day. */
const MOST_LIVE = 0.01;
/** Of absences, those that luck alone may match beyond chance, one time in a hundred. */
const MOST_LEAD = 0.015;
/** Three networks by other draws, so that no figure is one draw's luck. */
const SEEDS = [1, 2, 3];

/**
 * What who looks at free times and tries them learns, by what ships, over fifty therapists
 * and twelve weeks: the ceiling is the live list. Fails outside of what SECURITY.md says.
 */
export function benchTimes(note: Note): Promise<TimesBench> {
  const run = (
    offer: Offer, newcomersADay: number, seeds = SEEDS, trying: Trying = 'own view',
  ) => seeds.map((seed) => measure({ seed, offer, trying, newcomersADay }));
  note(`at most ${MOST_TIMES_EACH} times of ${MOST_THERAPISTS_A_DAY} therapists a day`);
  const tenth = run('daily view', TENTH);
  const full = run('daily view', FULL);
  const crowded = run('daily view', CROWDED);
  const own = SEEDS.map((seed) => measureOwnHour({ seed, offer: 'daily view', newcomersADay: TENTH }));
  const [live] = run('live list', TENTH, SEEDS.slice(0, 1));
  const [unchecked] = run('daily view', TENTH, SEEDS.slice(0, 1), 'all of today');
  if (!live || !unchecked) throw new Error('a network was run');
  const found: TimesBench = {
    ...figuresOf(tenth, live.seenThenGone.precision, unchecked),
    full: loadOf(full), crowded: loadOf(crowded), ownHour: ownHourOf(own),
  };
  const { absences, seenThenGone: { precision, base } } = found;
  note(`${absences.named} of ${absences.absences} absences matched, by chance `
    + `${absences.byChance}`);
  const faults = [
    [precision - base > MOST_PRECISION, `"seen, then gone" tells ${precision} against ${base}`],
    [found.goneThenTaken.precision - found.goneThenTaken.base > MOST_PRECISION,
      `"gone, then taken" tells ${found.goneThenTaken.precision}`],
    [found.live.named / found.live.bookings > MOST_LIVE,
      `${found.live.named} of ${found.live.bookings} bookings are told on their day`],
    [absences.lead > MOST_LEAD, `${absences.lead} of absences are matched beyond chance`],
    [found.full.takenShare > MOST_TAKEN, `${found.full.takenShare} of tries meet "taken"`],
    [found.full.booked < 0.62, `${found.full.booked} booked is not full`],
    [found.crowded.takenShare > MOST_TAKEN_CROWDED,
      `${found.crowded.takenShare} of tries meet "taken" where times are short`],
    [found.ownHour.seenThenGone.precision - found.ownHour.seenThenGone.base > MOST_PRECISION
      || found.ownHour.inVain.precision > MOST_IN_VAIN, 'an own hour tells bookings'],
  ].filter(([isFault]) => isFault).map(([, text]) => text);
  if (faults.length > 0) return Promise.reject(new Error(faults.join('; ')));
  return Promise.resolve(found);
}

function figuresOf(
  tenth: readonly Measured[], livePrecision: number, unchecked: Measured,
): Omit<TimesBench, 'full' | 'crowded' | 'ownHour'> {
  const sum = (of: (one: Measured) => number) => tenth.reduce((total, one) => total + of(one), 0);
  const gone = sum(({ seenThenGone }) => seenThenGone.gone);
  const precision = sum(({ seenThenGone }) => seenThenGone.booked) / gone;
  const base = mean(tenth, ({ seenThenGone }) => seenThenGone.base);
  const matched = (of: (one: Measured) => Matched): Matched => ({
    absences: sum((one) => of(one).absences), named: rounded(sum((one) => of(one).named)),
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
    goneThenTaken: {
      precision: rounded(mean(tenth, ({ goneThenTaken }) => goneThenTaken.precision)),
      base: rounded(mean(tenth, ({ goneThenTaken }) => goneThenTaken.base)),
      gone: sum(({ goneThenTaken }) => goneThenTaken.gone),
      unchecked: rounded(unchecked.goneThenTaken.precision),
    },
    live: {
      named: sum((one) => one.live.named), bookings: sum((one) => one.live.bookings),
      unchecked: rounded(100 * unchecked.live.named / unchecked.live.bookings),
    },
    absencesUnchecked: {
      ...unchecked.absencesOfAll, named: rounded(unchecked.absencesOfAll.named),
      byChance: rounded(unchecked.absencesOfAll.byChance),
    },
    absences: {
      ...absences, lead: rounded((absences.named - absences.byChance) / absences.absences) },
    absencesByManyCases: matched((one) => one.absencesOfAll),
  };
}

function loadOf(measured: readonly Measured[]): Load {
  return { booked: rounded(mean(measured, ({ fullness }) => fullness)),
    takenShare: rounded(mean(measured, ({ takenShare }) => takenShare)) };
}

function ownHourOf(own: readonly OwnHour[]): TimesBench['ownHour'] {
  const shared = (of: (one: OwnHour) => Precision) => ({
    gone: own.reduce((sum, one) => sum + of(one).gone, 0),
    precision: rounded(own.reduce((sum, one) => sum + of(one).booked, 0)
      / own.reduce((sum, one) => sum + of(one).gone, 0)),
    base: rounded(mean(own, (one) => of(one).base)),
  });
  return {
    seenThenGone: shared(({ atHerHour }) => atHerHour), elsewhere: shared((one) => one.elsewhere),
    inVain: { precision: rounded(mean(own, ({ inVain }) => inVain.precision)),
      base: rounded(mean(own, ({ inVain }) => inVain.base)) },
    series: rounded(mean(own, ({ series }) => series)),
  };
}

function mean<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0) / all.length;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
