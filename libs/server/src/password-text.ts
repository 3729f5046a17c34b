/** Spaces of Unicode besides the one on the keyboard. */
const SPACES = /\p{Zs}/gu;

/**
 * A password as it is hashed: whatever device it is typed on, the same bytes. It follows
 * OpaqueString (RFC 8265, section 4.2): every space is U+0020, and letters are composed (NFC).
 * Nothing is trimmed, cut or put into lower case.
 */
export function passwordText(typed: string): string {
  return typed.replaceAll(SPACES, ' ').normalize('NFC');
}

/** How many characters a person sees as typed: code points, so that an emoji is one. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** Whether a text holds what no keyboard types: control characters, or halves of a character. */
export function isTypeable(text: string): boolean {
  return text.isWellFormed() && !/[\p{Cc}\p{Cn}\u2028\u2029]/u.test(text);
}
