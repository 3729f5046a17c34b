/**
 * What looks like another character, after the one that it looks like: letters of Unicode's table
 * of confusable characters that people mix at one keyboard, of scripts that papers carry. Nothing
 * within one script: `l` and `1` stay two. Quotation marks are what programs set anew.
 */
export const LOOK_ALIKES: Readonly<Record<string, string>> = {
  'A': 'ΑА', 'B': 'ΒВ', 'C': 'СϹ', 'E': 'ΕЕ', 'F': 'Ϝ', 'G': 'Ԍ', 'H': 'ΗН', 'I': 'ΙІ', 'J': 'ЈͿ', 'K': 'ΚК', 'M': 'ΜМ',
  'N': 'Ν', 'O': 'ΟО', 'P': 'ΡР', 'Q': 'Ԛ', 'S': 'Ѕ', 'T': 'ΤТ', 'V': 'Ѵ', 'W': 'Ԝ', 'X': 'ΧХ', 'Y': 'ΥУ', 'Z': 'Ζ',
  'a': 'αа', 'c': 'сϲ', 'd': 'ԁ', 'e': 'е', 'h': 'һ', 'i': 'ιі', 'j': 'јϳ', 'k': 'κк', 'n': 'η', 'o': 'οо', 'p': 'ρр',
  'q': 'ԛ', 'r': 'г', 's': 'ѕ', 'u': 'υ', 'v': 'νѵ', 'w': 'ԝ', 'x': 'χх', 'y': 'γу',
  'Æ': 'Ӕ', 'æ': 'ӕ', 'Ə': 'Ә', 'ə': 'ә', 'ß': 'β', 'Γ': 'Г', 'Π': 'П', 'π': 'п', 'Φ': 'Ф', 'φ': 'ф', 'Λ': 'Л', 'Ψ': 'Ѱ',
  'ψ': 'ѱ', 'Θ': 'ѲƟ', 'θ': 'ѳɵ', 'ε': 'є', 'ニ': '二', 'カ': '力', 'ロ': '口', 'エ': '工', 'ト': '卜', 'ハ': '八', 'タ': '夕', 'へ': 'ヘ',
  '/': '∕⁄╱', ':': '∶꞉ː', "'": '‘’‛‚′‵ʹʻʼʽˈ`´', '"': '“”„‟″〃ʺ«»‹›',
};
const LOOKS = new Map(Object.entries(LOOK_ALIKES).flatMap(([letter, others]) =>
  [...others].map((other) => [other, letter] as const)));

/** Every dash of Unicode with its minus signs, the soft hyphen, and what is typed for a dash. */
const DASH = /[\p{Dash}\p{Pd}\u00AD\u02D7\u2043\u2500\u2501]/gu;
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
/** Spaces and dashes but between numbers: "Back-Office", "Back Office" and "Backoffice" are one. */
const PARTING = new RegExp('(?<![\\p{N}\\p{White_Space}-])[\\p{White_Space}-]+'
  + '|[\\p{White_Space}-]+(?![\\p{N}\\p{White_Space}-])', 'gu');

/**
 * A name by its shape, in capitals, in small letters and as it is: a reader takes two names for one
 * when one of these is alike. Each by itself, since some letters look alike in one case alone.
 */
export function shapesOf(name: string): readonly string[] {
  const upper = name.toUpperCase();
  const small = upper.toLowerCase();
  return [`capital ${shapeOf(upper)}`, `small ${shapeOf(small)}`, `as is ${shapeOf(name)}`];
}

function shapeOf(name: string): string {
  // The marks of other programs first: in compatible forms they are a space with an accent.
  const marked = seen(name.replaceAll(DASH, '-')).normalize('NFKD').replaceAll(INVISIBLE, '');
  return seen(marked.replaceAll(DASH, '-')).replaceAll(PARTING, '').replaceAll(/[\p{White_Space}-]+/gu, '-');
}

function seen(text: string): string {
  return [...text].map((character) => LOOKS.get(character) ?? character).join('');
}
