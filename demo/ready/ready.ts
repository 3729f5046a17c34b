import { bearerText, takeOut } from '#wallet/bearer';
import { book } from '#wallet/booking';
import { earliestOpenings } from '#wallet/care';
import { written } from '#wallet/documents';
import type { Ending } from '../run/run.ts';
import { yearAfter, type StoryCalendar } from '../story/calendar.ts';
import { beginCare, PLACE } from '../story/care.ts';
import type { Company } from '../story/company.ts';
import { hrSignsIn, type Employer } from '../story/employer.ts';
import { expectKind, type Kind } from '../story/kinds.ts';
import { claimAndIssue } from '../story/members.ts';
import { MODALITIES, type Person } from '../story/plot.ts';
import { publishSlots, therapistSignsIn, type Therapist } from '../story/practices.ts';
import { printedLetters, type Letter } from '../story/printer.ts';
import { awaitPaid, buy } from '../story/purchase.ts';
import type { Scenario } from '../story/scenario.ts';

/** What an administrator signs in with. */
interface HrSeat {
  readonly email: string;
  readonly password: string;
  /** Each lets her in once, in place of the code of an app. */
  readonly recoveryCodes: readonly string[];
}

/** What a person needs to click through the three surfaces. */
export interface ReadyData {
  readonly hr: HrSeat;
  /** Of the second employer, of which little can be told. */
  readonly smallHr?: HrSeat;
  /** An unused code of the year. */
  readonly code: string;
  readonly therapist: {
    readonly name: string; readonly login: string; readonly password: string;
    /** The secret of her authenticator, and recovery codes, each of which lets her in once. */
    readonly secret: string; readonly recoveryCodes: readonly string[];
  };
  /** A session credit on paper, which the therapist may redeem. */
  readonly voucher: string;
}

const OPEN_SLOTS = written<{ provider: { openSlots: { startsAt: string }[] } }>(
  'query { provider { openSlots { startsAt } } }');

/** Clients of the day; each of the first takes an hour, the last has only been referred. */
const CLIENTS = 6;
/** UTC hours of the therapist's day. */
const HOURS = [7, 8, 9, 12, 13, 14, 15];
const MINUTES = 50;
/** Of her appointments, so many are over when a visitor finds her. */
const OVER = 3;
/** One time in five is withheld: of four for each client enough are left. */
const TIMES_EACH = 4;
/** A therapist's notice is a day at most. */
const NOTICE_MS = 25 * 3_600_000;
const DAY_MS = 86_400_000;
/** Of what a year needs, or of what can be ordered yet if that is less: paid, and invoiced. */
const PAID_SHARE = 1 / 2;
const OPEN_SHARE = 1 / 4;

/** After the story: an ordinary day of the year that follows, for both employers. */
export async function leaveReady(
  scenario: Scenario, { companies, therapists }: Pick<Ending, 'companies' | 'therapists'>,
): Promise<ReadyData> {
  const [{ employer }, small] = companies as [Company, Company];
  const ready = await prepare(
    { ...scenario, calendar: yearAfter(scenario.calendar) }, employer, therapists);
  return { ...ready, smallHr: seatOf(small.employer) };
}

function seatOf({ email, password, recoveryCodes }: Employer): HrSeat {
  return { email, password, recoveryCodes };
}

/**
 * Data as a person finds it on an ordinary day of the calendar's year: HR has bought credits once
 * more and had letters made for people who joined, one invoice is still to be paid, a letter is
 * unused, and a therapist has appointments of which some are over. The clock ends at the present:
 * from then on it is the machine's own.
 */
export async function prepare(
  scenario: Scenario, before: Employer, therapists: readonly Therapist[],
): Promise<ReadyData> {
  const { calendar, clock } = scenario;
  await clock.moveTo(calendar.eve);
  const employer = await hrSignsIn(scenario, before);
  const [known] = therapists;
  if (!known) throw new Error('the story has therapists');
  const therapist = await therapistSignsIn(scenario, known);
  const letters = await somebodyJoined(scenario, employer);
  const [unused, ...others] = letters;
  if (!unused) throw new Error('the year has letters for who joins');
  const inCare = [];
  for (const letter of others.slice(0, CLIENTS)) {
    inCare.push(await appears(scenario, employer, { letter, therapist }));
  }
  const times = appointmentTimes(calendar);
  const over = times.filter((time) => isUntil(time, calendar.present)).reverse();
  const coming = times.slice(over.length);
  for (const [place, one] of inCare.slice(0, -1).entries()) {
    await one.meet(place < OVER ? over : coming);
  }
  await publishWeeks(therapist, times.at(-coming.length - 1) ?? calendar.present);
  const voucher = await inCare[0]?.voucher() ?? '';
  await clock.moveTo(calendar.present);
  return {
    hr: seatOf(employer), code: unused.code, voucher,
    therapist: {
      name: therapist.practice.name, login: therapist.login, password: therapist.password,
      secret: therapist.app.secret, recoveryCodes: therapist.app.left },
  };
}

/** What HR may know of letters. */
interface Batch {
  readonly id: string;
  readonly spare: number;
  readonly letters: number;
  readonly reason: string;
}
const BATCHES = written<{ letterBatches: Batch[] }>(
  `query ($programmeId: ID!, $period: String!) {
  letterBatches(programmeId: $programmeId, period: $period) { id spare letters reason } }`);
const MOST = written<{ previewPurchase: { mostSessions: number } }>(
  `query ($programmeId: ID!) {
  previewPurchase(programmeId: $programmeId, sessions: 1) { mostSessions } }`);
const ORDER = written<{ orderLetters: Kind }>(
  'mutation ($input: OrderLettersInput!) { orderLetters(input: $input) { __typename } }');

/** People joined: pay for sessions by card, order some by invoice, and print spare letters. */
async function somebodyJoined(scenario: Scenario, employer: Employer): Promise<Letter[]> {
  const { hr, programmeId } = employer;
  const { period } = scenario.calendar;
  const batches = async () => (await hr.ask(BATCHES, { programmeId, period })).letterBatches;
  let wanted = CLIENTS + 1;
  while (wanted > 0) {
    const batch = (await batches()).find(({ spare }) => spare > 0);
    if (!batch) break;
    const letters = Math.min(batch.spare, wanted);
    const { orderLetters } = await hr.ask(ORDER, { input: {
      batchId: batch.id, letters, reason: 'JOINED', spareSeen: batch.spare } });
    expectKind(orderLetters, 'LettersChanged');
    wanted -= letters;
  }
  const { previewPurchase: { mostSessions } } = await hr.ask(MOST, { programmeId });
  const share = (of: number) => Math.ceil(Math.min(mostSessions, scenario.plot.bought) * of);
  const paid = await buy(scenario, employer, {
    sessions: share(PAID_SHARE), method: 'CARD', cardToken: 'sandbox-ok' });
  await awaitPaid(employer, [paid.number]);
  await buy(scenario, employer, { sessions: share(OPEN_SHARE), method: 'INVOICE' });
  return printedLetters(scenario.gatewayOperator, programmeId, period, CLIENTS + 1);
}

/**
 * When her clients can meet her (ISO 8601): the last hours of work before the present and the first
 * after it, within the year, several for each client, since some are withheld.
 */
export function appointmentTimes(
  { eve, present, yearEnds }: Pick<StoryCalendar, 'eve' | 'present' | 'yearEnds'>,
): string[] {
  const days = Array.from({ length: 6 }, (_, place) =>
    new Date(Date.parse(eve) + place * DAY_MS).toISOString().slice(0, 10));
  const hours = days.flatMap((day) => HOURS.map((hour) => startOf(day, hour)))
    .filter((time) => Date.parse(time) > Date.parse(eve) + NOTICE_MS)
    .filter((time) => time.slice(0, 10) <= yearEnds);
  const isOver = (time: string) => Date.parse(time) + MINUTES * 60_000 < Date.parse(present);
  const isComing = (time: string) => Date.parse(time) > Date.parse(present);
  const toCome = CLIENTS - 1 - OVER;
  return [...hours.filter(isOver).slice(-TIMES_EACH * OVER),
    ...hours.filter(isComing).slice(0, TIMES_EACH * toCome)];
}

/** Times on the working days of the next three weeks, for whoever looks for one. */
async function publishWeeks(therapist: Therapist, after: string): Promise<void> {
  const days = Array.from({ length: 21 }, (_, place) =>
    new Date(Date.parse(after.slice(0, 10)) + (place + 1) * DAY_MS));
  const { provider } = await therapist.console.ask(OPEN_SLOTS);
  // A day that has a time already was planned by the story.
  const planned = new Set(provider.openSlots.map(({ startsAt }) => startsAt.slice(0, 10)));
  const free = days.filter((day) => day.getUTCDay() % 6 !== 0)
    .map((day) => day.toISOString().slice(0, 10)).filter((day) => !planned.has(day));
  const slots = free.flatMap((day) => HOURS.map((hour, place) => ({
    startsAt: startOf(day, hour),
    modality: MODALITIES[place % MODALITIES.length] ?? 'VIDEO',
  })));
  await publishSlots(therapist, slots);
}

function isUntil(startsAt: string, present: string): boolean {
  return Date.parse(startsAt) < Date.parse(present);
}

/** A member claims, opens a case and is referred to the therapist. */
async function appears(scenario: Scenario, employer: Employer, { letter, therapist }: {
  letter: Letter; therapist: Therapist }) {
  const member = await claimAndIssue(scenario, letter);
  const { wallet } = member;
  const { practice } = await beginCare(
    scenario, employer, personFor(letter.number, therapist), member, therapist.id);
  return {
    /**
     * The therapist offers times one by one, until this client is shown one and takes it: which are
     * withheld nobody knows before. What was offered is gone from `times`.
     */
    meet: async (times: string[]) => {
      for (let at = times.shift(); at !== undefined; at = times.shift()) {
        const startsAt = at;
        await publishSlots(therapist, [{ startsAt, modality: 'VIDEO' }]);
        const opening = (await earliestOpenings(wallet, [practice], PLACE))
          .find(({ slot }) => Date.parse(slot.startsAt) === Date.parse(startsAt));
        if (!opening) continue;
        const booked = await book(wallet, opening, practice, PLACE);
        if (booked === 'booked') return;
        throw new Error(`a time of hers was answered ${booked}`);
      }
      throw new Error('the therapist has no time');
    },
    /** One of her credits as it is handed over on paper. */
    voucher: async () => {
      const held = await takeOut(wallet);
      return held ? bearerText(held) : '';
    },
  };
}

function personFor(member: number, { practice }: Therapist): Person {
  return {
    member, quarter: 0, concern: practice.specialities[0] ?? 'OTHER', language: practice.languages[0] ?? 'en',
    modality: 'VIDEO', sessions: 1, cancels: false, voucher: false, losesDevice: false,
  };
}

function startOf(day: string, hour: number): string {
  return `${day}T${String(hour).padStart(2, '0')}:00:00.000Z`;
}
