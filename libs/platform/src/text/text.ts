/** Controls but tab and line ends, and halves of surrogate pairs (`u` finds lone ones only). */
const UNFIT = /(?![\t\n\r])[\p{Cc}\p{Cs}]/u;

/** What the one argument of most fields is called. */
const INPUT = 'input';

/** A text that no database stores as it is: where it stands, and the character, `U+0000`. */
export interface UnfitText {
  /** Names of fields, numbers of entries: `licences.0.number`. */
  readonly place: string;
  readonly character: string;
}

/**
 * The first text among a caller's arguments that has a character which can be neither stored nor
 * shown: a control (U+0000 too) other than tab and line ends, or half a surrogate pair.
 */
export function unfitText(value: unknown, place = ''): UnfitText | undefined {
  if (typeof value === 'string') {
    const [found] = UNFIT.exec(value) ?? [];
    return found === undefined ? undefined : { place, character: nameOf(found) };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    // The one argument of most fields holds what the caller knows by its own name.
    const within = place === '' || place === INPUT ? name : `${place}.${name}`;
    const found = unfitText(inner, within);
    if (found) return found;
  }
  return undefined;
}

/** What a caller is told of it: her own field and the character, never the text. */
export function unfitTextWords({ place, character }: UnfitText): string {
  return `${place || 'A text'} has the character ${character}, which cannot be stored: remove it.`;
}

function nameOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}
