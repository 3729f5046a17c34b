const NAMES = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/** Whether a text is the ISO 639-1 code of a language that there is, in lower case. */
export function isLanguage(code: string): boolean {
  return /^[a-z]{2}$/.test(code) && NAMES.of(code) !== undefined;
}
