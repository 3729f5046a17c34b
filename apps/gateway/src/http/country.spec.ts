import { country } from './country.ts';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const PAIRS = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));

describe('the country of a customer', () => {
  it('is one of the 249 that ISO 3166-1 has assigned, each with a name', () => {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    const taken = PAIRS.filter((code) => country.safeParse(code).success);
    expect(taken).toHaveLength(249);
    expect(taken.filter((code) => names.of(code) === undefined)).toEqual([]);
  });

  it.each(['DE', 'ES', 'GB', 'US', 'CH', 'SE', 'TW', 'AX', 'SS', 'CW', 'ZW'])('may be %s', (code) => {
    expect(country.parse(code)).toBe(code);
  });

  it.each(['XX', 'ZZ', 'UK', 'EU', 'UN', 'XK', 'DD', 'SU', 'YU', 'AN', 'AA', 'QO', 'EZ', 'IC'])(
    'is not %s, and the refusal names it', (code) => {
      expect(() => country.parse(code)).toThrow(`such as DE, not ${code}`);
    });

  it.each(['', 'D', 'de', 'DEU', '49', 'D1', 'Germany'])('is no other text: %j', (text) => {
    const { error } = country.safeParse(text);
    expect(error?.issues.map(({ message }) => message)).toEqual(['must be a country code such as DE']);
  });
});
