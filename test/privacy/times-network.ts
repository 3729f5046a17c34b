import { createHash } from 'node:crypto';
import { GIVEN_BACK_DAYS, MOST_BOOKED_A_DAY, MOST_GIVEN_BACK } from '#billing/decide-booking';
import { SHOWN_WEEKS } from '#calendar/shown-weeks';
import {
  dailyView, isWithheld, MOST_THERAPISTS_A_DAY, MOST_TIMES_EACH, MOST_USUAL,
  type Draws, type MidnightTime,
} from '#matching/daily-view';
import { seededChoices, type Choices } from '../../demo/story/random.ts';
import { rememberedDraws } from './times-draws.ts';

/*
 * A network of fifty therapists over twelve weeks, with clients who book by what they are shown: by
 * the view that ships, or by the list of all that is free at the moment, as it was before.
 */

/** What clients are shown. */
export type Offer = 'daily view' | 'live list';

/**
 * What a case can try to book: what its own view holds today, a few times a month; or, as it was
 * before, all that was free at midnight and is not withheld, as often as it likes.
 */
export type Trying = 'own view' | 'all of today';

/**
 * What a client is shown of the hour of her last session: what ships; or, as it was before, always
 * her four soonest times at it, withheld or not.
 */
export type UsualHour = 'drawn' | 'always';

/** How a network is run. */
export interface NetworkSetting {
  readonly seed: number;
  readonly offer: Offer;
  /** `own view` where nothing is said. */
  readonly trying?: Trying;
  /** `drawn` where nothing is said. */
  readonly usualHour?: UsualHour;
  /** People who come for the first time, a day. */
  readonly newcomersADay: number;
}

/** A time of a therapist; `bookedAt` is when it was booked, milliseconds, or null. */
export interface NetworkTime extends MidnightTime {
  bookedAt: number | null;
}

/** Somebody who looks every morning, and every evening tries to book and gives back. */
export interface Onlooker {
  readonly name: string;
  /** Therapists whom she asks for on a day. */
  asks(day: number): readonly string[];
  /** She had a session with the only one whom she asks for, at this one of her weekly times. */
  readonly hadSessionAt?: number;
  /** For each day, each therapist asked for and the times shown of her. */
  readonly looks: Map<string, ReadonlySet<NetworkTime>>[];
  /** For each day, the times that she tried to book, and whether she was told that one is taken. */
  readonly tries: Map<NetworkTime, boolean>[];
  /** All times that she was ever shown: to try one she has to know it. */
  readonly known: Set<NetworkTime>;
  /** Days on which she gave a time back. */
  readonly gaveBack: number[];
}

/** What was run. */
export interface NetworkRun {
  readonly times: readonly NetworkTime[];
  readonly providers: readonly string[];
  /** First sessions of people, which are absences of hers from work. */
  readonly firstSessions: readonly NetworkTime[];
  /** Tries to book in the weeks that count, and those that met a time which somebody else had. */
  readonly tries: number;
  readonly taken: number;
  /** Share of the times of the weeks that count which were booked. */
  readonly fullness: number;
  /** Sessions after first ones in the weeks that count, and those at the hour of the one before. */
  readonly followUps: number;
  readonly atSameHour: number;
}

export const THERAPISTS = 50;
const DAYS = 84;
/** The network fills in the first weeks: what is counted begins here. */
export const COUNTED_FROM = 28;
const TIMES_A_WEEK = 25;
const MOST_SESSIONS = 8;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** A Monday. */
const BEGIN = Date.UTC(2026, 8, 7);
const NOTICE_MS = 24 * HOUR_MS;
/** No view goes further: what lies beyond need not be looked through. */
const REACH_MS = SHOWN_WEEKS * 7 * DAY_MS;

/** Midnight at the beginning of a day of the network. */
export function midnightOf(day: number): number {
  return BEGIN + day * DAY_MS;
}

/** Whether a time can still be booked at a moment, as far as the notice goes. */
export function isAhead({ startsAt }: MidnightTime, now: number): boolean {
  return startsAt.getTime() > now + NOTICE_MS;
}

interface Client {
  readonly caseId: string;
  readonly asks: readonly string[];
  sessionsLeft: number;
  readonly booked: NetworkTime[];
}

/** Ids of the therapists of a network. */
export const PROVIDERS: readonly string[] = Array.from({ length: THERAPISTS }, (_, place) =>
  `therapist ${place}`);

/** Run twelve weeks. */
export function runNetwork(setting: NetworkSetting, onlookers: readonly Onlooker[]): NetworkRun {
  const network = new Network(setting);
  for (let day = 0; day < DAYS; day += 1) network.day(day, onlookers);
  return network.result();
}

class Network {
  private readonly choices: Choices;
  /** Apart, so that who looks on changes nothing of what is run. */
  private readonly onlookersChoices: Choices;
  private readonly draws: Draws;
  private readonly times: NetworkTime[];
  private readonly byProvider: Map<string, NetworkTime[]>;
  private readonly followUps = new Map<number, { client: Client; at: number }[]>();
  private readonly firstSessions: NetworkTime[] = [];
  private people = 0;
  private tries = 0;
  private taken = 0;
  private readonly series = { followUps: 0, atSameHour: 0 };
  /** What was free at the last midnight. */
  private free: ReadonlySet<NetworkTime> = new Set();

  constructor(private readonly setting: NetworkSetting) {
    const { seed } = setting;
    this.choices = seededChoices(seed);
    this.onlookersChoices = seededChoices(seed + 2);
    this.draws = rememberedDraws(createHash('sha256').update(`network ${seed}`).digest());
    this.times = PROVIDERS.flatMap((providerId) => weeklyTimes(providerId, this.choices));
    this.byProvider = Map.groupBy(this.times, ({ providerId }) => providerId);
  }

  day(day: number, onlookers: readonly Onlooker[]): void {
    const midnight = midnightOf(day);
    this.free = new Set(this.times.filter(({ bookedAt }) => bookedAt === null));
    for (const onlooker of onlookers) onlooker.looks.push(this.look(onlooker, day));
    const newcomers = Math.floor(this.setting.newcomersADay + this.choices.below(1000) / 1000);
    const arrivals = Array.from({ length: newcomers }, () => (
      { client: this.newcomer(), at: midnight + this.choices.below(DAY_MS) }));
    const events = [...arrivals, ...this.followUps.get(day) ?? []].sort((a, b) => a.at - b.at);
    for (const { client, at } of events) this.book(client, at);
    for (const onlooker of onlookers) onlooker.tries.push(this.tryAll(onlooker, day));
  }

  /**
   * Shortly before midnight she tries all times that she knows of the therapists whom she asked for
   * on this day, those first that are not shown any more. What she gets she gives back at once.
   */
  private tryAll(onlooker: Onlooker, day: number): Map<NetworkTime, boolean> {
    const look = onlooker.looks.at(-1) ?? new Map<string, ReadonlySet<NetworkTime>>();
    const isShown = (time: NetworkTime) => look.get(time.providerId)?.has(time) ?? false;
    for (const shown of look.values()) for (const time of shown) onlooker.known.add(time);
    const now = midnightOf(day + 1) - 1;
    const known = [...onlooker.known].filter((time) => look.has(time.providerId)
      && isAhead(time, now) && time.startsAt.getTime() < now + REACH_MS);
    const inTurn = [...known.filter((time) => !isShown(time)),
      ...this.onlookersChoices.shuffled(known.filter(isShown))];
    const told = new Map<NetworkTime, boolean>();
    const gaveBackOfLate = () =>
      onlooker.gaveBack.filter((on) => on > day - GIVEN_BACK_DAYS).length;
    let bookedToday = 0;
    for (const time of inTurn) {
      if (bookedToday >= MOST_BOOKED_A_DAY || gaveBackOfLate() >= MOST_GIVEN_BACK) break;
      const isTaken = time.bookedAt !== null || !this.canBeTried(time, isShown(time), now);
      told.set(time, isTaken);
      if (isTaken || this.setting.trying === 'all of today') continue;
      bookedToday += 1;
      onlooker.gaveBack.push(day);
    }
    return told;
  }

  private canBeTried(time: NetworkTime, isShown: boolean, now: number): boolean {
    return this.setting.trying === 'all of today'
      ? this.free.has(time) && !isWithheld(time, new Date(now), this.draws) : isShown;
  }

  result(): NetworkRun {
    const counted = this.times.filter(isCounted);
    const booked = counted.filter(({ bookedAt }) => bookedAt !== null);
    return {
      times: this.times, providers: PROVIDERS, tries: this.tries, taken: this.taken,
      firstSessions: this.firstSessions.filter(isCounted),
      fullness: booked.length / counted.length, ...this.series,
    };
  }

  private look(onlooker: Onlooker, day: number): Map<string, ReadonlySet<NetworkTime>> {
    const asked = onlooker.asks(day);
    const booked = onlooker.hadSessionAt === undefined ? []
      : (this.byProvider.get(asked[0] ?? '') ?? []).slice(onlooker.hadSessionAt).slice(0, 1);
    const client = { caseId: onlooker.name, asks: asked, sessionsLeft: 0, booked };
    const shown = Map.groupBy(this.shown(client, midnightOf(day)), ({ providerId }) => providerId);
    return new Map(asked.map((id) => [id, new Set(shown.get(id) ?? [])]));
  }

  /** What a client is shown; the times themselves, so that they can be booked. */
  private shown(client: Client, now: number): NetworkTime[] {
    const hers = client.asks.flatMap((id) => this.byProvider.get(id) ?? [])
      .filter((time) => isAhead(time, now) && time.startsAt.getTime() < now + REACH_MS
        && !client.booked.includes(time));
    if (this.setting.offer === 'live list') return hers.filter(({ bookedAt }) => bookedAt === null);
    const usual = client.booked.at(-1);
    const free = hers.filter((time) => this.free.has(time))
      .map((time) => ({ ...time, isUsual: isAtSameHour(time, usual), time }));
    const always = this.setting.usualHour !== 'always' ? []
      : free.filter(({ isUsual }) => isUsual).slice(0, MOST_USUAL);
    const offered = always.length === 0 ? free : free.filter(({ isUsual }) => !isUsual);
    const drawn = dailyView(offered, { caseId: client.caseId, now: new Date(now) }, this.draws);
    return [...always, ...drawn.slice(0, always.length === 0 ? drawn.length
      : MOST_TIMES_EACH - always.length)].map(({ time }) => time);
  }

  private newcomer(): Client {
    this.people += 1;
    return {
      caseId: `case ${this.people}`, booked: [],
      asks: this.choices.shuffled(PROVIDERS).slice(0, MOST_THERAPISTS_A_DAY),
      sessionsLeft: 1 + this.choices.below(MOST_SESSIONS),
    };
  }

  /** Book what she is shown: the first time any, later at her hour where she is shown it. */
  private book(client: Client, now: number): void {
    const before = client.booked.at(-1);
    let shown = this.shown(before ? { ...client, asks: [before.providerId] } : client, now);
    while (shown.length > 0) {
      const wanted = shown.find((time) => isAtSameHour(time, before)) ?? this.choices.pick(shown);
      const isCountedTry = now >= midnightOf(COUNTED_FROM);
      if (isCountedTry) this.tries += 1;
      if (wanted.bookedAt === null) {
        if (before && isCountedTry) {
          this.series.followUps += 1;
          if (isAtSameHour(wanted, before)) this.series.atSameHour += 1;
        }
        this.keep(client, wanted, now);
        return;
      }
      if (isCountedTry) this.taken += 1;
      shown = shown.filter((time) => time !== wanted);
    }
  }

  private keep(client: Client, time: NetworkTime, now: number): void {
    time.bookedAt = now;
    if (client.booked.length === 0) this.firstSessions.push(time);
    client.booked.push(time);
    client.sessionsLeft -= 1;
    if (client.sessionsLeft === 0) return;
    const at = time.startsAt.getTime() + HOUR_MS;
    const day = Math.floor((at - BEGIN) / DAY_MS);
    const others = this.followUps.get(day) ?? [];
    this.followUps.set(day, [...others, { client, at }]);
  }
}

/** Whether a time is in the weeks that count. */
export function isCounted({ startsAt }: NetworkTime): boolean {
  const at = startsAt.getTime();
  // The last weeks are still being booked when the run ends.
  return at >= midnightOf(COUNTED_FROM) && at < midnightOf(DAYS);
}

/** Whether a time is at the weekday and hour of another one of the same therapist. */
export function isAtSameHour(
  { providerId, startsAt }: NetworkTime, other: NetworkTime | undefined,
): boolean {
  return other?.providerId === providerId
    && (startsAt.getTime() - other.startsAt.getTime()) % (7 * DAY_MS) === 0;
}

/** The same hours every week, as long as the run and four weeks more. */
function weeklyTimes(providerId: string, choices: Choices): NetworkTime[] {
  const hours = Array.from({ length: 40 }, (_, place) =>
    Math.floor(place / 8) * 24 + 9 + place % 8);
  const hers = choices.shuffled(hours).slice(0, TIMES_A_WEEK);
  return Array.from({ length: DAYS / 7 + 4 }, (_, week) => hers.map((hour): NetworkTime => {
    const startsAt = new Date(BEGIN + week * 7 * DAY_MS + hour * HOUR_MS);
    const id = `${providerId} ${startsAt.toISOString()}`;
    return { id, providerId, startsAt, isUsual: false, isOwn: false, isUnlicensed: false,
      bookedAt: null };
  })).flat();
}
