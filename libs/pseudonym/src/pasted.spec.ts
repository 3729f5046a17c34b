import { randomBytes } from 'node:crypto';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import fc from 'fast-check';
import { creditMessage, printCredit, readCredit, type Credit } from './credit.ts';
import { toQuintets, writeGroups } from './crockford.ts';
import { readLetterCode } from './letter-code.ts';
import { readPhrase } from './phrase.ts';
import { newPhrase } from './phrase.ts';

/** Codes, credits and phrases are taken as people paste them, and never guessed. */

const every = (kind: RegExp) => Array.from({ length: 0x110000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code)).filter((char) => kind.test(char));
const DASHES = every(/[\p{Pd}\p{Dash}]/u);
const SPACES = every(/[\p{Zs}\p{White_Space}]/u);
const INVISIBLE = every(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u)
  // Not assigned yet, or marks that show something in the scripts that they are for.
  .filter((char) => /\p{Assigned}/u.test(char) && !/[\u0600-\u08ff\u{110bd}\u{110cd}]/u.test(char));

const newCode = () => writeGroups(toQuintets(randomBytes(13))).join('-');
const newCredit = (): Credit => {
  const keyId = randomBytes(32).toString('hex');
  return { keyId, message: creditMessage(keyId, randomBytes(32)), signature: randomBytes(256) };
};
const wide = (text: string) => text.replaceAll(/[!-~]/g, (char) =>
  String.fromCharCode(char.charCodeAt(0) + 0xfee0)).replaceAll(' ', '\u3000');
const spaced = (text: string, by: string) => [...text].join(by);

/** What is around a code on a letter, in a chat, in an address. */
const AROUND: readonly ((text: string) => string)[] = [
  (text) => `Your code: ${text}`, (text) => `Code – ${text}.`, (text) => `“${text}”`,
  (text) => `'${text}',`, (text) => `Mi código es ${text}, gracias`, (text) => `\n\t${text}\r\n`,
  (text) => `https://care.example/employee#${text}`,
  (text) => `https://care.example/?code=${text}&a=1`,
  (text) => `<b>${text}</b>`, (text) => `Code:\n${text}\nAda`, (text) => `\ufeff${text}`,
  (text) => `${text} ${text}`, (text) => text.toLowerCase(), (text) => wide(text),
  (text) => wide(text.toLowerCase()), (text) => spaced(text, ' '), (text) => spaced(text, '\u200b'),
];

/** How people number the parts of a list. */
const NUMBERED: readonly ((number: number) => string)[] = [
  (number) => `${number}.`, (number) => `${number})`, (number) => `(${number})`,
  (number) => `${number}:`, (number) => `[${number}]`,
];

describe('the code of a letter', () => {
  const code = newCode();
  const found = { kind: 'code', code };

  it.each([['dash', DASHES], ['space', SPACES]] as const)('with any %s between its groups or '
    + 'characters', (_kind, chars) => {
    expect(chars.length).toBeGreaterThan(20);
    for (const char of chars) {
      expect([char, readLetterCode(code.replaceAll('-', char))]).toEqual([char, found]);
      expect([char, readLetterCode(spaced(code.replaceAll('-', ''), char))]).toEqual([char, found]);
    }
  });

  it('with any mark that cannot be seen, anywhere', () => {
    expect(INVISIBLE.length).toBeGreaterThan(100);
    for (const char of INVISIBLE) {
      expect([char.codePointAt(0), readLetterCode(`${char}${spaced(code, char)}`)])
        .toEqual([char.codePointAt(0), found]);
    }
  });

  it('with anything around it', () => {
    for (const around of AROUND) {
      expect([String(around), readLetterCode(around(code))]).toEqual([String(around), found]);
    }
  });

  it('with its groups numbered', () => {
    for (const number of NUMBERED) {
      for (const between of [' ', '\n', ', ']) {
        fc.assert(fc.property(fc.constant(null).map(newCode), (made) => {
          const typed = made.split('-').map((group, at) => `${number(at + 1)} ${group}`);
          expect(readLetterCode(typed.join(between))).toEqual({ kind: 'code', code: made });
        }), { numRuns: 20 });
      }
    }
    expect(readLetterCode(`1. ${newCode()}\n2. ${newCode()}`)).toEqual({ kind: 'several' });
    // Digits that do not count are not taken out of what is meant.
    expect(readLetterCode(`7. ${code} 3. `)).toEqual(found);
    expect(readLetterCode('1. 2. 3. 4.')).toMatchObject({ kind: 'length' });
  });

  it('is never guessed: of two, neither is taken', () => {
    fc.assert(fc.property(fc.constantFrom(' ', '\n', ', ', ' or '), (between) => {
      expect(readLetterCode(`${newCode()}${between}${newCode()}`)).toEqual({ kind: 'several' });
    }));
  });

  it('says how much is missing, or where the slip is', () => {
    expect(readLetterCode('')).toEqual({ kind: 'length', missing: 24 });
    expect(readLetterCode(`Your code: ${code.slice(0, -3)}`))
      .toEqual({ kind: 'length', missing: 3 });
    expect(readLetterCode(`${code}AB`)).toEqual({ kind: 'length', missing: -2 });
    const [one = '', two = '', three = ''] = code.split('-');
    const slip = `${two.slice(0, -1)}${two.endsWith('7') ? '8' : '7'}`;
    expect(readLetterCode(`${one}${slip}${three}`)).toEqual({ kind: 'slip', group: 2 });
    expect(readLetterCode(`My code is ${one} ${slip} ${three}`)).toEqual({ kind: 'slip', group: 2 });
  });

  it('reads any text without an exception', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(readLetterCode(text).kind).not.toBe('code');
    }));
  });
});

describe('a credit on paper', () => {
  const credit = newCredit();
  const text = printCredit(credit);
  const found = { kind: 'credit', credit: {
    ...credit,
    message: new Uint8Array(credit.message), signature: new Uint8Array(credit.signature),
  } };
  const read = (typed: string) => {
    const reading = readCredit(typed);
    if (reading.kind !== 'credit') return reading;
    const { keyId, message, signature } = reading.credit;
    return { kind: 'credit', credit: {
      keyId, message: new Uint8Array(message), signature: new Uint8Array(signature) } };
  };

  it('with any dash or space, or any mark that cannot be seen, between its groups', () => {
    const chars = [...DASHES, ...SPACES, ...INVISIBLE];
    const groups = text.split('-');
    for (let first = 0; first < chars.length; first += groups.length - 1) {
      const typed = groups.map((group, at) => group + (chars[first + at] ?? '-')).join('');
      expect([first, read(typed)]).toEqual([first, found]);
    }
  });

  it('with anything around it', () => {
    for (const around of AROUND) {
      expect([String(around), read(around(text))]).toEqual([String(around), found]);
    }
    expect(read(`https://sotto1.example/#${text}`)).toEqual(found);
  });

  it('with its lines numbered', () => {
    const lines = text.match(/(?:[^-]+-?){1,5}/g) ?? [];
    for (const number of NUMBERED) {
      expect(read(lines.map((line, at) => `${number(at + 1)} ${line}`).join('\n'))).toEqual(found);
    }
  });

  it('is never guessed: of two, neither is taken', () => {
    expect(readCredit(`${text}\n${printCredit(newCredit())}`))
      .toEqual({ kind: 'malformed', reason: 'several' });
  });
});

describe('a phrase', () => {
  const phrase = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
  const words = phrase.split(' ');
  const found = { kind: 'phrase', phrase };

  it('with any dash, space or mark between its words', () => {
    for (const char of [...DASHES, ...SPACES, ',', ';', '|', '/', '\r\n', ' · ', '", "', '\u00ad']) {
      expect([char, readPhrase(words.join(char))]).toEqual([char, found]);
    }
    for (const char of INVISIBLE) {
      expect([char.codePointAt(0), readPhrase(words.join(` ${char}`))])
        .toEqual([char.codePointAt(0), found]);
    }
    expect(readPhrase(words.join('\u200b'))).toEqual(found);
  });

  it.each([
    ['dots', (word: string, at: number) => `${at}. ${word}`],
    ['brackets', (word: string, at: number) => `(${at}) ${word}`],
    ['half brackets', (word: string, at: number) => `${at}) ${word}`],
    ['colons', (word: string, at: number) => `${at}: ${word}`],
    ['nothing', (word: string, at: number) => `${at}${word}`],
    ['circles', (word: string, at: number) => `${String.fromCodePoint(0x245f + at)} ${word}`],
    ['two digits', (word: string, at: number) => `${String(at).padStart(2, '0')}\t${word}`],
  ] as const)('numbered with %s, on lines or in one', (_how, number) => {
    for (const between of ['\n', ' ', ', ']) {
      const text = words.map((word, at) => number(word, at + 1)).join(between);
      expect(readPhrase(text)).toEqual(found);
    }
  });

  it('with words around it, in any case and width', () => {
    for (const text of [
      `My twelve words: ${phrase}`, `"${phrase}"`, wide(phrase), phrase.toUpperCase(),
      `Mis doce palabras:\n${phrase}\n`, `${phrase}.`, `${phrase}\n${phrase}`,
    ]) expect([text, readPhrase(text)]).toEqual([text, found]);
  });

  it('that is numbered is read by its numbers, whatever is written around it and in any order', () => {
    const listed = (way: (word: string, at: number) => string, of = words) =>
      of.map((word, at) => way(word, at + 1));
    const first = listed((word, at) => `(${at}) ${word}`);
    for (const text of [
      `My words are: ${first.join(' ')} — keep safe`, `Keep them safe, friends: ${first.join(' ')}`,
      `${first.join('\n')}\nremember: word two is winner, and the note is in the kitchen drawer`,
      `Abandon all hope. ${first.join(' ')}`, `${first.join(' ')} ${first.join(' ')}`,
      `${listed((word, at) => `${word} ${at}`).join(', ')} — keep safe`,
      // Two columns, as they come when a page is copied by its lines.
      first.slice(0, 6).map((one, at) => `${one}\t${first[at + 6]}`).join('\n'),
    ]) expect([text, readPhrase(text)]).toEqual([text, found]);
  });

  it('that is numbered is never guessed: not of two, nor where a number has two words', () => {
    const numbered = (of: readonly string[]) => of.map((word, at) => `${at + 1}. ${word}`).join(' ');
    expect(readPhrase(`${numbered(words)} ${numbered(newPhrase().split(' '))}`).kind).toBe('malformed');
    expect(readPhrase(`keep ${numbered(words.with(11, 'zoo'))} safe`).kind).toBe('malformed');
    expect(readPhrase(`${numbered(words)} 12. zoo`).kind).toBe('malformed');
  });

  it('every new one reads back however it is written', () => {
    fc.assert(fc.property(
      fc.constantFrom(...DASHES, ...SPACES), fc.boolean(), fc.boolean(),
      (char, upper, numbered) => {
        const made = newPhrase();
        const text = made.split(' ').map((word, at) => (numbered ? `${at + 1}. ${word}` : word))
          .join(char);
        expect(readPhrase(upper ? wide(text.toUpperCase()) : text))
          .toEqual({ kind: 'phrase', phrase: made });
      }));
  });

  it('is never guessed: of two, neither is taken, and a word too many is not left out', () => {
    const other = newPhrase();
    expect(readPhrase(`${phrase}: ${other}`).kind).toBe('malformed');
    expect(readPhrase(`${phrase}\nor xyzzy\n${other}`))
      .toEqual({ kind: 'malformed', reason: 'several' });
    fc.assert(fc.property(fc.nat(12), fc.constantFrom(...wordlist), (at, word) => {
      expect(readPhrase(words.toSpliced(at, 0, word).join(' ')))
        .toMatchObject({ reason: 'word-count' });
    }));
  });

  it('names misspelt words, with the nearest of the list', () => {
    expect(readPhrase(phrase.replace('sausage', 'sausge').replace('winner', 'wniner'))).toEqual({
      kind: 'malformed', reason: 'unknown-words', unknown: [
        { place: 2, typed: 'wniner', nearest: ['winner', 'dinner', 'inner'] },
        { place: 6, typed: 'sausge', nearest: ['sausage', 'cause', 'gauge'] },
      ] });
    fc.assert(fc.property(fc.nat(11), fc.nat(7), (at, letter) => {
      const word = words[at] ?? '';
      const slip = `${word.slice(0, letter % word.length)}q${word.slice(letter % word.length)}`;
      expect(readPhrase(words.with(at, slip).join(' '))).toMatchObject({
        reason: 'unknown-words',
        unknown: [{ place: at + 1, nearest: expect.arrayContaining([word]) }],
      });
    }), { numRuns: 30 });
  });

  it('with a wrong count says how many there are, and which are missing or too many', () => {
    const numbered = words.map((word, at) => `${at + 1}. ${word}`);
    expect(readPhrase(numbered.toSpliced(6, 1).join('\n')))
      .toEqual({ kind: 'malformed', reason: 'word-count', count: 11, missing: [7], extra: [] });
    expect(readPhrase(words.toSpliced(3, 0, 'thank').join(' ')))
      .toEqual({ kind: 'malformed', reason: 'word-count', count: 13, missing: [], extra: ['thank'] });
    expect(readPhrase('')).toMatchObject({ reason: 'word-count', count: 0 });
    expect(readPhrase(phrase.replace('yellow', 'zoo')))
      .toEqual({ kind: 'malformed', reason: 'checksum' });
  });
});
