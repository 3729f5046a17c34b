import fc from 'fast-check';
import { asMade, loginAsMade } from './first-password.ts';
import { readableRandom } from './passwords.ts';

const MADE = fc.constant(null).map(() => readableRandom(20));
/** What stands between groups, and beside them, when somebody types or pastes from a sheet. */
const BETWEEN = fc.constantFrom(
  '', ' ', '\t', '\n', '\u00a0', '\u2009', '\u3000', '-', '–', '—', '\u2011', '\u2212', '.', '\u200b',
  '\u00ad', '\ufeff', '\u2060',
);
/** Each letter as keyboards write it. */
const WRITTEN = fc.constantFrom(
  (text: string) => text, (text: string) => text.toUpperCase(),
  (text: string) => text.replaceAll(
    /[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
);

describe('what is typed from a sheet', () => {
  it('is the first password that was printed there, however it is typed', () => {
    fc.assert(fc.property(
      MADE, fc.array(fc.tuple(BETWEEN, WRITTEN), { minLength: 21, maxLength: 21 }),
      (made, hands) => {
        const typed = hands.map(([between, write], place) => between + write(made[place] ?? ''));
        expect(asMade(typed.join(''))).toBe(made);
      }));
  });

  it('is another password when a letter is another', () => {
    fc.assert(fc.property(MADE, fc.nat(19), fc.constantFrom(...'23456789abcdefgh'), (made, at, one) => {
      fc.pre(made[at] !== one);
      expect(asMade(made.slice(0, at) + one + made.slice(at + 1))).not.toBe(made);
    }));
  });

  it.each([
    'Dr-Quist-AB2C', ' dr-quist-ab2c ', 'dr–quist–ab2c', 'dr\u2011quist\u2011ab2c', 'dr - quist - ab2c',
    '\ufeffdr-quist-ab2c', 'ｄｒ－ｑｕｉｓｔ－ａｂ２ｃ',
  ])('is the login that was printed there: %s', (typed) => {
    expect(loginAsMade(typed)).toBe('dr-quist-ab2c');
  });

  it('keeps two hyphens that a login has', () => {
    expect(loginAsMade('dr-long--ab2c')).toBe('dr-long--ab2c');
  });
});
