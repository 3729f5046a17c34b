import fc from 'fast-check';
import { isGarbled } from './garbled.ts';

/** What a program makes of UTF-8 that it takes for another encoding. */
const readAs = (encoding: string) => (text: string) =>
  new TextDecoder(encoding).decode(Buffer.from(text, 'utf8'));
const asLatin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
const LETTERS = 'äöüßÄÖÜéèêëàâçñóúíøåæÉÈÀÇÑÓÚÁÍØÅłńčżžű';
const NAMES = ['Zürich', 'Büro', 'Straße', 'Île-de-France', 'Málaga', 'Åre', 'Łódź', 'São Paulo',
  'Città', 'Αθήνα', 'София', '東京', 'L’Équipe', 'Verkauf – Süd', 'GÖTEBORG', 'MÜNCHEN'];

describe('a name whose letters were read in a wrong encoding', () => {
  it.each([['windows-1252', readAs('windows-1252')], ['Latin-1', asLatin1],
    ['windows-1252 twice', (text: string) => readAs('windows-1252')(readAs('windows-1252')(text))],
  ])('is known by it: %s', (_encoding, garble) => {
    for (const name of NAMES) expect([name, isGarbled(garble(name))]).toEqual([name, true]);
    fc.assert(fc.property(fc.constantFrom(...LETTERS), fc.stringMatching(/^[A-Za-z -]{1,9}$/),
      (letter, word) => { expect(isGarbled(garble(`${word}${letter}${word}`))).toBe(true); }));
  });

  it('is known in the encodings of old Macs and of DOS, and where letters were lost', () => {
    for (const letter of 'äöüßéèàçñÄÖÜÉ') {
      expect(isGarbled(readAs('macintosh')(`Z${letter}rich`))).toBe(true);
    }
    for (const lost of ['CittÃ', 'Z├╝rich', 'B├╝ro', 'Stra├ƒe', 'Z\ufffdrich']) expect(isGarbled(lost)).toBe(true);
  });
});

describe('a sound name', () => {
  it.each([...NAMES, '“CAFÉ”', 'CITÉ–Nord', 'SÃO', 'IRMÃOS', 'Âge d’or', 'ÂÃÄÅ', 'Ñandú «Ñ»', 'Qualité…',
    'Île – Éts', 'Ärzte & Öffentlichkeit', 'Ü“', 'ORĂŞTIE', '5 µm ± 2', '√2 Labs', '¬A', 'Größe ½',
    'ÚŽASNÝ', 'VÝŠKA', 'ČÍŽ', '«CAFÉ»', '« Société »'.replaceAll(' ', '\u00a0'), 'CAFÉ™', '„BLÅ“',
    'TÊTE-À-TÊTE', '€ 100 – Ü', '— Élan', 'Œuvres', 'Šiška'])('is none: %s', (name) => {
    expect(isGarbled(name)).toBe(false);
    expect(isGarbled(name.normalize('NFD'))).toBe(false);
  });

  it('of letters alone never is, in any of the languages of Europe', () => {
    fc.assert(fc.property(fc.string({
      unit: fc.constantFrom(...LETTERS.replace('ž', ''), ...'abcXYZ -\'&/.,'), maxLength: 40,
    }), (name) => { expect(isGarbled(name)).toBe(false); }), { numRuns: 2_000 });
  });
});
