import { operatorCreatesEmployer, type Employer } from '../../demo/story/employer.ts';
import { printLetters } from '../../demo/story/members.ts';
import { therapistsJoin } from '../../demo/story/practices.ts';
import { hrBuysCredits } from '../../demo/story/purchase.ts';
import { together } from '../../demo/story/together.ts';
import { seededChoices } from '../../demo/story/random.ts';
import type { Arithmetic } from '#wallet/arithmetic';
import { newPhrase } from '#pseudonym/phrase';
import { rootsOf } from '#pseudonym/roots';
import { book } from '#wallet/booking';
import { earliestOpenings, openCase, readConsent, type Consent } from '#wallet/care';
import { claimCredits } from '#wallet/claim';
import { newContent, type Content } from '#wallet/content';
import { readPractices } from '#wallet/directory';
import type { Doors } from '#wallet/doors';
import type { Box } from '#wallet/ports';
import { Wallet } from '#wallet/wallet';
import type { Letter } from '../../demo/story/printer.ts';
import { calendar } from '../simulation/calendar.ts';
import type { OpenScenario } from '../simulation/scenario.ts';
import { behaviours, type Behaviour } from './behaviour.ts';
import { doorsOfCrowd } from './read-once.ts';
import { Turns } from './turns.ts';

/*
 * A season in the life of many members, each with the wallet that ships, in the order in which
 * they come: each kind of step one after another, as of people who come minutes apart.
 */

/** A member: her letter, what she does, and the wallet once she has one. */
export interface Life extends Behaviour {
  readonly letter: Letter;
  wallet?: Wallet;
}

const BLOCKS = 8;
const PEOPLE = 140;
/** Few, so that a wallet is filled in a moment. */
const SESSIONS = 2;
const THERAPISTS = 6;
const PLACE = 'DE';
/** How many are at some step at once; each of the steps is taken by one at a time. */
const WIDTH = 6;

/** The days on which people come: that of the letters, then some of each month. */
export const DAYS = [
  calendar.claiming, ...['01-12', '01-19', '01-27', '02-04', '02-11', '02-18', '02-26', '03-04',
    '03-10'].map((day) => `2027-${day}T09:00:00.000Z`)];

/** Therapists have times until then, for those who come on the last of these days. */
const LAST_SESSION = '2027-03-19';

/** How many members a season has. */
export const MEMBERS = BLOCKS * PEOPLE;

/** An employer with letters for everybody, therapists with time, and what everybody will do. */
export class Season {
  private readonly choices;
  private readonly turns = {
    issue: new Turns(), keep: new Turns(), open: new Turns(), book: new Turns() };
  private consent: Consent | undefined;
  private readonly doors: Doors;

  private constructor(
    private readonly scenario: OpenScenario, readonly employer: Employer,
    readonly lives: readonly Life[],
    seed: number, private readonly boxOf: () => Box<Content>,
  ) {
    this.choices = seededChoices(seed);
    this.doors = doorsOfCrowd(scenario);
  }

  /** Set it up until the letters are there. @param boxOf where a wallet lies. */
  static async open(given: OpenScenario, seed: number, boxOf: () => Box<Content>): Promise<Season> {
    const scenario = { ...given, calendar: { ...given.calendar, lastSession: LAST_SESSION }, plot: {
      ...given.plot, sites: sites(), sessionsPerMember: SESSIONS, bought: MEMBERS * SESSIONS,
      practices: given.plot.practices.slice(0, THERAPISTS) } };
    const employer = await operatorCreatesEmployer(scenario);
    await hrBuysCredits(scenario, employer);
    await therapistsJoin(scenario);
    const letters = await printLetters(scenario, employer);
    const lives = behaviours(letters.length, DAYS.length - 1, seededChoices(seed))
      .map((behaviour, place) => ({ ...behaviour, letter: letters[place]! }));
    return new Season(scenario, employer, lives, seed + 1, boxOf);
  }

  /** Let a day pass: whoever claims, whoever comes. */
  async day(place: number): Promise<void> {
    await this.scenario.clock.moveTo(DAYS[place]!);
    const today = this.choices.shuffled(
      this.lives.filter(({ claims, comes }) => claims === place || comes === place));
    await together(today, WIDTH, async (life) => {
      if (life.claims === place) await this.claim(life);
      if (life.comes === place) await this.come(life.wallet!);
    });
  }

  /** So many who have claimed and never came do come now, one after another. */
  async someCome(count: number): Promise<void> {
    const others = this.lives.flatMap(
      ({ wallet }) => (wallet?.content.care === null ? [wallet] : []));
    for (const wallet of others.slice(0, count)) await this.come(wallet);
  }

  /** Somebody who never claimed does so now. */
  async oneClaims(): Promise<void> {
    await this.claim(this.lives.find(({ wallet }) => !wallet)!);
  }

  private async claim(life: Life): Promise<void> {
    const content = newContent(await rootsOf(newPhrase()), null);
    const { arithmetic } = this.scenario.ports;
    let leave: () => void = () => undefined;
    const next = async (turns: Turns) => {
      const entering = turns.enter();
      leave();
      leave = await entering;
    };
    const inTurn: Arithmetic = {
      blind: async (...asked) => {
        const blinded = await arithmetic.blind(...asked);
        await next(this.turns.issue);
        return blinded;
      },
      finalize: async (...asked) => {
        await next(this.turns.keep);
        return arithmetic.finalize(...asked);
      },
    };
    const ports = { ...this.scenario.ports, arithmetic: inTurn, doors: this.doors };
    life.wallet = await Wallet.open(ports, this.boxOf(), content);
    const claimed = await claimCredits(life.wallet, life.letter.code).finally(() => { leave(); });
    if (claimed.kind !== 'issued') throw new Error(`a letter was answered ${claimed.kind}`);
  }

  private async come(wallet: Wallet): Promise<void> {
    const { version, language } = this.consent ??= await readConsent(wallet.doors, 'en');
    const opened = await this.turns.open.take(() =>
      openCase(wallet, { version, language, concern: null }));
    if (opened !== 'opened') throw new Error(`opening a case was answered ${opened}`);
    await this.turns.book.take(() => this.book(wallet));
  }

  private async book(wallet: Wallet): Promise<void> {
    const practices = await readPractices(wallet);
    // Each case has a view of its own, and can book nothing else; she looks at one therapist's.
    for (const practice of this.choices.shuffled(practices)) {
      for (const opening of this.choices.shuffled(
        await earliestOpenings(wallet, [practice], PLACE))) {
        const booked = await book(wallet, opening, practice, PLACE);
        if (booked === 'booked') return;
        if (booked !== 'slot-taken') throw new Error(`a booking was answered ${booked}`);
      }
    }
    throw new Error('no time was free');
  }
}

function sites() {
  return ['Vlissingen', 'Oostkapelle'].map((name) => ({
    name, departments: Array.from({ length: BLOCKS / 2 }, (_, place) => (
      { name: `Department ${place + 1}`, headcount: PEOPLE })),
  }));
}
