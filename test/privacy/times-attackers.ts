import { MOST_THERAPISTS_A_DAY } from '../../apps/worker/src/matching/daily-view.ts';
import { seededChoices } from '../../demo/story/random.ts';
import {
  COUNTED_FROM, isAhead, midnightOf, playNetwork, PROVIDERS, type NetworkSetting, type NetworkTime,
  type Onlooker, type Played,
} from './times-network.ts';

/*
 * What somebody learns who looks at free times every morning, with cases of its own: an employer,
 * for instance, who kept letters for itself.
 */

/** Of times that were seen and then gone, the share that was booked; and of all that were seen. */
export interface Precision {
  readonly gone: number;
  readonly booked: number;
  readonly precision: number;
  readonly base: number;
}

/** Absences whose therapist was named, and how many chance names. */
export interface Matched {
  readonly absences: number;
  readonly named: number;
  readonly byChance: number;
}

/** All that is measured of one way of offering times. */
export interface Measured {
  readonly fullness: number;
  /** By somebody with as many cases as it takes to look at all therapists on every day. */
  readonly seenThenGone: Precision;
  /** By somebody with one case. */
  readonly absences: Matched;
  /** By somebody with as many cases as it takes. */
  readonly absencesOfAll: Matched;
  readonly takenShare: number;
}

/** Cases by which an onlooker sees all therapists on each day. */
const CASES = Math.ceil(PROVIDERS.length / MOST_THERAPISTS_A_DAY);

/** Play a network and let the attackers look on. */
export function measure(setting: NetworkSetting): Measured {
  const onlookers = Array.from({ length: CASES }, (_, place) => onlooker(`onlooker ${place}`, () =>
    PROVIDERS.slice(place * MOST_THERAPISTS_A_DAY, (place + 1) * MOST_THERAPISTS_A_DAY)));
  const single = setting.offer === 'live list' ? onlooker('employer', () => PROVIDERS)
    : onlooker('employer', dozenOf);
  const played = playNetwork(setting, [...onlookers, single]);
  return {
    fullness: played.fullness,
    takenShare: played.tries === 0 ? 0 : played.taken / played.tries,
    seenThenGone: seenThenGone(onlookers),
    absences: matchAbsences(played, [single], setting.seed),
    absencesOfAll: matchAbsences(played, onlookers, setting.seed),
  };
}

/** Newcomers a day by which a tenth of all times is booked, and four fifths. */
export const TENTH = 4.7;
export const FULL = 54;

function onlooker(name: string, asks: Onlooker['asks']): Onlooker {
  return { name, asks, looks: [] };
}

/** Another dozen each day, so that one case sees all of them in turn. */
function dozenOf(day: number): string[] {
  return Array.from({ length: MOST_THERAPISTS_A_DAY }, (_, place) =>
    PROVIDERS[(day * MOST_THERAPISTS_A_DAY + place) % PROVIDERS.length] ?? '');
}

/** Times that were shown on a day and not on the next of the same week, though still to come. */
export function seenThenGone(onlookers: readonly Onlooker[]): Precision {
  const seen = new Set<NetworkTime>();
  const gone = new Map<NetworkTime, boolean>();
  for (const { looks } of onlookers) {
    for (const [day, look] of looks.entries()) {
      const before = looks[day - 1];
      if (day < COUNTED_FROM || !before || !isSameWeek(day - 1, day)) continue;
      const now = midnightOf(day);
      for (const [id, times] of before) {
        const left = look.get(id);
        if (!left) continue;
        for (const time of times) {
          seen.add(time);
          if (!left.has(time) && isAhead(time, now)) {
            gone.set(time, time.bookedAt !== null && time.bookedAt < now);
          }
        }
      }
    }
  }
  const booked = [...gone.values()].filter(Boolean).length;
  const base = [...seen].filter(({ bookedAt }) => bookedAt !== null).length / seen.size;
  return { gone: gone.size, booked, precision: booked / gone.size, base };
}

/**
 * Name the therapist of each first session, of which the day and hour are known. It is somebody who
 * works then; who still showed the hour at the last look is left out, and where the hour was seen
 * and then gone, it is one of those.
 */
export function matchAbsences(
  { times, firstSessions }: Played, onlookers: readonly Onlooker[], seed: number,
): Matched {
  const choices = seededChoices(seed + 1);
  const byStart = Map.groupBy(times, ({ startsAt }) => startsAt.getTime());
  let named = 0;
  let byChance = 0;
  for (const session of firstSessions) {
    const working = byStart.get(session.startsAt.getTime()) ?? [];
    const read = working.map((time) => ({ time, sign: signOf(time, onlookers) }));
    const gone = read.filter(({ sign }) => sign === 'gone');
    const possible = read.filter(({ sign }) => sign !== 'free');
    const guess = choices.pick([gone, possible, read].find((some) => some.length > 0) ?? read);
    named += guess.time === session ? 1 : 0;
    byChance += 1 / working.length;
  }
  return { absences: firstSessions.length, named, byChance };
}

/** What looks show of a time: still free at the last, seen and then gone, or nothing. */
function signOf(time: NetworkTime, onlookers: readonly Onlooker[]): 'gone' | 'free' | 'unknown' {
  let sign: 'gone' | 'free' | 'unknown' = 'unknown';
  for (const { looks } of onlookers) {
    let shownOn: number | null = null;
    for (const [day, look] of looks.entries()) {
      const shown = look.get(time.providerId);
      if (!shown || !isAhead(time, midnightOf(day))) continue;
      if (shown.has(time)) shownOn = day;
      else if (shownOn !== null && isSameWeek(shownOn, day)) return 'gone';
      sign = shown.has(time) ? 'free' : 'unknown';
    }
  }
  return sign;
}

function isSameWeek(a: number, b: number): boolean {
  return Math.floor(a / 7) === Math.floor(b / 7);
}
