/*
 * Languages and time zones as devices name them, which is not always as the standards do
 * (BCP 47, the tz database): whatever a device says, dates and words are shown.
 */

/** The language tags of this device that can be used, best first. */
export function deviceTags(): readonly string[] {
  return usableTags(globalThis.navigator?.languages ?? [globalThis.navigator?.language]);
}

/**
 * The tags among these that can be used. A POSIX name is read as what it means (`es_ES.UTF-8`,
 * `en-US@posix`); what is no language at all is left out.
 */
export function usableTags(tags: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(tags) ? tags : [tags];
  return list.flatMap((tag) => {
    if (typeof tag !== 'string') return [];
    const plain = tag.trim().replace(/[.@].*$/su, '').replaceAll('_', '-');
    try {
      return Intl.getCanonicalLocales(plain);
    } catch {
      return [];
    }
  });
}

/** The first of these tags whose language is `language`, as the region writes it; else that. */
export function regionalTag(language: string, tags: readonly string[]): string {
  const found = tags.find((tag) => tag.split('-')[0] === language);
  return found !== undefined && isFormatted(found) ? found : language;
}

function isFormatted(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([tag]).length > 0;
  } catch {
    return false;
  }
}

/** A time zone that this browser knows; undefined, its own, for one that it does not. */
export function knownZone(zone: string | null | undefined): string | undefined {
  if (!zone) return undefined;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    return undefined;
  }
}

/** How days and times are written in a language, as this device's region does. Never throws. */
export function dateFormat(
  language: string,
  { timeZone, ...options }: Omit<Intl.DateTimeFormatOptions, 'timeZone'> & {
    readonly timeZone?: string | undefined;
  },
): Intl.DateTimeFormat {
  const zone = knownZone(timeZone);
  return new Intl.DateTimeFormat(
    regionalTag(language, deviceTags()), zone ? { ...options, timeZone: zone } : options);
}
