import fc from 'fast-check';

/** Controls, but for tab and line ends, and both kinds of halves of surrogate pairs. */
const CHARACTERS = [
  ...Array.from({ length: 32 }, (_, point) => point)
    .filter((point) => ![9, 10, 13].includes(point)),
  ...Array.from({ length: 33 }, (_, index) => 0x7f + index),
  0xd800, 0xdbff, 0xdc00, 0xdfff,
];

/** A text with one character in it that cannot be stored, and that character's name. */
export const unstorable = fc.record({
  before: fc.string({ maxLength: 6 }).filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text)),
  // Ours before it and after it can never make a pair of a half.
  point: fc.oneof(fc.constant(0), fc.constantFrom(...CHARACTERS)),
  after: fc.string({ maxLength: 6 }).filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text)),
}).map(({ before, point, after }) => ({
  text: `${before}${String.fromCharCode(point)}${after}`,
  character: `U+${point.toString(16).toUpperCase().padStart(4, '0')}`,
}));
