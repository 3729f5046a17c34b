import fc from 'fast-check';
import { money } from '#billing/money';
import { amount } from './table.ts';
import { typedAmount } from './typed-amount.ts';

const CURRENCIES = ['EUR', 'USD', 'JPY', 'KWD'] as const;

describe('an amount that is typed', () => {
  it('is taken as lists show it, with and without its currency', () => {
    fc.assert(fc.property(
      fc.bigInt({ min: 1n, max: 999_999_999_999_999n }), fc.constantFrom(...CURRENCIES),
      (minor, currency) => {
        const shown = amount({ minor: money(minor, currency).minor.toString(), currency });
        expect(typedAmount('--amount', shown, currency)).toBe(minor.toString());
        expect(typedAmount('--amount', shown.slice(0, -4), currency)).toBe(minor.toString());
      }));
  });

  it('is refused in minor units, so that 11400 never books 114.00', () => {
    fc.assert(fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.constantFrom('EUR', 'USD', 'KWD'),
      (minor, currency) => {
        expect(() => typedAmount('--amount', minor.toString(), currency)).toThrow('as lists show it');
      }));
  });

  it.each([
    ['11400', 'EUR', 'such as 11400.00, not "11400"'], ['5.00', 'JPY', 'such as 11400, not "5.00"'],
    ['5.00', 'KWD', 'such as 11400.000,'], ['5,00', 'EUR', 'EUR'], ['1 000.00', 'EUR', 'EUR'],
    ['5.00 USD', 'EUR', 'amount of EUR'], ['', 'EUR', 'not ""'], ['0.00', 'EUR', 'EUR'],
    ['-5.00', 'EUR', 'EUR'], ['.50', 'EUR', 'EUR'], ['5.', 'EUR', 'EUR'],
    ['5.00', 'ZZZ', 'we do not bill in ZZZ'],
  ])('is refused otherwise, with an example: %j of %s', (text, currency, told) => {
    expect(() => typedAmount('--amount', text, currency)).toThrow(told);
  });
});
