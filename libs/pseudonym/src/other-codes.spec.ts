import fc from 'fast-check';
import { creditMessage, printCredit } from './credit.ts';
import { toQuintets, writeGroups } from './crockford.ts';
import { kindOfCode, type CodeKind } from './other-codes.ts';
import { newPhrase } from './phrase.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const hex = (data: Uint8Array) => Buffer.from(data).toString('hex');
const groups = (length: number) =>
  bytes(length).map((data) => writeGroups(toQuintets(data)).join('-'));

/** What people are given. */
const MADE: Readonly<Record<CodeKind, fc.Arbitrary<string>>> = {
  letter: groups(13),
  credit: fc.tuple(bytes(32), bytes(32), bytes(256)).map(([id, randomiser, signature]) =>
    printCredit({ keyId: hex(id), message: creditMessage(hex(id), randomiser), signature })),
  words: fc.nat().map(() => newPhrase()),
  recovery: groups(8),
  app: fc.integer({ min: 0, max: 999_999 }).map((code) => String(code).padStart(6, '0')),
  invitation: fc.tuple(fc.uuid(), bytes(32)).map(([id, mac]) =>
    `https://hr.example/hr/join#${id}.${Buffer.from(mac).toString('base64url')}`),
};
/** As people paste them, which no code is another one by. */
const WAYS: Readonly<Record<string, (code: string) => string>> = {
  'as it is': (code) => code,
  'with spaces around': (code) => `\n ${code}\t`,
  'in small letters': (code) => (code.includes('/') ? code : code.toLowerCase()),
  'with other dashes': (code) => (code.includes('/') ? code : code.replaceAll('-', ' – ')),
};

describe.each(Object.keys(MADE) as CodeKind[])('a code of the kind %s', (kind) => {
  it.each(Object.keys(WAYS))('is known as what it is, %s', (way) => {
    fc.assert(fc.property(MADE[kind], (code) => {
      expect(kindOfCode(WAYS[way]!(code))).toBe(kind);
    }), { numRuns: 40 });
  });
});

it('twelve words are known by their numbers and with words around them', () => {
  fc.assert(fc.property(MADE.words, (phrase) => {
    const numbered = phrase.split(' ').map((word, at) => `${at + 1}. ${word}`).join('\n');
    expect(kindOfCode(numbered)).toBe('words');
    expect(kindOfCode(`My words: ${phrase}`)).toBe('words');
  }), { numRuns: 40 });
});

it.each(['', 'hello', 'three unrelated words', 'amber kites over nine harbours', '12345', '1234567',
  'ABCDEFGH', 'XXXXXXXX-XXXXXXXX-XXXXXXXX', 'https://hr.example/hr', 'dr-quist-7k2m'])(
  'what is none of them is left alone: %j', (text) => {
    expect(kindOfCode(text)).toBeNull();
  });
