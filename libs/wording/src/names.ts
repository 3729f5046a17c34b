import { NAMES_EN } from './names.en.ts';
import { NAMES_ES } from './names.es.ts';
import type { Language, Span } from './marks.ts';

/** What a language says names with. Words are in lower case. */
export interface NameWords {
  /** Before a name, with or without a full stop. */
  readonly titles: ReadonlySet<string>;
  /** Written with a capital and no person: months, peoples, medicines, parties to a contract. */
  readonly capitals: ReadonlySet<string>;
  /** What sentences begin with. */
  readonly openers: ReadonlySet<string>;
  /** Given names that begin a sentence although they look like another word. */
  readonly given: ReadonlySet<string>;
  /** Whether a word that begins a sentence, one of so many with a capital, is taken for a name. */
  readonly isStrangeName: (word: string, parts: number) => boolean;
  /** After these comes no person, but a thing with a name. */
  readonly articles: ReadonlySet<string>;
  /** After these comes where. */
  readonly whereabouts: ReadonlySet<string>;
  /** What a form writes before a name. */
  readonly label: RegExp;
}

export interface Named extends Span { readonly kind: 'name' | 'place' }

interface Word extends Span {
  readonly text: string;
  readonly low: string;
  /** It begins a sentence, a line or what is quoted. */
  readonly opens: boolean;
}

const WORDS: Readonly<Record<Language, NameWords>> = { en: NAMES_EN, es: NAMES_ES };
const CAPITALISED = /(?<![\p{L}\p{N}@#_])\p{Lu}[\p{L}\p{M}'-]{0,40}/gu;
/** Between two parts of one name. */
const WITHIN = new RegExp(
  String.raw`^(?:[ \t]|-|\. )(?:(?:al|el|bin|ibn|ben|van|von|der|den|de|del|della|di`
    + String.raw`|da|do|dos|das|du|la|las|los|le|ter|zu|i|y|e|ap)[ -]){0,3}$`, '');
/** A name in a form: up to five words of one line, whatever their case. */
const FORM_VALUE = /[\p{L}][\p{L}\p{M}'.-]{0,40}(?: [\p{L}(][\p{L}\p{M}'.)-]{0,40}){0,4}/yu;

/** Names of people, and of places smaller than a country, by how and where they are written. */
export function namesIn(text: string, language: Language): Named[] {
  const words = WORDS[language];
  const found: Named[] = [...formNames(text, words)];
  const unsure: (Named & { readonly parts: readonly string[] })[] = [];
  const sure = new Set<string>();
  for (const run of runsOf(text)) {
    const { kind, isSure, parts } = judge(text, run, words);
    const [first, last] = [parts[0], parts.at(-1)];
    if (!first || !last) continue;
    const span = { start: first.start, end: unowned(last) };
    const lows = parts.map(({ low }) => low);
    if (isSure) lows.forEach((low) => sure.add(low));
    if (isSure) found.push({ ...span, kind });
    else unsure.push({ ...span, kind, parts: lows });
  }
  if (unsure.length === 0) return found;
  const usual = lowerCased(text);
  const isName = (low: string) => sure.has(low) || words.given.has(low);
  return found.concat(unsure.filter(({ parts }) => parts.some(isName)
    || parts.every((low) => words.isStrangeName(low, parts.length) && !usual.has(low))));
}

/** Words with a capital that stand together. */
function* runsOf(text: string): Generator<Word[]> {
  let run: Word[] = [];
  for (const match of text.matchAll(CAPITALISED)) {
    const [start, end] = [match.index, match.index + match[0].length];
    const word = { start, end, text: match[0], low: bare(match[0]), opens: opensAt(text, start) };
    const last = run.at(-1);
    const gap = last ? text.slice(last.end, Math.min(start, last.end + 16)) : '';
    const goesOn = last && start - last.end <= 15 && !last.text.includes('\'s') && run.length < 8
      && WITHIN.test(gap) && (gap[0] !== '.' || last.text.length <= 5);
    if (!goesOn && run.length > 0) {
      yield run;
      run = [];
    }
    run.push(word);
  }
  if (run.length > 0) yield run;
}

interface Verdict {
  readonly kind: 'name' | 'place';
  /** Whether it stands where only a name has a capital. */
  readonly isSure: boolean;
  /** The words that are the name; none where there is none. */
  readonly parts: readonly Word[];
}

/** What a run of words is, and which of them it is. */
function judge(text: string, run: readonly Word[], words: NameWords): Verdict {
  const from = run.findIndex((word, at) => !words.titles.has(word.low)
    && ((at > 0 && words.titles.has(run[at - 1]?.low ?? '')) || !isOrdinary(word, words)));
  const before = wordBefore(text, run[0]?.start ?? 0);
  const leading = from > 0 ? run[from - 1]?.low ?? '' : before;
  const isTitled = words.titles.has(leading);
  const to = isTitled ? run.length - 1 : run.findLastIndex((word) => !isOrdinary(word, words));
  const parts = from < 0 ? [] : run.slice(from, to + 1);
  if (isTitled) return { kind: 'name', isSure: true, parts };
  const isThing = isShouted(parts) || (from === 0 && words.articles.has(before))
    || isHeading(text, run[0]?.start ?? 0, words);
  return {
    kind: words.whereabouts.has(leading) ? 'place' : 'name', isSure: !parts[0]?.opens,
    parts: isThing ? [] : parts,
  };
}

function isOrdinary({ low, opens, text }: Word, words: NameWords): boolean {
  return words.capitals.has(low) || words.capitals.has(low.replace(new RegExp(
    String.raw`s$`, ''), '')) || text.length === 1 || (opens && words.openers.has(low))
    || (!words.given.has(low) && words.openers.has(low));
}

/** Nothing but capitals: an abbreviation, or a heading. */
function isShouted(parts: readonly Word[]): boolean {
  return parts.every(({ text }) => text === text.toUpperCase());
}

/** A line of words with capitals, two of which are ordinary: no person's, but a part's name. */
function isHeading(text: string, start: number, words: NameWords): boolean {
  const near = text.slice(Math.max(0, start - LONGEST_HEADING), start);
  const from = start - near.length + near.lastIndexOf('\n') + 1;
  if (near.length === LONGEST_HEADING && !near.includes('\n')) return false;
  if (/,\s*$/.test(text.slice(Math.max(0, from - 4), from))) return false;
  const line = text.slice(from, from + LONGEST_HEADING).split('\n', 1)[0] ?? '';
  const parts = line.split(/[^\p{L}'-]+/u).filter((part) => part.length > 3);
  const isUsual = (part: string) => words.openers.has(part.toLowerCase())
    || words.capitals.has(part.toLowerCase()) || NOUN.test(part);
  return !/[.!?,:;]\s|[.]$/.test(line) && parts.every((part) => !/^\p{Ll}/u.test(part))
    && parts.filter(isUsual).length > 1;
}

const LONGEST_HEADING = 80;
const NOUN = /(?:tion|sion|ment|ness|ity|ies|ing|ance|ence|ción|dad|miento|ings|ions|ights|ices)$/;

function* formNames(text: string, { label, openers }: NameWords): Generator<Named> {
  for (const match of text.matchAll(label)) {
    FORM_VALUE.lastIndex = match.index + match[0].length;
    const value = FORM_VALUE.exec(text);
    if (!value || openers.has(value[0].split(' ', 1).join())) continue;
    yield { kind: 'name', start: value.index, end: value.index + value[0].replace(new RegExp(
      String.raw`[.)]$`, ''), '').length };
  }
}

/** Between an end and what it opens. */
const OPENING = ' \t"\'(«“”¿¡*-•—[';

/** Whether what stands before is an end: of a sentence, of a line, of the text. */
function opensAt(text: string, start: number): boolean {
  let at = start - 1;
  // What is further away than this says nothing of how a word is written.
  const least = Math.max(0, start - 12);
  while (at >= least && OPENING.includes(text.charAt(at))) at -= 1;
  return at < least || '.!?\n\r:;…'.includes(text.charAt(at)) || '"«“¿¡'.includes(text.charAt(start - 1));
}

/** The word just before, in lower case; none if something else stands between. */
function wordBefore(text: string, start: number): string {
  const before = text.slice(Math.max(0, start - 24), start);
  return (/(?<![\p{L}'])([\p{L}']{1,20})(?:\.? |\.)$/u.exec(before)?.[1] ?? '').toLowerCase();
}

function lowerCased(text: string): Set<string> {
  return new Set(text.match(/(?<![\p{L}'])\p{Ll}[\p{L}\p{M}]{0,40}/gu));
}

function unowned({ end, text }: Word): number {
  return end - text.length + bareLength(text);
}

function bareLength(text: string): number {
  return text.replace(/(?:'s|['-]{1,3})$/, '').length;
}

function bare(text: string): string {
  return text.slice(0, bareLength(text)).toLowerCase();
}
