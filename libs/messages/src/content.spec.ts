import fc from 'fast-check';
import { padTo } from '#pseudonym/padding';
import {
  decodeContent, encodeContent, inParts, KINDS, MOST_PARTS, TEXT_LENGTH, type MessageContent,
} from './content.ts';
import { CONTENT_LENGTH } from './sealed-message.ts';

const padded = (content: MessageContent) => padTo(encodeContent(content), CONTENT_LENGTH);
const WORDS: MessageContent = { kind: 'words', device: new Uint8Array(8).fill(7), number: 1,
  seen: null, part: 0, parts: 1, text: 'I would rather talk about my sleep.' };
/** Any words, with those of other scripts, emoji, and what changes the direction of reading. */
const anyWords = fc.string({ unit: 'grapheme', maxLength: 400 });

const contents: fc.Arbitrary<MessageContent> = fc.record({
  kind: fc.constantFrom(...KINDS),
  device: fc.uint8Array({ minLength: 8, maxLength: 8 }),
  number: fc.integer({ min: 1, max: 0xffff_ffff }),
  seen: fc.option(fc.uint8Array({ minLength: 32, maxLength: 32 })
    .filter((hash) => hash.some((byte) => byte !== 0))),
  of: fc.integer({ min: 1, max: MOST_PARTS }).chain((parts) =>
    fc.record({ parts: fc.constant(parts), part: fc.integer({ min: 0, max: parts - 1 }) })),
  text: anyWords,
}).map(({ of, ...content }) => ({ ...content, ...of, text: inParts(content.text)?.[0] ?? '' }));

describe('the content of a message', () => {
  it('comes out as it went in', () => {
    fc.assert(fc.property(contents, (content) => {
      expect(decodeContent(padded(content))).toEqual(content);
    }));
  });

  it('reads nothing into bytes that are no content', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      expect(decodeContent(bytes)).toBeNull();
      expect(() => decodeContent(padTo(bytes, CONTENT_LENGTH))).not.toThrow();
    }));
  });

  it.each([
    ['another version', 0, 2], ['an unknown kind', 1, 200], ['no number', 13, 0],
    ['a part beyond the parts', 46, 0x21], ['no parts', 46, 0], ['too many parts', 46, 0x05],
    ['a text beyond the message', 47, 0xff], ['text that is no UTF-8', 49, 0xff],
    ['something after the text', CONTENT_LENGTH - 1, 1],
  ])('is none with %s', (_what, at, byte) => {
    const bytes = padded(WORDS);
    bytes[at] = byte;
    expect(decodeContent(bytes)).toBeNull();
  });

  it.each([
    ['text that is too long', { text: 'a'.repeat(TEXT_LENGTH + 1) }],
    ['a part that is none', { part: 1 }], ['five parts', { parts: 5 }],
    ['a device of another length', { device: new Uint8Array(7) }],
  ])('refuses %s: nothing is cut to fit', (_what, change) => {
    expect(() => encodeContent({ ...WORDS, ...change })).toThrow(RangeError);
  });
});

describe('long words', () => {
  it('are the same once their parts are put together, and no character is cut', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 3_000 }), (words) => {
      const parts = inParts(words);
      if (parts === null) return;
      expect(parts.join('')).toBe(words.normalize('NFC'));
      for (const text of parts) {
        expect(decodeContent(padded({ ...WORDS, text }))?.text).toBe(text);
      }
    }));
  });

  it('take four messages at most; longer ones are refused', () => {
    expect(inParts('a'.repeat(MOST_PARTS * TEXT_LENGTH))).toHaveLength(MOST_PARTS);
    expect(inParts('a'.repeat(MOST_PARTS * TEXT_LENGTH + 1))).toBeNull();
    expect(inParts('')).toEqual(['']);
  });
});
