import { CODE, PHONE, type IdentifierKind, type Tongue } from './identifier-rules.ts';
import type { Span } from './marks.ts';

/** How far before a number its label may stand, in UTF-16 units. */
const REACH = 56;
/** Between a label and its number: small words, no new sentence. */
const BETWEEN = /^(?:[\s:#=(),.\p{Ll}'º°/-]|ID|N[oº])*$/u;
/** Years, and spans of them. */
const YEARS = /^(?:19|20)\d{2}(?:[-/ ](?:19|20)?\d{2})?$/;
/** Years; thousands; sections of laws; scales and standards; diagnoses. */
const NEVER = [
  YEARS, /^\d{1,3}(?:(?:\.\d{3}){1,3}| \d{3})$/, /(?:CFR|USC|UE|CE|BOE)/,
  /^(?:COVID|PHQ|GAD|DSM|ICD|CIE|ISO|SARS|AES|SHA|RSA|TLS|UTF)[- ]?\d/,
  /^[A-Z]\d{2}(?:\.\d{1,2})?$/,
];

interface Numbered extends Span { readonly kind: IdentifierKind }

/** Numbers that a label names, telephones, and digits that alone tell somebody apart. */
interface Numbers {
  readonly labelled: Numbered[];
  readonly phones: Numbered[];
  readonly codes: Numbered[];
}

/** Numbers and codes of a text, by what they are known from. */
export function numbersIn(text: string, { labels }: Tongue): Numbers {
  const labelled: Numbered[] = [];
  const codes: Numbered[] = [];
  for (const match of text.matchAll(CODE)) {
    const found = trimmed(match[0]);
    const span = { start: match.index, end: match.index + found.length };
    const digits = count(found);
    if (digits < 2 || isMoney(text, span.start)) continue;
    const isLong = digits >= 4 || (/[A-Z]/.test(found) && found.length >= 4);
    const kind = isLong ? labelOf(text, span.start, labels) : undefined;
    // How a telephone is written, and what goes with it, is known better below.
    if (kind === 'phone' || kind === 'fax') continue;
    if (kind && !YEARS.test(found) && !(kind === 'code' && isNever(found))) labelled.push({ ...span, kind });
    else if (!isNever(found) && tells(found, digits)) codes.push({ ...span, kind: 'code' });
  }
  return { labelled, phones: phonesIn(text, labels), codes };
}

function phonesIn(text: string, labels: Tongue['labels']): Numbered[] {
  const found: Numbered[] = [];
  for (const match of text.matchAll(PHONE)) {
    const digits = count(match[0]);
    if (digits < 7 || digits > 18 || isNever(match[0])) continue;
    const label = labelOf(text, match.index, labels);
    const isLong = /^[+(]|^\d{3}[-. ]\d{4}/.test(match[0]) || digits >= 9;
    if (!isLong && label !== 'phone' && label !== 'fax') continue;
    const kind = label === 'fax' ? 'fax' : 'phone';
    // A bracket about the whole is no part of it.
    const start = match.index + (/^\([^)]*$/.test(match[0]) ? 1 : 0);
    found.push({ start, end: match.index + match[0].length, kind });
  }
  return found;
}

/** What the nearest label before a number says that it is. */
function labelOf(text: string, start: number, labels: Tongue['labels']): IdentifierKind | undefined {
  const before = text.slice(Math.max(0, start - REACH), start);
  let nearest = -1;
  let kind: IdentifierKind | undefined;
  for (const [named, pattern] of labels) {
    const match = pattern.exec(before);
    // What is broader comes later, and does not take a number from what is nearer to its meaning.
    if (!match || (kind && named === 'code')) continue;
    if (match.index > nearest && BETWEEN.test(before.slice(match.index + match[0].length))) {
      nearest = match.index;
      kind = named;
    }
  }
  return kind;
}

function isMoney(text: string, start: number): boolean {
  return /[$£€]\s?$/.test(text.slice(Math.max(0, start - 2), start));
}

/** Without a last group that is a word. */
function trimmed(found: string): string {
  return found.replace(/[ .](?:[A-Z]|[A-Z]{5,20})$/, '').replace(/[-/. ]$/, '');
}

function count(found: string): number {
  return found.replaceAll(/\D/g, '').length;
}

function isNever(found: string): boolean {
  return NEVER.some((pattern) => pattern.test(found.trim()));
}

/** Whether digits without a label may be somebody's number: many, or mixed with letters. */
function tells(found: string, digits: number): boolean {
  return digits >= 6 || (/[A-Z]/.test(found) && digits >= 4);
}
