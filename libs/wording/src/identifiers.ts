import { ADDRESSES, CERTAIN, DATES, type IdentifierKind, type Shape, type Tongue } from './identifier-rules.ts';
import { apart, type Language, type Span } from './marks.ts';
import { namesIn } from './names.ts';
import { NEUTRAL } from './neutral.ts';
import { numbersIn } from './numbers.ts';
import { plainOf } from './plain.ts';
import { ENGLISH } from './tongue.en.ts';
import { SPANISH } from './tongue.es.ts';

/** Part of a text that tells who somebody is, or helps to. */
export interface IdentifierMark extends Span {
  readonly kind: IdentifierKind;
  /** What could stand there instead, in the language of the text. */
  readonly neutral: string;
}

const TONGUES: Readonly<Record<Language, Tongue>> = { en: ENGLISH, es: SPANISH };

/**
 * Mark what is among the eighteen identifiers of 45 CFR 164.514(b)(2)(i), in the order of the text
 * and apart from each other. The text is in NFC; characters that are not seen part no word. A rule
 * can miss a name and can take a word for one: this warns, and proves nothing.
 */
export function identifiers(text: string, language: Language): IdentifierMark[] {
  const plain = plainOf(text);
  const tongue = TONGUES[language];
  const { labelled, phones, codes } = numbersIn(plain.text, tongue);
  const found = [
    ...shaped(plain.text, CERTAIN), ...labelled,
    ...shaped(plain.text, [...DATES, ...tongue.shapes, ...ADDRESSES]),
    ...phones, ...codes, ...namesIn(plain.text, language),
  ];
  return apart(found, plain.text.length)
    .map(({ kind, ...span }) => ({ ...plain.given(span), kind, neutral: NEUTRAL[language][kind] }));
}

function shaped(text: string, shapes: readonly Shape[]) {
  return shapes.flatMap(({ kind, pattern, fits }) => Array.from(text.matchAll(pattern))
    .filter(([found]) => !fits || fits(found))
    .map(({ 0: found, index }) => ({ kind, start: index, end: index + found.length })));
}
