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

  it('is whole without decimals, and never minor units: 11400 books 11400.00', () => {
    fc.assert(fc.property(
      fc.bigInt({ min: 1n, max: 999_999_999_999n }), fc.constantFrom(...CURRENCIES),
      (whole, currency) => {
        const minor = typedAmount('--amount', whole.toString(), currency);
        expect(amount({ minor, currency }).replace(/[.]0+(?= )/, '')).toBe(`${whole} ${currency}`);
        expect(typedAmount('--amount', `${whole} ${currency}`, currency)).toBe(minor);
      }));
  });

  it.each([
    ['950.5', 'EUR', 'such as 11400.00, not "950.5"'], ['5.00', 'JPY', 'such as 11400, not "5.00"'],
    ['5.00', 'KWD', 'such as 11400.000,'], ['0', 'EUR', 'EUR'], ['007', 'EUR', 'EUR'],
    ['9999999999999999', 'EUR', 'EUR'], ['5,00', 'EUR', 'EUR'], ['1 000.00', 'EUR', 'EUR'],
    ['5.00 USD', 'EUR', 'amount of EUR'], ['', 'EUR', 'not ""'], ['0.00', 'EUR', 'EUR'],
    ['-5.00', 'EUR', 'EUR'], ['.50', 'EUR', 'EUR'], ['5.', 'EUR', 'EUR'],
    ['5.00', 'ZZZ', 'we do not bill in ZZZ'],
  ])('is refused otherwise, with an example: %j of %s', (text, currency, told) => {
    expect(() => typedAmount('--amount', text, currency)).toThrow(told);
  });
});
