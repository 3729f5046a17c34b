import { i18n, type Messages } from '@lingui/core';
import { deviceTags } from './locale.ts';
import { recall, remember } from './storage.ts';

/** Where a catalogue comes from: loaded when its language is chosen. */
export type Catalogues = Record<Language, () => Promise<{ messages: Messages }>>;

/** Languages that are complete. */
export type Language = 'en' | 'es';
export const LANGUAGES: readonly { readonly value: Language; readonly label: string }[] = [
  { value: 'en', label: 'English' }, { value: 'es', label: 'Español' },
];

const KEPT_AS = 'language';
const shared: Catalogues = {
  en: () => import('./locales/en.po'),
  es: () => import('./locales/es.po'),
};
let own: Catalogues | undefined;

/** The language that was chosen here, else the device's, else English. */
export function preferredLanguage(): Language {
  const kept = recall('device', KEPT_AS);
  const wished = [kept ?? '', ...deviceTags()].map((tag) => tag.split('-')[0] ?? '');
  return LANGUAGES.find(({ value }) => wished.find(isLanguage) === value)?.value ?? 'en';
}

function isLanguage(tag: string): boolean {
  return LANGUAGES.some(({ value }) => value === tag);
}

/** Load the words of a surface in the preferred language; the first thing that a page does. */
export async function loadWords(catalogues: Catalogues): Promise<void> {
  own = catalogues;
  await activate(preferredLanguage());
}

/** Change the language, and remember it on this device. */
export async function chooseLanguage(language: Language): Promise<void> {
  remember('device', KEPT_AS, language);
  await activate(language);
}

async function activate(language: Language): Promise<void> {
  const loaded = await Promise.all([shared[language](), own?.[language]()]);
  i18n.load(language, Object.assign({}, ...loaded.map((one) => one?.messages)) as Messages);
  i18n.activate(language);
  document.documentElement.lang = language;
}
