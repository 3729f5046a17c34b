import { newPhrase, readPhrase } from './phrase.ts';

test('a new phrase has twelve words, reads back, and is never the same', () => {
  const phrases = Array.from({ length: 20 }, newPhrase);
  expect(new Set(phrases).size).toBe(20);
  for (const phrase of phrases) {
    expect(phrase.split(' ')).toHaveLength(12);
    expect(readPhrase(phrase)).toEqual({ kind: 'phrase', phrase });
  }
});
