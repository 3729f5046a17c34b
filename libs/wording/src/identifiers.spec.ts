import fc from 'fast-check';
import { ADDRESSES, CERTAIN, CODE, DATES, PHONE } from './identifier-rules.ts';
import { identifiers } from './identifiers.ts';
import type { Language } from './marks.ts';
import { ENGLISH } from './tongue.en.ts';
import { SPANISH } from './tongue.es.ts';
import { VAGUE_EN } from './vague.en.ts';
import { VAGUE_ES } from './vague.es.ts';

const languages = fc.constantFrom<Language>('en', 'es');
/** Words, numbers and marks of which identifiers are made, in any order. */
const pieces = fc.array(fc.oneof(
  fc.constantFrom('Ann', 'Dr.', 'calle', 'record', '@', '.com', '12', '3/4/1990', '+34 ', ' ', '\n', 'born on ', ': ',
    '-', '\u200B', '\u202E', '\u0000', 'é', 'Mr. Ömer', '192.168.1.1', '“', '’s', '\uD83D\uDE00', '\uD800'),
  fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 40 }).map((parts) => parts.join(''));

function found(text: string, language: Language) {
  return identifiers(text, language).map(({ kind, start, end }) => [kind, text.slice(start, end)]);
}

it.each([
  ['Write to ann.b@example.com', 'email', 'ann.b@example.com'],
  ['Write to ann at example dot com', 'email', 'ann at example dot com'],
  ['MRN: 00-41-22', 'record', '00-41-22'],
  ['since May 2021', 'date', 'May 2021'],
  ['my name is fatima', 'name', 'fatima'],
  ['She saw Dr.Okafor', 'name', 'Okafor'],
  ['a card: 4111 1111 1111 1111', 'account', '4111 1111 1111 1111'],
  ['on 2001:db8::1', 'ip', '2001:db8::1'],
  ['(see www.annb.example).', 'url', 'www.annb.example'],
  ['it is on annb.example.com/us, with pictures', 'url', 'annb.example.com/us'],
  ['I left Texas and California. Kofi Mensah stayed', 'name', 'Kofi Mensah'],
  ['she is 97 years old', 'age', '97 years old'],
  ['@ann_b wrote', 'code', '@ann_b'],
])('in English “%s” holds a %s', (text, kind, part) => {
  expect(found(text, 'en')).toEqual([[kind, part]]);
});

it.each([
  ['vive en C/ Mayor 3', 'place', 'C/ Mayor 3'],
  ['nació el 3 de mayo de 1990', 'date', 'el 3 de mayo de 1990'],
  ['con DNI 12345678Z', 'citizen-number', '12345678Z'],
  ['me llamo noa', 'name', 'noa'],
  ['la Sra. Ibáñez', 'name', 'Ibáñez'],
])('in Spanish “%s” holds a %s', (text, kind, part) => {
  expect(found(text, 'es')).toEqual([[kind, part]]);
});

it.each([
  'I paid $12000 in 2019 for 14 sessions of 50 minutes; my PHQ-9 was 12.',
  'See 45 CFR 164.514 and section 2 of the Notice of Privacy Practices.',
  'On Monday I took Zoloft and spoke English on Zoom.',
  'WHAT WE KEEP\nYour file is kept in a locked room.',
])('what tells nobody is not marked: %s', (text) => {
  expect(found(text, 'en')).toEqual([]);
});

it('an identifier is found whatever unseen characters part it, and marked where it stands', () => {
  const text = 'call me at \u202E+1 4\u200B23 555\u00AD 01\u000272\u202C, please';
  const [mark, ...others] = identifiers(text, 'en');
  expect(others).toEqual([]);
  expect(text.slice(mark!.start, mark!.end)).toBe('+1 4\u200B23 555\u00AD 01\u000272');
  expect(found('mail ann\uFF20example.com from \u0661\u0661\u0661-\u0662\u0662-\u0663\u0663\u0663\u0663', 'en'))
    .toMatchObject([['email', expect.any(String)], ['citizen-number', expect.any(String)]]);
});

it('marks are in order and apart, within the text, and none is empty, whatever the text', () => {
  fc.assert(fc.property(pieces, languages, (text, language) => {
    let last = 0;
    for (const { start, end, neutral } of identifiers(text, language)) {
      expect(start).toBeGreaterThanOrEqual(last);
      expect(end).toBeGreaterThan(start);
      expect(neutral).not.toBe('');
      last = end;
    }
    expect(last).toBeLessThanOrEqual(text.length);
  }));
});

it('unseen characters between words change no mark', () => {
  fc.assert(fc.property(pieces, languages, (text, language) => {
    const given = text.replaceAll(/\p{Default_Ignorable_Code_Point}|\p{C}/gu, '');
    const parted = given.replaceAll(/(?<=[a-z])(?=[a-z])/g, '\u200D');
    const bare = (parts: (string | undefined)[][]) =>
      parts.map(([kind, part]) => [kind, part?.replaceAll('\u200D', '')]);
    expect(bare(found(parted, language))).toEqual(found(given, language));
  }));
});

it('no rule repeats without a bound, so that time grows with the length of a text alone', () => {
  const shapes = [...CERTAIN, ...DATES, ...ADDRESSES, ...ENGLISH.shapes, ...SPANISH.shapes];
  const rules = [
    ...shapes.map(({ pattern }) => pattern), CODE, PHONE,
    ...[...ENGLISH.labels, ...SPANISH.labels, ...VAGUE_EN.phrases, ...VAGUE_ES.phrases]
      .map(([, pattern]) => pattern),
  ];
  const unbounded = rules.map(({ source }) => source)
    .filter((source) => /[*+]|\{\d+,\}/.test(source.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]/gs, 'x')));
  expect(rules.length).toBeGreaterThan(60);
  expect(unbounded).toEqual([]);
});
