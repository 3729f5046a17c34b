import fc from 'fast-check';
import { handle, pairwise } from './pairwise.ts';
import { ADJECTIVES, ANIMALS, COLOURS } from './pairwise.words.ts';

const secret = new Uint8Array(32).fill(3);

test('one case towards one provider is always the same, towards two never', () => {
  fc.assert(fc.property(fc.uuid(), fc.uuid(), fc.uuid(), (caseId, provider, other) => {
    fc.pre(provider !== other);
    expect(pairwise(secret, caseId, provider)).toEqual(pairwise(secret, caseId, provider));
    expect(pairwise(secret, caseId, provider)).not.toEqual(pairwise(secret, caseId, other));
    expect(pairwise(secret, caseId, provider)).not.toEqual(pairwise(secret, provider, caseId));
  }));
});

test('ids that run together are still two ids', () => {
  expect(pairwise(secret, 'ab', 'c')).not.toEqual(pairwise(secret, 'a', 'bc'));
});

test('a secret that can be guessed is refused', () => {
  expect(() => pairwise(new Uint8Array(16), 'a', 'b')).toThrow(RangeError);
});

test('a handle is two words and four digits, and follows from the pseudonym', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (pseudonym) => {
    const { name, colour } = handle(pseudonym);
    expect(name).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+ \d{4}$/);
    expect(colour).toMatch(/^#[0-9a-f]{6}$/);
    expect(handle(pseudonym)).toEqual({ name, colour });
  }));
});

test('handles are many: 128 by 128 distinct words, and 2,000 cases hardly ever share one', () => {
  expect(new Set(ADJECTIVES).size).toBe(128);
  expect(new Set(ANIMALS).size).toBe(128);
  const names = Array.from({ length: 2000 }, (_, index) =>
    handle(pairwise(secret, `case ${index}`, 'provider')).name);
  expect(new Set(names).size).toBeGreaterThanOrEqual(1999);
});

test('the names of one case at two providers do not resemble each other more than chance', () => {
  const shared = Array.from({ length: 2000 }, (_, index) => {
    const [left, right] = ['p', 'q'].map((provider) =>
      handle(pairwise(secret, `case ${index}`, provider)).name.split(' '));
    return left!.filter((word, at) => word === right![at]).length;
  });
  // Expected: 2,000 x (2/128 + 1/10,000) = 31; six standard deviations are 34.
  expect(shared.reduce((sum, count) => sum + count, 0)).toBeLessThan(66);
});

test('every colour is dark enough for white text', () => {
  for (const colour of COLOURS) {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    const luminance = 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
    expect(1.05 / (luminance + 0.05)).toBeGreaterThanOrEqual(4.5);
  }
});
