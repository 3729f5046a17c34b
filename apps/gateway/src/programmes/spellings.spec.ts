import fc from 'fast-check';
import { LOOK_ALIKES } from './look-alikes.ts';
import { Spellings } from './spellings.ts';

const every = (kind: RegExp): string[] => Array.from({ length: 0x110000 }, (_, point) => point)
  .filter((point) => point < 0xD800 || point > 0xDFFF)
  .map((point) => String.fromCodePoint(point)).filter((one) => kind.test(one));
const DASHES = [...every(/[\p{Pd}\p{Dash}]/u), '\u00AD'];
const SPACES = every(/\p{White_Space}/u);
const CASES = [(text: string) => text, (text: string) => text.toUpperCase(),
  (text: string) => text.toUpperCase().toLowerCase()];

/** What is asked about the second of two departments of one site, and of two sites. */
function asked(one: string, other: string): readonly unknown[] {
  const [departments, sites] = [new Spellings(), new Spellings()];
  departments.doubt({ site: 'Berlin', department: one, headcount: 30 });
  sites.doubt({ site: one, department: 'IT', headcount: 30 });
  return [departments.doubt({ site: 'Berlin', department: other, headcount: 40 }),
    sites.doubt({ site: other, department: 'HR', headcount: 40 })];
}
const ALIKE = [['department', 'LOOKS_ALIKE'], ['site', 'LOOKS_ALIKE']];
const isAsked = (one: string, other: string) => {
  const [department, site] = asked(one, other);
  if (department === null || (site === null && one !== other)) {
    throw new Error(`${JSON.stringify([one, other])} are told apart`);
  }
};

/** A name with some of its characters exchanged for what looks like them. */
const exchanged = (name: string, picks: readonly number[]) =>
  [...name].map((letter, at) => {
    const ways = [letter, ...LOOK_ALIKES[letter] ?? ''];
    return ways[(picks[at] ?? 0) % ways.length];
  }).join('');
const picks = fc.array(fc.nat(9), { minLength: 16, maxLength: 16 });
const letter = fc.constantFrom(...Object.keys(LOOK_ALIKES), 'Ä', 'é', 'ł', '7');
const name = fc.array(letter, { minLength: 1, maxLength: 16 }).map((letters) => letters.join(''));

describe('names of departments that no reader tells apart', () => {
  it.each([
    ['a long dash', 'Sales-EMEA', 'Sales–EMEA'], ['a minus sign', 'Sales-EMEA', 'Sales\u2212EMEA'],
    ['spaces around a dash', 'Sales-EMEA', 'Sales – EMEA'], ['no dash', 'Back-Office', 'Backoffice'],
    ['a space', 'Back Office', 'BackOffice'], ['Cyrillic letters', 'Care', 'С\u0430r\u0435'],
    ['Cyrillic letters in another case', 'IT SUPPORT', 'Iт Suppоrт'], ['Greek letters', 'BOOKS', 'ΒΟΟΚS'],
    ['an accent of another script', 'Zoë', 'Zоё'], ['Greek for Cyrillic', 'ПОФ', 'ΠΟΦ'],
    ['a curly mark', "People's Team", 'People’s Team'], ['a slash', 'R/D', 'R∕D'],
    ['wide letters after a dash', 'A-IT', 'A–ＩＴ'], ['an accent for a mark', "People's", 'People´s'],
    ['a character of Chinese', 'カード', '力ード'],
  ])('are asked about: %s', (_, one, other) => {
    expect(asked(one, other)).toEqual(ALIKE);
    expect(asked(other, one)).toEqual(ALIKE);
  });

  it.each(DASHES)('are asked about, whichever dash stands between: %s', (dash) => {
    for (const other of ['-', ' ', ' - ', '']) isAsked(`Sales${other}EMEA`, `Sales${dash}EMEA`);
    isAsked('Unit 1-2', `Unit 1${dash}2`);
  });

  it('are asked about, whichever space stands between', () => {
    for (const space of SPACES) {
      for (const other of [' ', '-', '']) isAsked(`Sales${other}EMEA`, `Sales${space}EMEA`);
    }
  });

  it('are asked about, whichever of their letters are exchanged, in each case', () => {
    fc.assert(fc.property(name, picks, fc.constantFrom(...CASES), (first, wanted, inCase) => {
      isAsked(first, exchanged(inCase(first), wanted));
    }), { numRuns: 2_000 });
    for (const [one, others] of Object.entries(LOOK_ALIKES)) {
      for (const other of others) isAsked(`x${one}x`, `x${other}x`);
    }
  });
});

describe('names of departments that a reader tells apart', () => {
  it.each([
    ['Team 1', 'Team 2'], ['Team 1-1', 'Team 11'], ['Team 1 1', 'Team 11'], ['Team I', 'Team 1'],
    ['Team O', 'Team 0'], ['Modern', 'Modem'], ['Depot', 'Dépôt'], ['ΑΥ', 'αγ'], ['ΑΝ', 'αη'], ['', '-1'],
    ['у', 'ү'], ['営業', '営業部'], ['R&D', 'RD'], ['C', 'C++'],
  ])('are no question: %s and %s', (one, other) => {
    expect(asked(one, other)).toEqual([null, null]);
  });

  it.each(['Latin', 'Greek', 'Cyrillic'])('are never asked about within one script: %s', (script) => {
    const letters = every(new RegExp(`^\\p{sc=${script}}$`, 'u')).filter((one) =>
      /^\p{L}$/u.test(one) && one.normalize('NFKD') === one && one.toUpperCase().length === 1
      && CASES.every((inCase) => inCase(inCase(one).toLowerCase()) === inCase(one)));
    const word = fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join(''));
    fc.assert(fc.property(word, word, (one, other) => {
      fc.pre(one.toUpperCase() !== other.toUpperCase());
      expect(asked(one, other)).toEqual([null, null]);
    }), { numRuns: 2_000 });
  });

  it('may stand at two sites under one name', () => {
    const spelt = new Spellings();
    for (const site of ['Berlin', 'Wien']) {
      expect(spelt.doubt({ site, department: 'Care', headcount: 30 })).toBeNull();
    }
  });
});
