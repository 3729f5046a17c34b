/** A file that is no text with lines, and what it is instead. */
export type FileKind =
  | 'EXCEL' | 'OPEN_DOCUMENT' | 'NUMBERS' | 'WORD' | 'PDF' | 'ARCHIVE' | 'PICTURE' | 'WEB_PAGE'
  | 'RICH_TEXT' | 'MAIL';

/** First bytes of each kind, in hexadecimal. */
const SIGNS: readonly (readonly [string, FileKind])[] = [
  ['d0cf11e0a1b11ae1', 'EXCEL'], ['0908', 'EXCEL'], ['25504446', 'PDF'], ['1f8b', 'ARCHIVE'],
  ['377abcaf271c', 'ARCHIVE'], ['526172211a07', 'ARCHIVE'],
  ['fd377a585a00', 'ARCHIVE'], ['28b52ffd', 'ARCHIVE'], ['89504e47', 'PICTURE'],
  ['ffd8ff', 'PICTURE'], ['4749463837', 'PICTURE'], ['4749463839', 'PICTURE'],
  ['49492a00', 'PICTURE'], ['4d4d002a', 'PICTURE'],
];
/** Words at the start of a text, once spaces and a byte order mark are left out. */
const OPENINGS: readonly (readonly [RegExp, FileKind])[] = [
  [/^(<!doctype|<html|<table|<\?xml|<svg|<meta|<head)/i, 'WEB_PAGE'], [/^\{\\rtf/, 'RICH_TEXT'],
  [/^%PDF-/, 'PDF'], [/^(received|mime-version|return-path):/i, 'MAIL'],
];
/** Names of parts inside an archive that tell what made it. */
const PARTS: readonly (readonly [string, FileKind])[] = [
  ['xl/', 'EXCEL'], ['application/vnd.oasis.opendocument', 'OPEN_DOCUMENT'],
  ['Index/', 'NUMBERS'], ['Index.zip', 'NUMBERS'], ['.iwa', 'NUMBERS'], ['word/', 'WORD'],
];

/** What a file is by its first bytes; null when it may be text. Its name is not asked. */
export function kindOf(bytes: Uint8Array): FileKind | null {
  const first = hex(bytes.subarray(0, 8));
  // PK and a part's header, an empty archive, or one in several volumes.
  if (/^504b(0304|0506|0708)/.test(first)) {
    const names = new TextDecoder('latin1').decode(bytes);
    return PARTS.find(([part]) => names.includes(part))?.[1] ?? 'ARCHIVE';
  }
  const [, sign] = SIGNS.find(([start]) => first.startsWith(start)) ?? [];
  if (sign) return sign;
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
    .replace(/^(\u00EF\u00BB\u00BF|\u00FF\u00FE|\u00FE\u00FF)/, '').replaceAll('\0', '').trimStart();
  return OPENINGS.find(([opening]) => opening.test(start))?.[1] ?? null;
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
