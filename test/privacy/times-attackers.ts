import { isWithinReach, MOST_THERAPISTS_A_DAY } from '#matching/daily-view';
import {
  COUNTED_FROM, isAhead, isAtSameHour, isCounted, midnightOf, runNetwork, PROVIDERS,
  type NetworkSetting, type NetworkTime, type Onlooker, type NetworkRun,
} from './times-network.ts';

/*
 * What somebody learns who looks at free times every morning, and tries to book them every evening,
 * with cases of its own: an employer, for instance, who kept letters for itself.
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

/** Bookings of others that somebody was told of within the day by trying, and all there were. */
export interface Live {
  readonly named: number;
  readonly bookings: number;
}

/** All that is measured of one way of offering times. */
export interface Measured {
  readonly fullness: number;
  /** By somebody with as many cases as it takes to look at all therapists on every day. */
  readonly seenThenGone: Precision;
  /** Of times that went from her view, those that were then tried, and were told to be taken. */
  readonly goneThenTaken: Precision;
  /** By the same: times that are in her view and were booked since midnight. */
  readonly live: Live;
  /** By somebody with one case. */
  readonly absences: Matched;
  /** By somebody with as many cases as it takes. */
  readonly absencesOfAll: Matched;
  readonly takenShare: number;
}

/** Cases by which an onlooker sees all therapists on each day. */
const CASES = Math.ceil(PROVIDERS.length / MOST_THERAPISTS_A_DAY);

/** Run a network and let the attackers look on. */
export function measure(setting: NetworkSetting): Measured {
  const onlookers = Array.from({ length: CASES }, (_, place) => onlooker(`onlooker ${place}`, () =>
    PROVIDERS.slice(place * MOST_THERAPISTS_A_DAY, (place + 1) * MOST_THERAPISTS_A_DAY)));
  const single = setting.offer === 'live list' ? onlooker('employer', () => PROVIDERS)
    : onlooker('employer', dozenOf);
  const run = runNetwork(setting, [...onlookers, single]);
  return {
    fullness: run.fullness,
    takenShare: run.tries === 0 ? 0 : run.taken / run.tries,
    seenThenGone: seenThenGone(onlookers),
    goneThenTaken: goneThenTaken(onlookers),
    live: liveOf(run, onlookers),
    absences: matchAbsences(run, [single]),
    absencesOfAll: matchAbsences(run, onlookers),
  };
}

/** What clients of all therapists learn of the hour of a session that they had there. */
export interface OwnHour {
  /** At that hour, and at all others. */
  readonly atHerHour: Precision;
  readonly elsewhere: Precision;
  /** Of a tenth of the times at that hour, those that were sought in vain for longest. */
  readonly inVain: Pick<Precision, 'precision' | 'base'>;
  /** Share of later sessions that are at the hour of the one before. */
  readonly series: number;
}

/** Weekly times of each therapist at which somebody had a session. */
const HOURS_WATCHED = 4;

/** Run a network in which somebody had one session with each therapist, and watches its hour. */
export function measureOwnHour(setting: NetworkSetting): OwnHour {
  const clients = PROVIDERS.flatMap((id) => Array.from({ length: HOURS_WATCHED }, (_, hour) =>
    ({ ...onlooker(`client ${hour} of ${id}`, () => [id]), hadSessionAt: hour })));
  const { times, followUps, atSameHour } = runNetwork(setting, clients);
  const byProvider = Map.groupBy(times, ({ providerId }) => providerId);
  const isHerHour = ({ asks, hadSessionAt = 0 }: Onlooker, time: NetworkTime) =>
    isAtSameHour(time, byProvider.get(asks(0)[0] ?? '')?.[hadSessionAt]);
  return {
    atHerHour: seenThenGone(clients, isHerHour),
    elsewhere: seenThenGone(clients, (client, time) => !isHerHour(client, time)),
    inVain: soughtInVain(clients.flatMap((client) => {
      const hers = byProvider.get(client.asks(0)[0] ?? '') ?? [];
      return hers.filter((time) => isHerHour(client, time)).map((time) => ({ client, time }));
    })),
    series: atSameHour / followUps,
  };
}

/** Newcomers a day by which a tenth of all times is booked; four fifths of what is not withheld. */
export const TENTH = 4.7;
export const FULL = 45;
/** More than there are times for. */
export const CROWDED = 54;

function onlooker(name: string, asks: Onlooker['asks']): Onlooker {
  return { name, asks, looks: [], tries: [], known: new Set(), gaveBack: [] };
}

/** Another dozen each day, so that one case sees all of them in turn. */
function dozenOf(day: number): string[] {
  return Array.from({ length: MOST_THERAPISTS_A_DAY }, (_, place) =>
    PROVIDERS[(day * MOST_THERAPISTS_A_DAY + place) % PROVIDERS.length] ?? '');
}

/** Times that were shown on a day and not on the next, though still to come; of those watched. */
export function seenThenGone(
  onlookers: readonly Onlooker[],
  isWatched: (onlooker: Onlooker, time: NetworkTime) => boolean = () => true,
): Precision {
  const seen = new Set<NetworkTime>();
  const gone = new Map<NetworkTime, boolean>();
  for (const onlooker of onlookers) {
    const { looks } = onlooker;
    for (const [day, look] of looks.entries()) {
      const before = looks[day - 1];
      if (day < COUNTED_FROM || !before) continue;
      const now = midnightOf(day);
      for (const [id, times] of before) {
        const left = look.get(id);
        if (!left) continue;
        for (const time of times) {
          if (!isWatched(onlooker, time)) continue;
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

/** Of these times, seen from first to last, the tenth that was missing for longest at the end. */
function soughtInVain(
  watched: readonly { readonly client: Onlooker; readonly time: NetworkTime }[],
): OwnHour['inVain'] {
  const signs = watched.filter(({ time }) => isCounted(time))
    .map(({ client, time }) => ({ time, ...signOf(time, [client]) }))
    .sort((a, b) => b.vain - a.vain);
  const share = (some: typeof signs) =>
    some.filter(({ time }) => time.bookedAt !== null).length / some.length;
  const least = Math.max(1, signs[Math.floor(signs.length / 10)]?.vain ?? 0);
  return { precision: share(signs.filter(({ vain }) => vain >= least)), base: share(signs) };
}

/**
 * Times that were shown before and not on a day, of which a try then said that they are taken; the
 * base is all of them that were tried.
 */
export function goneThenTaken(onlookers: readonly Onlooker[]): Precision {
  const last = new Map<NetworkTime, { isTaken: boolean; isBooked: boolean }>();
  for (const { looks, tries } of onlookers) {
    for (const [day, told] of tries.entries()) {
      if (day < COUNTED_FROM) continue;
      for (const [time, isTaken] of told) {
        if (looks[day]?.get(time.providerId)?.has(time)) continue;
        const isBooked = time.bookedAt !== null && time.bookedAt < midnightOf(day + 1);
        last.set(time, { isTaken, isBooked });
      }
    }
  }
  const all = [...last.values()];
  const taken = all.filter(({ isTaken }) => isTaken);
  const booked = taken.filter(({ isBooked }) => isBooked).length;
  return {
    gone: taken.length, booked, precision: booked / taken.length,
    base: all.filter(({ isBooked }) => isBooked).length / all.length,
  };
}

/** Bookings of which somebody was told on their day, by a try of a time that was shown to her. */
export function liveOf({ times }: NetworkRun, onlookers: readonly Onlooker[]): Live {
  const named = new Set<NetworkTime>();
  for (const { looks, tries } of onlookers) {
    for (const [day, told] of tries.entries()) {
      for (const [time, isTaken] of told) {
        if (day >= COUNTED_FROM && isTaken && looks[day]?.get(time.providerId)?.has(time)) {
          named.add(time);
        }
      }
    }
  }
  const from = midnightOf(COUNTED_FROM);
  return { named: named.size,
    bookings: times.filter(({ bookedAt }) => bookedAt !== null && bookedAt >= from).length };
}

/**
 * Name the therapist of each first session, of which the day and hour are known. It is somebody who
 * works then; who still showed the hour at the last look, or gave it at the last try, is left out.
 * Of the others it is one where the hour was seen and then gone, or one where it was tried and
 * taken, or the one where it was looked for in vain for longest: whichever of the three names most.
 */
export function matchAbsences(
  { times, firstSessions }: NetworkRun, onlookers: readonly Onlooker[],
): Matched {
  const byStart = Map.groupBy(times, ({ startsAt }) => startsAt.getTime());
  const named = { gone: 0, taken: 0, longest: 0 };
  let byChance = 0;
  for (const session of firstSessions) {
    const working = byStart.get(session.startsAt.getTime()) ?? [];
    const read = working.map((time) => ({ time, ...signOf(time, onlookers) }));
    const possible = read.filter(({ isFree }) => !isFree);
    const gone = possible.filter(({ isGone }) => isGone);
    const taken = possible.filter(({ isTaken }) => isTaken);
    const most = Math.max(...possible.map(({ vain }) => vain));
    const longest = possible.filter(({ vain }) => vain === most);
    // One of them is guessed: so many are right on average.
    const guess = (some: typeof read) => {
      const among = [some, possible, read].find((all) => all.length > 0) ?? read;
      return among.some(({ time }) => time === session) ? 1 / among.length : 0;
    };
    named.gone += guess(gone);
    named.taken += guess(taken);
    named.longest += guess(longest);
    byChance += 1 / working.length;
  }
  return {
    absences: firstSessions.length, named: Math.max(...Object.values(named)), byChance };
}

/** What looks and tries show of a time: free at the last, gone, taken, how often sought in vain. */
function signOf(time: NetworkTime, onlookers: readonly Onlooker[]) {
  const sign = { isFree: false, isGone: false, isTaken: false, vain: 0 };
  const free = { isFree: true, isGone: false, isTaken: false, vain: 0 };
  for (const { looks, tries } of onlookers) {
    for (const [day, look] of looks.entries()) {
      const shown = look.get(time.providerId);
      if (!shown || !isAhead(time, midnightOf(day))) continue;
      const isTaken = tries[day]?.get(time);
      if (isTaken === false || (shown.has(time) && !isTaken)) Object.assign(sign, free);
      else if (isTaken || isWithinReach(time, new Date(midnightOf(day)))) {
        sign.isGone ||= sign.isFree;
        sign.isTaken ||= isTaken ?? false;
        sign.isFree = false;
        sign.vain += 1;
      }
    }
  }
  return sign;
}
