import fc from 'fast-check';
import { referenceKey } from './reference-key.ts';

const wide = (text: string) => text.replaceAll(' ', '\u3000')
  .replaceAll(/[!-~]/g, (letter) => String.fromCodePoint(letter.codePointAt(0)! + 0xfee0));
const WAYS: readonly ((text: string) => string)[] = [
  (text) => text.toLowerCase(), (text) => text.toUpperCase(), wide, (text) => ` ${text}\t`,
  (text) => text.replaceAll(' ', '  '), (text) => text.replaceAll(' ', '\u00a0'),
  (text) => text.replaceAll(' ', '\u2009'), (text) => text.replaceAll('-', '\u2011'),
  (text) => text.replaceAll('-', '\u2013'), (text) => [...text].join('\u200b'),
];
/** As banks write them: printable ASCII, not of spaces alone. */
const reference = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)),
  minLength: 1, maxLength: 35,
}).filter((text) => text.trim() !== '');

describe('a bank\'s reference', () => {
  it('is the same in each way in which a person or a bank writes it', () => {
    fc.assert(fc.property(reference, fc.subarray([...WAYS]), (text, ways) => {
      expect(referenceKey(ways.reduce((typed, way) => way(typed), text))).toBe(referenceKey(text));
    }));
  });

  it.each([['SEPA 9', 'SEPA 90'], ['SEPA 9', 'SEPA9'], ['R-1', 'R1'], ['A 1', 'Á 1'], ['1', 'I']])(
    'that says something else is another: %s, %s', (one, other) => {
      expect(referenceKey(one)).not.toBe(referenceKey(other));
    });

  it('of accented letters is the same however they are composed, and in either case', () => {
    for (const text of ['Müller 7', 'ÅNGSTRÖM', 'ΑΘΗΝΑ 3', 'СОФИЯ 12', 'Straße 1']) {
      for (const typed of [text.normalize('NFD'), text.toUpperCase(), text.toLowerCase()]) {
        expect(referenceKey(typed)).toBe(referenceKey(text));
      }
    }
  });
});
