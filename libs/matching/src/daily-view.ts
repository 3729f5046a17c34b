import { createHmac, hash, hkdfSync } from 'node:crypto';
import { SHOWN_WEEKS } from '#calendar/shown-weeks';

/** A time that was free at midnight, when what is offered was settled for the day. */
export interface MidnightTime {
  readonly id: string;
  readonly providerId: string;
  readonly startsAt: Date;
  /** It is at the hour at which the viewer has her sessions with this therapist. */
  readonly isUsual: boolean;
  /** The viewer has booked it since midnight, and may have given it back. */
  readonly isOwn: boolean;
  /** It is after the last day of the licence for where the viewer is. */
  readonly isUnlicensed: boolean;
}

/** What names a time in draws: not its row, so that one that is published again is drawn alike. */
export type DrawnTime = Pick<MidnightTime, 'providerId' | 'startsAt'>;

/** Who looks, and on which day. */
export interface Viewer {
  readonly caseId: string;
  readonly now: Date;
}

/** What chance decided, once for all: nobody who has not the key can work it out. */
export interface Draws {
  /** First day (counted from 1970, UTC) on which a time is withheld; null: it never is. */
  withheldFrom(time: DrawnTime): number | null;
  /**
   * The place of times among those that a case is shown on a day: smaller comes first. Each time is
   * drawn anew on days of its own, for each case others.
   */
  order(caseId: string, day: number): (time: DrawnTime) => number;
  /** Whether a case is shown a time at her usual hour on a day: drawn anew in the same way. */
  usual(caseId: string, day: number): (time: DrawnTime) => boolean;
  /** Most times of a therapist that are shown. */
  readonly most: number;
}

/** Most times of a therapist that a client is shown. */
export const MOST_TIMES_EACH = 8;
/** Of them, most at her usual hour, so that she can also find another one. */
export const MOST_USUAL = 4;
/** A time at her usual hour is shown on one day in so many. */
export const USUAL_SHOWN_ONE_IN = 2;
/** A time that is shown is drawn anew on one day in so many. */
export const DRAWN_ANEW_ONE_IN = 5;
/** Most therapists whose times a client can look at on one day, besides her own. */
export const MOST_THERAPISTS_A_DAY = 12;
/** One time in so many is withheld from some midnight on. */
export const WITHHELD_ONE_IN = 5;

const DAY_MS = 86_400_000;
/** The first of 1970 was a Thursday, three days after a Monday. */
const MONDAY = 3;

/** The draws of a vault. @param kek its key, 32 bytes, of which nothing is told by them. */
export function drawsOfVault(kek: Uint8Array): Draws {
  return drawsUnder(new Uint8Array(hkdfSync('sha256', kek, '', 'sotto/free-times/v1', 32)));
}

/**
 * Draws by a keyed hash (HMAC-SHA-256), the same at every look. What is drawn of a time is a plain
 * hash under a key from it, of which nothing is told: there are hundreds to draw for one view.
 *
 * @param key 32 random bytes.
 */
export function drawsUnder(key: Uint8Array): Draws {
  const keyOf = (...words: readonly string[]) =>
    createHmac('sha256', key).update(words.join(' ')).digest('hex');
  const nameOf = (under: string, { providerId, startsAt }: DrawnTime) =>
    `${under} ${providerId} ${startsAt.getTime()}`;
  const lastDrawn = (under: string, time: DrawnTime, day: number) => {
    const name = nameOf(under, time);
    const since = drawnAnewOn(hash('sha256', name, 'buffer'), day);
    return hash('sha256', `${name} ${since}`, 'buffer');
  };
  const withheld = keyOf('withheld');
  return {
    most: MOST_TIMES_EACH,
    withheldFrom: (time) => {
      const drawn = hash('sha256', nameOf(withheld, time), 'buffer');
      if (drawn.readUInt32BE(0) % WITHHELD_ONE_IN > 0) return null;
      const first = firstShown(time.startsAt);
      return first + drawn.readUInt32BE(4) % (dayOf(time.startsAt) - first);
    },
    order: (caseId, day) => {
      const own = keyOf('order', caseId);
      return (time) => lastDrawn(own, time, day).readUIntBE(0, 6);
    },
    usual: (caseId, day) => {
      const own = keyOf('usual', caseId);
      return (time) => lastDrawn(own, time, day).readUInt8() % USUAL_SHOWN_ONE_IN === 0;
    },
  };
}

/**
 * Whether a time is kept from everybody: from a midnight that was drawn for it among those at which
 * it is within reach, and then for good. A booked time goes just the same way, so that one that is
 * seen and then gone may be either. It never comes back, not even shortly before it begins: whoever
 * waits would tell them apart by that.
 */
export function isWithheld(time: DrawnTime, now: Date, draws: Draws): boolean {
  const from = draws.withheldFrom(time);
  return from !== null && from <= dayOf(now);
}

/**
 * What a client is shown of the times that were free at midnight (UTC), soonest first: of each
 * therapist eight at most. Which, is drawn for each case, and most stay to the next day. Every day
 * some go to which nothing happened, and others come in: of a time that went nobody can tell that
 * it was booked. Times at her usual hour are drawn apart, each for half of the days, which is more
 * than of any other. It is also all that she can book: a try of anything else tells nothing. What
 * she booked herself today is not shown, and keeps its place until midnight, so that no other time
 * comes in for it: she would book to see more. So does what is after the licence's last day: who
 * asks for one place after another sees eight of a therapist together.
 *
 * @param free of the therapists whom she asks for, with what she has booked of it today.
 */
export function dailyView<Time extends MidnightTime>(
  free: readonly Time[], { caseId, now }: Viewer, draws: Draws,
): Time[] {
  const placeOf = draws.order(caseId, dayOf(now));
  const isUsualShown = draws.usual(caseId, dayOf(now));
  const shown = [...Map.groupBy(free, ({ providerId }) => providerId).values()].flatMap((hers) => {
    const offered = hers.filter((time) =>
      isWithinReach(time, now) && !isWithheld(time, now, draws));
    const usual = offered.filter((time) => time.isUsual && isUsualShown(time))
      .toSorted(byStart).slice(0, MOST_USUAL);
    const others = offered.filter(({ isUsual }) => !isUsual)
      .map((time) => ({ time, place: placeOf(time) }))
      .toSorted((a, b) => a.place - b.place).map(({ time }) => time);
    return [...usual, ...others.slice(0, draws.most - usual.length)];
  });
  return shown.filter(({ isOwn, isUnlicensed }) => !isOwn && !isUnlicensed).toSorted(byStart);
}

/** Whether a time is in the weeks that are shown: they move on at the beginning of a week. */
export function isWithinReach({ startsAt }: Pick<MidnightTime, 'startsAt'>, now: Date): boolean {
  return weekOf(startsAt) < weekOf(now) + SHOWN_WEEKS;
}

function byStart(a: MidnightTime, b: MidnightTime): number {
  return a.startsAt.getTime() - b.startsAt.getTime() || (a.providerId < b.providerId ? -1 : 1);
}

/** The first day on which a time is within reach: a Monday. */
function firstShown(startsAt: Date): number {
  return 7 * (weekOf(startsAt) - SHOWN_WEEKS + 1) - MONDAY;
}

/** The last day up to this one on which a time is drawn anew, by a byte for each of 32 days. */
function drawnAnewOn(bytes: Uint8Array, day: number): number {
  let since = day;
  while (since > day - bytes.length + 1
    && (bytes[since % bytes.length] ?? 0) % DRAWN_ANEW_ONE_IN > 0) since -= 1;
  return since;
}

/** Days since 1970, UTC. */
function dayOf(at: Date): number {
  return Math.floor(at.getTime() / DAY_MS);
}

/** Weeks since 1970, beginning on Monday, UTC. */
function weekOf(at: Date): number {
  return Math.floor((dayOf(at) + MONDAY) / 7);
}
