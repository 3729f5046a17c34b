import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { someHash } from '../test/logged-terms.ts';
import { toQuintets, writeGroups } from './crockford.ts';
import { fingerprint, wordsIn, writeWords } from './fingerprint.ts';
import { readLetterCode } from './letter-code.ts';

/** The words by other means than the library's: the bits of PBKDF2 as text, eleven at a time. */
function naive(leaf: string): string[] {
  const name = Buffer.from('sotto/terms-fingerprint/v1');
  const salt = Buffer.concat([Buffer.from([0, 0, 0, name.length]), name]);
  const bits = [...pbkdf2Sync(Buffer.from(leaf, 'hex'), salt, 16_384, 11, 'sha256')]
    .map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.match(/.{11}/g)!.map((part) => wordlist[Number.parseInt(part, 2)]!);
}

test('a fingerprint is eight words of the list, the same for the same leaf', async () => {
  for (const leaf of ['00'.repeat(32), 'ff'.repeat(32), someHash('1'), someHash('2')]) {
    const words = await fingerprint(leaf);
    expect(words).toEqual(naive(leaf));
    expect(words).toHaveLength(8);
  }
});

test('another leaf has other words, and a leaf of one bit more has nothing of them', async () => {
  const [one, other] = await Promise.all([`${'00'.repeat(31)}00`, `${'00'.repeat(31)}01`]
    .map(fingerprint));
  expect(one!.filter((word, at) => word === other![at])).toEqual([]);
});

test('words are read from a square picture as they were written, and its code with them', async () => {
  for (const leaf of ['1', '2', '3', '4', '5'].map(someHash)) {
    const code = writeGroups(toQuintets(randomBytes(13))).join('-');
    const words = await fingerprint(leaf);
    const text = `${code} ${writeWords(words)}`;
    expect([wordsIn(text), readLetterCode(text)]).toEqual([words, { kind: 'code', code }]);
    expect(wordsIn(code)).toBeUndefined();
  }
  for (const text of ['', 'one-two', 'a-b-c-d-e-f-g-h', 'zzz-zzz-zzz-zzz-zzz-zzz-zzz-zzz']) {
    expect(wordsIn(text)).toBeUndefined();
  }
});
