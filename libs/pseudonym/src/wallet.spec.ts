import { readPhrase } from './phrase.ts';
import {
  caseHash, caseSecret, claimKey, idempotencyKey, newPhrase, openWallet,
} from './wallet.ts';

const PHRASE = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const hex = (view: Uint8Array) => Buffer.from(view).toString('hex');

test('a new phrase has twelve words, reads back, and is never the same', () => {
  const phrases = Array.from({ length: 20 }, newPhrase);
  expect(new Set(phrases).size).toBe(20);
  for (const phrase of phrases) {
    expect(phrase.split(' ')).toHaveLength(12);
    expect(readPhrase(phrase)).toEqual({ kind: 'phrase', phrase });
  }
});

test('the phrase gives every key again, and another phrase none of them', async () => {
  const [keys, again, others] = await Promise.all([PHRASE, PHRASE, newPhrase()].map(openWallet));
  expect(again).toEqual(keys);
  const ours = new Set(Object.values(keys!).map(String));
  for (const theirs of Object.values(others!).map(String)) expect(ours.has(theirs)).toBe(false);
});

// The expected values were computed by another implementation (Python's hashlib and hmac).
test('keys do not change between versions: a written-down phrase must work for years', async () => {
  const keys = await openWallet(PHRASE);
  expect(keys.backupAddress)
    .toBe('c98432ce927500d8fdb640f52577850b3a42f3e522798551215ae941f58dad85');
  expect(hex(claimKey(keys, 'programme')))
    .toBe('76033412dd7c79a4b7f40d567ba035d6f12b2727016ddf7e0f7fc7ca198fed06');
  expect(hex(caseSecret(keys, 'programme')))
    .toBe('07aacb97f8751a5e9a7ac5ac0286b7bb254ca732229f48750178fe06bde4a146');
  expect(idempotencyKey(keys, 'open-case', 'x')).toBe('19d2e7d7-41e1-4f3b-a167-960ee0c6176a');
});

test('what each party sees is different, also from one programme to the next', async () => {
  const keys = await openWallet(PHRASE);
  const seen = [
    keys.backupAddress, hex(keys.backupKey), hex(keys.claimRoot), hex(keys.caseRoot),
    hex(keys.requestRoot), hex(claimKey(keys, 'a')), hex(claimKey(keys, 'b')),
    hex(caseSecret(keys, 'a')), hex(caseSecret(keys, 'b')), caseHash(caseSecret(keys, 'a')),
  ];
  expect(new Set(seen).size).toBe(seen.length);
});

test('an idempotency key looks random and is the same for the same intent', async () => {
  const keys = await openWallet(PHRASE);
  const key = idempotencyKey(keys, 'book', 'slot', 'credit');
  expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(idempotencyKey(keys, 'book', 'slot', 'credit')).toBe(key);
  expect(idempotencyKey(keys, 'book', 'slotc', 'redit')).not.toBe(key);
  expect(idempotencyKey(keys, 'cancel', 'slot', 'credit')).not.toBe(key);
});
