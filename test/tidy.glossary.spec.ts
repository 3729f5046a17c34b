import { globSync, readFileSync } from 'node:fs';

/** The glossary of ARCHITECTURE.md: short, each term with its source, and none that is not used. */

const MOST = 40;
/** A map is read in twenty minutes, at two hundred words a minute. */
const MOST_WORDS = 20 * 200;

const page = readFileSync('ARCHITECTURE.md', 'utf8');
const section = /^## Glossary$([\s\S]*?)^## /m.exec(page)?.[1] ?? '';
const [, ...terms] = Array.from(
  section.matchAll(/^\| (.+?) \| (.+?) \| (.+?) \|$/gm),
  ([, term = '', is = '', of = '']) => ({ term, is, of }));
const code = globSync('{libs,apps}/**/src/**/*.{ts,sql}')
  .filter((path) => !/\.(spec|fixture)\.ts$|\/gql\//.test(path))
  .map((path) => readFileSync(path, 'utf8'));

/** Files that have a word, alone or as part of a name. */
function uses(term: string): number {
  return code.filter((text) => text.toLowerCase().includes(term)).length;
}

describe('glossary', () => {
  it('has forty terms at most, each once, and in lower case', () => {
    expect(terms.length).toBeGreaterThan(20);
    expect(terms.length).toBeLessThanOrEqual(MOST);
    expect(new Set(terms.map(({ term }) => term)).size).toBe(terms.length);
    expect(terms.filter(({ term }) => !/^[a-z-]+$/.test(term))).toEqual([]);
  });

  it('names where each is from: a standard, a paper, a field, or us', () => {
    expect(terms.filter(({ of }) => !/^ours\b|\d{2,}|[a-z]{4,}|WebAuthn/.test(of))).toEqual([]);
  });

  it('has no term that the code does not use', () => {
    expect(terms.filter(({ term }) => uses(term) < 3).map(({ term }) => term)).toEqual([]);
    expect(uses('suppression pattern of nobody')).toBe(0);
  });

  it('stands on a page that is read in twenty minutes', () => {
    const words = page.replace(/[|`*#]/g, ' ').split(/\s+/).filter(Boolean);
    expect(words.length).toBeLessThanOrEqual(MOST_WORDS);
  });
});
