import { holds, readPeriod } from '#calendar/periods';
import { fromBase64Url, toBase64Url } from '#pseudonym/bytes';
import { decodeCredit, encodeCredit, type Credit } from '#pseudonym/credit';
import type { KeyKind } from '#pseudonym/keys';
import { nullifier } from '#pseudonym/nullifier';
import { batchPlaces, type BatchPlace, type LetterKeys } from '#pseudonym/restore';
import type { OwnGroup } from '#pseudonym/terms-leaf';
import type { Content } from './content.ts';

/** A letter of this wallet; `j` is the number of its claim key. */
export interface Letter {
  readonly j: number;
  readonly programme: string;
  readonly period: string;
  readonly block: string;
  /** The group that its terms put the wallet in; null before they were compared. */
  readonly group: LetterGroup | null;
  /** Its code, normalised; unknown of one that came back from its words. */
  readonly code?: string;
  /** A batch was issued for it. Another letter of the same period brings none. */
  readonly isIssued?: boolean;
}

/** A group with the eight words for its terms, which colleagues can compare. */
export interface LetterGroup extends OwnGroup {
  readonly words: readonly string[];
}

/** A letter as it is found; what is known of its group stays as it was, where nothing is said. */
export type FoundLetter = Omit<Letter, 'group'> & Partial<Pick<Letter, 'group' | 'code'>>;

/**
 * A finished credit. `spent`: the vault took it, or refused it. `printed`: taken out as a code. Who
 * comes back with her words knows neither, and finds it out by trying.
 */
export interface HeldCredit {
  /** The credit's nullifier. */
  readonly id: string;
  readonly keyId: string;
  /** Its number, from 0, among those under its key. */
  readonly index: number;
  readonly programme: string;
  readonly period: string;
  readonly kind: KeyKind;
  /** First and last day of its period. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** The binary form (`encodeCredit`), base64url. */
  readonly credit: string;
  readonly state: 'unspent' | 'printed' | 'spent';
}

/** The first day on which a period's credits can be had and used; '' for what is none. */
export function firstUse(period: string): string {
  return readPeriod(period)?.startsBooking ?? '';
}

/** Whether credits of a period pay for a session on a day. */
export function paysOn(period: string, day: string): boolean {
  const days = readPeriod(period);
  return days !== null && holds(days, day);
}

/** The last day of a period; '' for what is none. */
export function lastDay(period: string): string {
  return readPeriod(period)?.last ?? '';
}

/** Sessions that are left of one period, and the days of the appointments that they pay for. */
export interface PeriodLeft {
  readonly period: string;
  readonly sessions: number;
  readonly opens: string;
  readonly last: string;
}

/**
 * What is left of each period, the oldest first; none of a period without any.
 *
 * @param endsOn last day of the programme, where an end was announced: nothing pays after it.
 */
export function leftOf(
  left: readonly Pick<PeriodLeft, 'period' | 'sessions'>[], endsOn: string | null = null,
): PeriodLeft[] {
  return [...Map.groupBy(left, ({ period }) => period)].flatMap(([period, ours]) => {
    const sessions = ours.reduce((sum, one) => sum + one.sessions, 0);
    const days = readPeriod(period);
    if (!days || sessions === 0 || (endsOn && endsOn < days.opens)) return [];
    const last = endsOn && endsOn < days.last ? endsOn : days.last;
    return [{ period, sessions, opens: days.opens, last }];
  }).sort((a, b) => (a.last < b.last ? -1 : 1));
}

/** A letter that was found, and its credits: the entry credit, then those of sessions by index. */
export function withLetter(
  content: Content, letter: FoundLetter, keys: LetterKeys, credits: readonly Credit[],
): Content {
  const known = new Set(content.credits.map(({ id }) => id));
  const held = batchPlaces(keys, credits.length).flatMap((place, at) => {
    const credit = credits[at];
    return credit ? [hold(credit, place)] : [];
  });
  return {
    ...noteLetter(content, letter, true),
    turnedTo: null,
    credits: [...content.credits, ...held.filter(({ id }) => !known.has(id))],
  };
}

/** A letter that was found, without its credits. */
export function noteLetter(
  content: Content, { j, programme, period, block, group, code }: FoundLetter, isIssued = false,
): Content {
  const others = content.letters.filter((one) => one.j !== j);
  const known = content.letters.find((one) => one.j === j);
  const letter: Letter = {
    ...known, j, programme, period, block, group: group ?? known?.group ?? null,
    ...(code === undefined ? {} : { code }), ...(isIssued ? { isIssued } : {}),
  };
  return { ...content, letters: [...others, letter].sort((a, b) => a.j - b.j) };
}

/** The group of the newest letter whose terms were compared; null before the first. */
export function newestGroup({ letters }: Pick<Content, 'letters'>): LetterGroup | null {
  return letters.findLast(({ group }) => group)?.group ?? null;
}

/** The number of the claim key that the next letter is claimed with. */
export function nextLetter({ letters }: Content): number {
  return Math.max(-1, ...letters.map(({ j }) => j)) + 1;
}

/**
 * Credits of a kind that can be spent on a day, oldest period first, each from the front. Those of
 * a programme year pay for its own days, and can be spent on them before it opens.
 */
export function unspentCredits(
  { credits, intents, endsOn }: Content, kind: KeyKind, day: string,
): HeldCredit[] {
  if (endsOn && endsOn < day) return [];
  const inUse = new Set(intents.map((intent) => ('creditId' in intent ? intent.creditId : '')));
  const fits = (held: HeldCredit) => held.kind === kind && held.state === 'unspent'
    && firstUse(held.period) <= day && day <= held.notAfter && !inUse.has(held.id)
    && (!endsOn || held.notBefore <= endsOn);
  return credits.filter(fits).sort((a, b) =>
    (a.notAfter === b.notAfter ? a.index - b.index : a.notAfter < b.notAfter ? -1 : 1));
}

/** Note what became of a credit. */
export function marked(
  { credits }: Content, id: string, state: HeldCredit['state'],
): Pick<Content, 'credits'> {
  return { credits: credits.map((held) => (held.id === id ? { ...held, state } : held)) };
}

/** The credit itself. @throws Error when what is held is none. */
export function openHeld({ credit }: HeldCredit): Credit {
  const reading = decodeCredit(fromBase64Url(credit) ?? new Uint8Array());
  if (reading.kind !== 'credit') throw new Error('what is held is no credit');
  return reading.credit;
}

function hold(credit: Credit, { key, index }: BatchPlace): HeldCredit {
  const { keyId, programme, period, kind, notBefore, notAfter } = key;
  return {
    id: nullifier(credit), keyId, index, programme, period, kind, notBefore, notAfter,
    credit: toBase64Url(encodeCredit(credit)), state: 'unspent',
  };
}
