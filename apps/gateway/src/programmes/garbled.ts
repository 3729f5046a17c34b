/*
 * UTF-8 that a program took for another encoding and encoded again is valid UTF-8, and says
 * "ZÃ¼rich". Nobody writes such runs of letters, so they are told by what they would be as bytes.
 */

/** The bytes 80 to 9F of windows-1252; Latin-1 has controls there, as this has for five of them. */
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const BYTE_OF = new Map([...HIGH].map((letter, index) => [letter, 0x80 + index]));
/** Runs of what bytes above 7F become; ASCII stays as it is. */
const RUNS = new RegExp(`[\\u0080-\\u00ff${HIGH}]{2,}`, 'gu');
/** Signs and letters that stand after Ä or Å in sound text: „BLÅ“ is no run of bytes. */
const SOUND = /^[ÄÅ][’“”–—…•«»‹›®™©\u00a0ŠŽšžŒœŸ¹²³]$/u;
/** Of runs that would be one letter those alone that sound text has not: CAFÉ” is sound. */
const BEGINS = /^([ÂÃÄÅ]|â€)/u;
/** The same of a Mac's old encoding and of DOS, by the two bytes that begin most letters. */
const MAC = 'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø';
const ELSEWHERE = new RegExp(`[√¬][${MAC}]|[├┬][^\\s├┬─]`, 'u');
/** What is left of `à` where its second half was taken for a space: `Città` as `CittÃ`. */
const HALF = /\p{Ll}[ÂÃ](?!\p{L})/u;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Whether letters of a text were lost or garbled by a wrong encoding before it came here. */
export function isGarbled(text: string): boolean {
  if (text.includes('\ufffd') || ELSEWHERE.test(text) || HALF.test(text)) return true;
  return (text.match(RUNS) ?? []).some(wereBytes);
}

/** Whether a run of letters is UTF-8 when each of them is taken for a byte. */
function wereBytes(run: string): boolean {
  const bytes = Uint8Array.from(run, (letter) => BYTE_OF.get(letter) ?? letter.charCodeAt(0));
  try {
    const said = [...utf8.decode(bytes)].length;
    return said > 1 || (BEGINS.test(run) && !SOUND.test(run));
  } catch {
    return false;
  }
}
