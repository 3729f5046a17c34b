import type { Span } from './marks.ts';

/** A text as rules read it, and where its characters stand in the text as it was given. */
export interface Plain {
  readonly text: string;
  /** A span of `text` as one of the text that was given. */
  readonly given: (span: Span) => Span;
}

/** Marks of direction, joiners, and controls but tab and line ends: they part no word. */
const UNSEEN = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Other spaces, hyphens, apostrophes and digits than a keyboard's, one unit each. */
const ODD = new RegExp(
  String.raw`[\u00A0\u2000-\u200A\u202F\u3000\u2010-\u2015\u2212\u2018\u2019\u02BC\uFF01-\uFF5E\u0660-\u0669\u06F0-\u06F9]`, 'g');

/** The text without what is not seen: as it can be shown, whatever it was pasted from. */
export function withoutUnseen(text: string): string {
  return text.replaceAll(UNSEEN, '');
}

/** Leave out what is not seen, and put a keyboard's characters for those that look like them. */
export function plainOf(original: string): Plain {
  const text = original.replaceAll(ODD, usual);
  const shifts: { readonly at: number; readonly by: number }[] = [];
  let by = 0;
  const bare = text.replaceAll(UNSEEN, (unseen, at: number) => {
    shifts.push({ at: at - by, by: by += unseen.length });
    return '';
  });
  if (shifts.length === 0) return { text, given: (span) => span };
  const shift = (at: number) => {
    let [low, high] = [0, shifts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((shifts[middle]?.at ?? 0) <= at) low = middle + 1; else high = middle;
    }
    return at + (shifts[low - 1]?.by ?? 0);
  };
  // What stands unseen after the last character is no part of it.
  const given = ({ start, end }: Span) => ({ start: shift(start), end: shift(end - 1) + 1 });
  return { text: bare, given };
}

function usual(odd: string): string {
  const code = odd.charCodeAt(0);
  if (code >= 0xFF01) return String.fromCharCode(code - 0xFEE0);
  if (code <= 0x0669 && code >= 0x0660) return String(code - 0x0660);
  if (code <= 0x06F9 && code >= 0x06F0) return String(code - 0x06F0);
  if (code === 0x2018 || code === 0x2019 || code === 0x02BC) return '\'';
  return (code >= 0x2010 && code <= 0x2015) || code === 0x2212 ? '-' : ' ';
}
