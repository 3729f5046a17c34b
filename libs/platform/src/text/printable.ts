import { HAN_RANGES, HANGUL_RANGES, LATIN_RANGES } from './printable-ranges.ts';

/** A font for what people typed; see paper-fonts.ts for the files. */
export type TextFont = 'latin' | 'han' | 'hangul';

const FONTS: readonly (readonly [TextFont, Set<number>])[] = [
  ['latin', codePointsOf(LATIN_RANGES)],
  ['han', codePointsOf(HAN_RANGES)],
  ['hangul', codePointsOf(HANGUL_RANGES)],
];
/** A mark that stands on nothing, or higher than a line: both print over other words. */
const STRAY_MARK = /(?:^|\s|\p{M}{3})(\p{M})/u;
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;
const MARK = /\p{M}/u;

/** The first font that has a character, null for one that no paper can carry. */
export function fontOf(character: string): TextFont | null {
  const point = character.codePointAt(0) ?? -1;
  return FONTS.find(([, points]) => points.has(point))?.[0] ?? null;
}

/**
 * A text as it is kept: in Unicode's normal form C, trimmed, with one plain space where there
 * were some of any kind.
 */
export function tidyLine(text: string): string {
  return text.normalize('NFC').replaceAll(/\p{Zs}+/gu, ' ').trim();
}

/** A character that a text may not have where it ends on paper, and why. */
export interface Unfit {
  readonly why: 'no-font' | 'stray-mark';
  readonly character: string;
}

/** The first character of a text that no paper can carry; null when every paper can carry it. */
export function unfitOf(text: string): Unfit | null {
  for (const character of text) {
    if (fontOf(character) === null) return { why: 'no-font', character };
  }
  const [, mark] = STRAY_MARK.exec(text) ?? [];
  return mark === undefined ? null : { why: 'stray-mark', character: mark };
}

/**
 * What is wrong with a text that ends on paper: it names the first character that none of our
 * fonts prints. Null when every paper can carry it. One rule for both domains: what is refused
 * here is never garbled there.
 */
export function unprintable(text: string): string | null {
  const unfit = unfitOf(text);
  if (unfit === null) return null;
  const name = nameOf(unfit.character);
  return unfit.why === 'no-font' ? `must not have ${name}, which no paper can carry`
    : `must not have ${name} without a letter to stand on`;
}

/** A character as Unicode's tables name it, such as U+1F600. */
export function codePointOf(character: string): string {
  return `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? ''}`;
}

function nameOf(character: string): string {
  const point = codePointOf(character);
  if (SEEN.test(character)) return `${point} (${character})`;
  return MARK.test(character) ? `the mark ${point}` : `the invisible ${point}`;
}

function codePointsOf(ranges: string): Set<number> {
  const points = new Set<number>();
  for (const range of ranges.trim().split(/\s+/)) {
    const [from = NaN, to = from] = range.split('-').map((end) => Number.parseInt(end, 16));
    for (let point = from; point <= to; point += 1) points.add(point);
  }
  return points;
}
