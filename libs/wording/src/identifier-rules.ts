/** What tells who somebody is, after the letters of 45 CFR 164.514(b)(2)(i). */
export type IdentifierKind =
  | 'name' | 'place' | 'date' | 'age' | 'phone' | 'fax' | 'email' | 'citizen-number' | 'record'
  | 'plan' | 'account' | 'licence' | 'vehicle' | 'device' | 'url' | 'ip' | 'biometric'
  | 'photo' | 'code';

/**
 * What is known by its shape. Every repetition is bounded and what begins a match is looked at
 * once, so that time grows with a text's length and with nothing else.
 */
export interface Shape {
  readonly kind: IdentifierKind;
  readonly pattern: RegExp;
  /** Whether what has the shape can be one; everything can without it. */
  readonly fits?: (found: string) => boolean;
}

/** What the language says it with: words before a number, and shapes of its countries. */
export interface Tongue {
  readonly shapes: readonly Shape[];
  /** Words before a number, by what the number then is; the first that fits. */
  readonly labels: readonly (readonly [IdentifierKind, RegExp])[];
}

const TOP = 'com|org|net|edu|gov|info|example|io|co|me|app|dev|health|care|blog|online|site|eu|us|uk|'
  + 'es|mx|ar|cl|pe|fr|de|pt|nl|ch|ie|ca|au|nz|br|za|ng|ke|jp|pl|se|dk|fi';

/** A day or a month in digits: both are in their range, in either order. */
function isDay(found: string): boolean {
  const [one = 0, two = 0, three = 0] = found.split(/[-/.]/).map(Number);
  const [first, second] = one > 31 ? [two, three] : [one, two];
  return first >= 1 && second >= 1 && first <= 31 && second <= 31 && Math.min(first, second) <= 12;
}

/** Luhn's sum of a card's number (ISO/IEC 7812-1, annex B). */
function isCard(found: string): boolean {
  const digits = found.replaceAll(/\D/g, '');
  if (digits.length < 13 || digits.length > 19) return false;
  return [...digits].reverse().reduce((sum, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0) % 10 === 0;
}

/** An address of IPv6 has eight parts, or two colons in a row between two. */
function isIp6(found: string): boolean {
  const parts = found.split(':').filter(Boolean);
  return parts.length === 8 || (found.includes('::') && parts.length > 1);
}

/** Shapes that are alike in every language and mean one thing, whatever is before them. */
export const CERTAIN: readonly Shape[] = [
  { kind: 'email', pattern: /(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g },
  {
    kind: 'email',
    pattern: new RegExp(
      String.raw`(?<![\w.+%-])[\w.+%-]{1,64} ?(?:\(at\)|\[at\]|\(arroba\)|\[arroba\]`
        + String.raw`| at | arroba ) ?[\w-]{1,63}(?: ?(?:\(dot\)|\[dot\]| dot | punto `
        + String.raw`|\.) ?[\w-]{1,63}){1,3}`, 'gi'),
    fits: (found) => /(?:dot|punto)[)\] ]|[([](?:at|arroba)/i.test(found),
  },
  { kind: 'url', pattern: /(?<!\w)(?:https?:\/\/|ftp:\/\/|www\.)[^\s<>"]{1,500}(?<![).,;:!?'])/gi },
  {
    kind: 'url',
    pattern: new RegExp(
      String.raw`(?<![\w.@-])[a-z\d][a-z\d-]{0,62}(?:\.[a-z\d-]{1,63}){0,3}\.(?:${TOP}`
        + String.raw`)(?:\/[^\s<>"]{0,500}(?<![).,;:!?'])|(?![\w.]\w))`, 'gi'),
    fits: (found) => /[a-z]/i.test(found),
  },
  { kind: 'photo', pattern: /(?<![\w.-])[\w-]{1,64}\.(?:jpe?g|png|heic|heif|gif|mp4|mov)(?!\w)/gi },
  { kind: 'device', pattern: /(?<![\w:-])[\da-f]{2}(?:[:-][\da-f]{2}){5}(?![\w:-])/gi },
  {
    kind: 'ip', pattern: /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]\d)/g,
    fits: (found) => found.split('.').every((part) => Number(part) < 256),
  },
  { kind: 'ip', pattern: /(?<![\w:.])(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/gi, fits: isIp6 },
  { kind: 'account', pattern: new RegExp(
    String.raw`(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?(?!\w)`, 'g') },
  { kind: 'account', pattern: /(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])/g, fits: isCard },
  { kind: 'citizen-number', pattern: /(?<![\w-])\d{3}([- ])\d{2}\1\d{4}(?![\w-])/g },
  { kind: 'vehicle', pattern: /(?<!\w)(?=[A-Z]{0,16}\d)[A-HJ-NPR-Z\d]{17}(?!\w)/g },
  { kind: 'code', pattern: /(?<![\w.@/])@[a-z_][\w.]{2,30}/gi },
];

/** Days in digits; a label may know better what they are. */
export const DATES: readonly Shape[] = [
  { kind: 'date', pattern: new RegExp(
    String.raw`(?<![\w./-])\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d{2})(?![\w/-])`, 'g'), fits: isDay },
  { kind: 'date', pattern: new RegExp(
    String.raw`(?<![\w./-])(?:19|20)\d{2}([-/.])\d{1,2}\1\d{1,2}(?![\w/-])`, 'g'), fits: isDay },
];

/** A number, or a code of capitals and digits, in up to eight groups. */
export const CODE = new RegExp(
  String.raw`(?<![A-Za-z\d])(?:[A-Z]{1,12}[-. ]?)?\d[A-Z\d]{0,24}(?:[-/. ][A-Z\d]{1,20}`
    + String.raw`){0,7}(?![A-Za-z\d]|[-./]\d)`, 'g');

/** Digits as telephones are written; between groups stands something, or they part in many ways. */
export const PHONE = new RegExp(
  String.raw`(?:(?<![\w.+/-])|(?<=\.)(?=\+))(?:\+ ?|\()?\d{1,14}(?:(?:\)[ .\-/]{0,2}`
    + String.raw`|[ .\-/]{1,2})\(?\d{2,8}){0,5}(?:,? ?(?:x|ext|extension`
    + String.raw`|extensión)\.? ?\d{1,5})?(?![\w/])`, 'g');

/** Where somebody lives, in the order of most countries: street, number, town, code. */
export const ADDRESSES: readonly Shape[] = [
  { kind: 'place', pattern: new RegExp(
    String.raw`(?<![\p{L}\d])(?!(?:Section|Article|Chapter|Page|Part|Title|Table|Step`
      + String.raw`|Week|Day|Session|Clause|Exhibit|Sección|Artículo|Capítulo|Página|Parte`
      + String.raw`|Título|Tabla|Paso|Semana|Día|Sesión|Cláusula`
      + String.raw`|Anexo) )(?:\p{Lu}[\p{L}'.-]{1,24} ){1,4}\d{1,4}[A-Za-z]?, \p{Lu}`
      + String.raw`[\p{L}'-]{1,24}(?: \p{Lu}[\p{L}'-]{0,24}){0,3}(?:,? (?:[A-Z]{2} )?[\d-]{`
      + String.raw`4,10}(?!\w))?`, 'gu') },
  // A town's code after its name, which is no year.
  {
    kind: 'place',
    pattern: /(?<=\p{Lu}\p{L}{1,24}, )(?!(?:19|20)\d{2}(?!\d))\d{4,6}(?![\w-]|[., ]\d)/gu,
  },
];
