import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vaguePhrases } from '#wording/vague';

/** Every word of every page exists in English and in Spanish, and catalogues hold no others. */

const FOLDERS = ['ui', 'hr', 'employee', 'therapist'];
const LINGUI = 'node_modules/@lingui/cli/dist/lingui.js';

/** A value or a piece of markup; the words of a plural's forms are neither. */
const PLACEHOLDER = /(?<!(?:zero|one|two|few|many|other|=\d+) )\{\w+(?=[},])|<\/?\d+/g;

const PLURAL = /plural, (?:=0 \{[^}]*\} )?one \{([^}]*)\} other \{([^}]*)\}/g;
/** Where what is counted is not named, one and many are alike. */
const UNCOUNTED = ['# bought in all.', 'por pagar'];
const COUNTED = new RegExp(String.raw`\{\w+\} (?:sessions|people|letters|departments|credits|clients|claims|`
  + String.raw`times|minutes|hours|days|weeks|sesiones|personas|cartas|departamentos|créditos|clientes|minutos|`
  + String.raw`horas|días|semanas)\b`, 'g');
/** Never one: sizes of crowds, lengths of sessions, a span of days, what the plan's rules say. */
const ALWAYS_MANY = new Set(['{k} people', '{k} personas', '{people} people', '{people} personas',
  '{0} people', '{0} personas', '{0} minutes', '{0} minutos', '{minutes} minutes', '{minutes} minutos',
  '{band} days', '{band} días', '{notice} hours', '{notice} horas', '{most} sessions',
  '{most} sesiones', '{days} days', '{days} días']);

/** msgid (with its context) → msgstr, of a catalogue. */
function entries(po: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const block of po.split(/\n\n+/).filter((one) => !one.includes('#~'))) {
    const key = `${field(block, 'msgctxt')}|${field(block, 'msgid')}`;
    if (key !== '|') found.set(key, field(block, 'msgstr'));
  }
  return found;
}

function field(block: string, name: string): string {
  const match = new RegExp(`^${name} ((?:".*"\\n?)+)`, 'm').exec(block);
  return [...(match?.[1] ?? '').matchAll(/"(.*)"/g)].map(([, text]) => text).join('');
}

describe.each(FOLDERS)('%s', (folder) => {
  const read = (language: string) =>
    entries(readFileSync(`apps/web/${folder}/locales/${language}.po`, 'utf8'));

  it('lacks no Spanish word', () => {
    const missing = [...read('es')].filter(([, text]) => text === '').map(([key]) => key);
    expect(missing).toEqual([]);
  });

  it('tells one from many, in every word that counts', () => {
    const said = ['en', 'es'].flatMap((language) => [...read(language).values()]);
    const alike = said.flatMap((text) => [...text.matchAll(PLURAL)])
      .filter(([, one, other]) => one === other).map(([, one]) => one);
    expect(alike.filter((one) => !UNCOUNTED.includes(one!))).toEqual([]);
  });

  it('has no number before a noun that is always many', () => {
    const said = [...read('en').keys(), ...read('es').values()];
    const found = said.flatMap((text) => [...text.matchAll(COUNTED)]).map(([text]) => text);
    expect(found.filter((text) => !ALWAYS_MANY.has(text))).toEqual([]);
  });

  it('uses the same placeholders in both languages', () => {
    const marks = (text: string) => [...new Set(
      [...text.matchAll(PLACEHOLDER)].map(([mark]) => mark))].sort().join();
    const wrong = [...read('es')].filter(([key, text]) =>
      marks(key.slice(key.indexOf('|') + 1)) !== marks(text));
    expect(wrong).toEqual([]);
  });
});

it.each(['en', 'es'] as const)('the employee page holds no phrase that could mean anything, %s', (language) => {
  const said = [...entries(readFileSync(`apps/web/employee/locales/${language}.po`, 'utf8')).values()];
  expect(said.flatMap((text) => vaguePhrases(text, language)
    .map(({ start, end }) => [text.slice(start, end), text]))).toEqual([]);
});

test('the catalogues are what the sources say (`npm run words` brings them up to date)', () => {
  const copy = mkdtempSync(join(tmpdir(), 'sotto-words-'));
  try {
    for (const folder of FOLDERS) {
      cpSync(`apps/web/${folder}/locales`, join(copy, folder), { recursive: true });
    }
    execFileSync(process.execPath, [
      LINGUI, 'extract', '--clean', '--config', 'apps/web/lingui.config.mjs',
    ], { stdio: 'pipe', env: { ...process.env, WORDS_INTO: copy } });
    for (const folder of FOLDERS) {
      for (const language of ['en', 'es']) {
        expect([folder, language, keysOf(join(copy, folder, `${language}.po`))])
          .toEqual([folder, language, keysOf(`apps/web/${folder}/locales/${language}.po`)]);
      }
    }
  } finally {
    rmSync(copy, { recursive: true });
  }
}, 60_000);

function keysOf(path: string): string[] {
  return [...entries(readFileSync(path, 'utf8')).keys()].sort();
}
