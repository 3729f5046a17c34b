import { SMALLEST_BLOCK } from '#pseudonym/smallest-block';
import { seededChoices, type Choices } from './random.ts';

/** A department and how many people it has. */
export interface Department { readonly name: string; readonly headcount: number }

/** A site of the employer with its departments. */
export interface Site { readonly name: string; readonly departments: readonly Department[] }

/** What one person who uses the benefit will do. */
export interface Person {
  /** Index among those who claim, in the order of the code letters. */
  readonly member: number;
  /** In which three months of the year she comes: 0 to 3. */
  readonly quarter: number;
  readonly concern: Concern;
  readonly language: string;
  readonly modality: Modality;
  /** Sessions paid with her credits through a referral. */
  readonly sessions: number;
  /** Cancels one session in time and books another with what was returned. */
  readonly cancels: boolean;
  /** Hands one credit to her therapist as a printed voucher instead of booking. */
  readonly voucher: boolean;
  /** Loses the device after the first booking and comes back with the phrase. */
  readonly losesDevice: boolean;
}

/** What a therapist offers. */
export interface Practice {
  readonly name: string;
  readonly languages: readonly string[];
  readonly specialities: readonly Concern[];
  readonly modalities: readonly Modality[];
  readonly gender: 'FEMALE' | 'MALE' | 'NONBINARY';
}

/** Who does what: chosen from the seed before anything runs, and never counted for the outcome. */
export interface Plot {
  readonly employer: string;
  readonly programme: string;
  readonly ownerEmail: string;
  readonly sites: readonly Site[];
  readonly sessionsPerMember: number;
  /** Sessions that HR buys for the year. */
  readonly bought: number;
  /** Flat price of a seat for the year, minor units, in place of sessions; null: by sessions. */
  readonly seatPriceMinor: string | null;
  /** Who enters her letter, by its place among all letters, in order. */
  readonly claiming: readonly number[];
  readonly people: readonly Person[];
  /**
   * Three who are in no need of care: one wants more than her share, one spends what is spent, and
   * one of HR counts.
   */
  readonly greedy: number;
  readonly mallory: number;
  readonly curious: number;
  readonly practices: readonly Practice[];
  readonly choices: Choices;
}

export type Concern = (typeof CONCERNS)[number];
export type Modality = (typeof MODALITIES)[number];

const CONCERNS = [
  'STRESS', 'ANXIETY', 'DEPRESSION', 'RELATIONSHIPS', 'WORK', 'GRIEF', 'OTHER',
] as const;
/** The ways of meeting. */
export const MODALITIES = ['VIDEO', 'PHONE', 'IN_PERSON'] as const;
const LANGUAGES = ['en', 'de'] as const;
const GENDERS = ['FEMALE', 'MALE', 'NONBINARY'] as const;
const SURNAMES = [
  'Almeida', 'Brandt', 'Castell', 'Dervishi', 'Ekberg', 'Fontaine', 'Grünwald', 'Haddad', 'Ilves',
  'Janssen', 'Kowalska', 'Lindqvist', 'Moreau', 'Novák', 'Okafor', 'Petrov',
];
/** More people come with the first concerns than with the last, as in life. */
const CONCERN_WEIGHTS = [9, 7, 3, 2, 2, 1, 1];
const MOST_SESSIONS = 8;
/** What somebody books, at most. */
const MOST_BOOKED = 5;
/** What an employer would believe of a year: it lies between 4 and 8 in a hundred. */
const USING_SHARE = 0.06;
const LEAST_USERS = 12;
/** Of those who get a letter so many enter it. */
const CLAIMING_SHARE = 1 / 6;
/** Of those who claim, so many at least never ask for care. */
const IDLE = 12;
const QUARTERS = 4;
const BOUGHT_PER_HEAD = 0.4;
/** What is bought beyond the sessions that are planned: for what nobody plans. */
const BOUGHT_BEYOND = 24;

/** The second employer, of which nothing can be told: so few of its people come. It pays flat. */
const SMALL = { share: 1 / 10, least: SMALLEST_BLOCK, users: 4, sessions: 6, seatPriceMinor: '2400' };

/**
 * Plan the story of an employer of `members` people, for `providers` therapists.
 *
 * About one in seventeen uses the benefit, over the whole year, in an order unrelated to that of
 * the letters.
 */
export function planStory(members: number, providers: number, seed: number): Plot {
  const choices = seededChoices(seed);
  const count = Math.max(LEAST_USERS, Math.round(members * USING_SHARE));
  return Object.freeze({
    employer: 'Northwind Shipping',
    programme: 'Care at Northwind',
    ownerEmail: 'people@northwind.example',
    sites: [siteOf('Hamburg', Math.ceil(members / 2), ['Engineering', 'Operations', 'Finance']),
      siteOf('Lisbon', Math.floor(members / 2), ['Customer Care', 'Sales', 'People'])],
    ...actorsOf(members, count, MOST_SESSIONS, choices),
    seatPriceMinor: null,
    practices: Array.from({ length: providers }, (_, place) => practice(place, choices)),
    choices,
  });
}

/** Plan the story of the second employer, a tenth as large, beside that of the first. */
export function planSmallEmployer(members: number, { practices, choices }: Plot): Plot {
  const people = Math.max(SMALL.least, Math.round(members * SMALL.share));
  const actors = actorsOf(people, SMALL.users, SMALL.sessions, choices);
  return Object.freeze({
    employer: 'Old Quay Bakery',
    programme: 'Care at the bakery',
    ownerEmail: 'office@oldquay.example',
    sites: [siteOf('Bremen', people, ['Bakehouse', 'Shops', 'Office'])],
    ...actors,
    // So few of its people will come that it pays for the year, and not for numbers.
    bought: 0, seatPriceMinor: SMALL.seatPriceMinor,
    // What is lost, cancelled or handed over on paper is told of the first.
    people: actors.people.map((one) => (
      { ...one, cancels: false, voucher: false, losesDevice: false })),
    practices, choices,
  });
}

/** Who does what, and what HR buys for it. */
function actorsOf(members: number, users: number, sessionsPerMember: number, choices: Choices) {
  const claimants = Math.min(
    members, Math.max(users + IDLE, Math.ceil(members * CLAIMING_SHARE)));
  const claiming = choices.shuffled([...Array(members).keys()]).slice(0, claimants)
    .sort((a, b) => a - b);
  const order = choices.shuffled([...Array(claimants).keys()]);
  const [curious = 0, greedy = 0, mallory = 0] = order.slice(-3);
  const people = order.slice(0, users).map((member, place) => person(member, place, choices));
  const planned = people.reduce((sum, { sessions }) => sum + sessions, 0);
  const bought = Math.max(Math.ceil(members * BOUGHT_PER_HEAD), planned + BOUGHT_BEYOND);
  return { sessionsPerMember, bought, claiming, people, greedy, mallory, curious };
}

function siteOf(name: string, people: number, names: readonly [string, string, string]): Site {
  return { name, departments: split(people, names) };
}

/** Half, then two thirds of what is left, then the remainder. */
function split(people: number, names: readonly [string, string, string]): Department[] {
  const large = Math.ceil(people / 2);
  const middle = Math.ceil(((people - large) * 2) / 3);
  return [
    { name: names[0], headcount: large },
    { name: names[1], headcount: middle },
    { name: names[2], headcount: people - large - middle },
  ];
}

function person(member: number, place: number, choices: Choices): Person {
  const quarter = place % QUARTERS;
  // What is changed, lost, or handed over on paper is told of those who come first.
  const losesDevice = place === QUARTERS;
  const cancels = place % (3 * QUARTERS) === 0;
  const least = losesDevice || cancels ? 2 : 1;
  return {
    member,
    quarter,
    concern: choices.pick(CONCERNS.flatMap((concern, i) =>
      Array<Concern>(CONCERN_WEIGHTS[i] ?? 1).fill(concern))),
    language: choices.pick(LANGUAGES),
    modality: choices.pick(MODALITIES),
    sessions: least + choices.below(MOST_BOOKED + 1 - least),
    cancels,
    voucher: place > 0 && place % (2 * QUARTERS) === 0,
    losesDevice,
  };
}

function practice(place: number, choices: Choices): Practice {
  const title = 'Dr';
  const round = Math.floor(place / SURNAMES.length);
  const surname = SURNAMES[place % SURNAMES.length] ?? 'Quist';
  return {
    name: `${title} ${surname}${round === 0 ? '' : ` ${round + 1}`}`,
    languages: place % 3 === 0 ? ['en'] : place % 3 === 1 ? ['de', 'en'] : ['en', 'de'],
    specialities: [...new Set([...choices.shuffled(CONCERNS).slice(0, 4), 'OTHER' as const])],
    modalities: [...MODALITIES],
    gender: GENDERS[place % GENDERS.length] ?? 'FEMALE',
  };
}
