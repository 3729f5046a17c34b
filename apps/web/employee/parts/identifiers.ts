import type { IdentifierMark } from '#wording/identifiers';

const rules = () => import('#wording/identifiers');

/** By everyone at once: a file that is fetched when somebody writes would say so. */
export function fetchRules(): void {
  void rules().catch(() => undefined);
}

/** What in a text may tell who somebody is; nothing where the rules did not come. */
export async function tellingIn(text: string, locale: string): Promise<readonly IdentifierMark[]> {
  try {
    const { identifiers } = await rules();
    return identifiers(text.normalize('NFC'), locale === 'es' ? 'es' : 'en');
  } catch {
    return [];
  }
}
