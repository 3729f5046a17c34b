import { seededChoices, type Choices } from './random.ts';

/** A department and how many people it has. */
export interface Department { readonly name: string; readonly headcount: number }

/** A site of the employer with its departments. */
export interface Site { readonly name: string; readonly departments: readonly Department[] }

/** What one person who uses the benefit will do. */
export interface Person {
  /** Index among the members, in the order of the code letters. */
  readonly member: number;
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
  readonly ownerEmail: string;
  readonly sites: readonly Site[];
  readonly sessionsPerMember: number;
  readonly people: readonly Person[];
  /** Members who never ask for care: one wants more than her share, one spends what is spent. */
  readonly greedy: number;
  readonly mallory: number;
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
const USING_SHARE = 0.2;
const LEAST_USERS = 12;

/**
 * Plan the story for `members` people and `providers` therapists.
 *
 * About a fifth of the people use the benefit, in an order unrelated to that of the letters.
 */
export function planStory(members: number, providers: number, seed: number): Plot {
  const choices = seededChoices(seed);
  const order = choices.shuffled([...Array(members).keys()]);
  const users = order.slice(0, Math.max(LEAST_USERS, Math.round(members * USING_SHARE)));
  const [greedy = 0, mallory = 0] = order.slice(-2);
  return Object.freeze({
    employer: 'Northwind Shipping',
    ownerEmail: 'people@northwind.example',
    sites: sitesFor(members),
    sessionsPerMember: MOST_SESSIONS,
    greedy,
    mallory,
    people: users.map((member, place) => person(member, place, choices)),
    practices: Array.from({ length: providers }, (_, place) => practice(place, choices)),
    choices,
  });
}

function sitesFor(members: number): Site[] {
  const first = Math.ceil(members / 2);
  return [
    { name: 'Hamburg', departments: split(first, ['Engineering', 'Operations', 'Finance']) },
    { name: 'Lisbon', departments: split(members - first, ['Customer Care', 'Sales', 'People']) },
  ];
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
  const losesDevice = place === 3;
  const cancels = place % 6 === 1;
  const least = losesDevice || cancels ? 2 : 1;
  return {
    member,
    concern: choices.pick(CONCERNS.flatMap((concern, i) =>
      Array<Concern>(CONCERN_WEIGHTS[i] ?? 1).fill(concern))),
    language: choices.pick(LANGUAGES),
    modality: choices.pick(MODALITIES),
    sessions: least + choices.below(MOST_SESSIONS - least),
    cancels,
    voucher: place % 8 === 5,
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
