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

/**
 * What is wrong with a text that ends on paper: it names the first character that none of our
 * fonts prints. Null when every paper can carry it. One rule for both domains: what is refused
 * here is never garbled there.
 */
export function unprintable(text: string): string | null {
  for (const character of text) {
    if (fontOf(character) === null) {
      return `must not have ${nameOf(character)}, which no paper can carry`;
    }
  }
  const [, mark] = STRAY_MARK.exec(text) ?? [];
  return mark === undefined ? null : `must not have ${nameOf(mark)} without a letter to stand on`;
}

function nameOf(character: string): string {
  const point = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? '';
  if (SEEN.test(character)) return `U+${point} (${character})`;
  return MARK.test(character) ? `the mark U+${point}` : `the invisible U+${point}`;
}

function codePointsOf(ranges: string): Set<number> {
  const points = new Set<number>();
  for (const range of ranges.trim().split(/\s+/)) {
    const [from = NaN, to = from] = range.split('-').map((end) => Number.parseInt(end, 16));
    for (let point = from; point <= to; point += 1) points.add(point);
  }
  return points;
}
