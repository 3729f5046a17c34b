/** A random UUID, and under it a MAC of 32 bytes in base64url. */
const TOKEN = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[\w-]{43}/i;
/** What mail programs and people put into long lines. */
const BREAKS = /[\s\u00ad\u200b-\u200d\u2060\ufeff]+/g;

/**
 * The token of an invitation in whatever was pasted: the whole link, the end of it, the token
 * alone, broken over lines or with words around it. Undefined when there is none.
 */
export function readInvitation(pasted: string): string | undefined {
  return [pasted, pasted.replaceAll(BREAKS, ''), decoded(pasted)]
    .map((text) => TOKEN.exec(text)?.[0]).find((token) => token !== undefined);
}

/** Percent signs as a browser's bar writes them; a text that has others stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
