import fc from 'fast-check';
import {
  formatMoney, LARGEST_AMOUNT, least, minus, money, MoneyError, parseMoney, plus, share, times,
} from './money.ts';

const currency = fc.constantFrom('EUR', 'JPY', 'KWD', 'USD');
const minor = fc.bigInt({ min: -LARGEST_AMOUNT, max: LARGEST_AMOUNT });

describe('money', () => {
  it('is frozen and refuses what is no amount', () => {
    expect(Object.isFrozen(money(1n, 'EUR'))).toBe(true);
    expect(() => money(1n, 'SES')).toThrow(MoneyError);
    expect(() => money(1n, 'toString')).toThrow(MoneyError);
    expect(() => money(LARGEST_AMOUNT + 1n, 'EUR')).toThrow(MoneyError);
    expect(() => money(1 as unknown as bigint, 'EUR')).toThrow(MoneyError);
  });

  it('has exactly one text, which reads back to the same amount', () => {
    fc.assert(fc.property(minor, currency, (amount, code) => {
      const one = money(amount, code);
      expect(parseMoney(formatMoney(one))).toEqual(one);
      expect(JSON.parse(JSON.stringify({ one }))).toEqual({ one: formatMoney(one) });
    }));
  });

  it.each([
    ['EUR 12.34', 1234n], ['EUR -0.05', -5n], ['JPY 500', 500n], ['KWD 1.005', 1005n],
  ])('reads %s', (text, expected) => {
    expect(parseMoney(text).minor).toBe(expected);
  });

  it.each([
    'EUR 1', 'EUR 1.2', 'EUR 1.234', 'EUR -0.00', 'EUR 01.00', 'JPY 1.0', 'eur 1.00', 'EUR1.00',
    'EUR 1,000.00', 'EUR 1e3', ' EUR 1.00', 'EUR 1.00\n', 'ABC 1.00', '', 'EUR 99999999999999.00',
  ])('refuses %j as a text of money', (text) => {
    expect(() => parseMoney(text)).toThrow(MoneyError);
  });

  it('never mixes two currencies', () => {
    const [euro, dollar] = [money(1n, 'EUR'), money(1n, 'USD')];
    for (const mix of [plus, minus, least]) expect(() => mix(euro, dollar)).toThrow(MoneyError);
  });

  it('loses nothing when it is added and taken away, and refuses to overflow', () => {
    fc.assert(fc.property(minor, minor, (a, b) => {
      const sum = a + b;
      const fits = sum <= LARGEST_AMOUNT && sum >= -LARGEST_AMOUNT;
      const add = () => plus(money(a, 'EUR'), money(b, 'EUR'));
      if (!fits) expect(add).toThrow(MoneyError);
      else expect(minus(add(), money(b, 'EUR')).minor).toBe(a);
    }));
    expect(() => times(money(LARGEST_AMOUNT, 'EUR'), 2n)).toThrow(MoneyError);
    expect(least(money(2n, 'EUR'), money(1n, 'EUR')).minor).toBe(1n);
  });

  it('rounds a share down, never to more than the whole or less than nothing', () => {
    fc.assert(fc.property(
      fc.bigInt({ min: 0n, max: LARGEST_AMOUNT }), fc.bigInt({ min: 0n, max: 10_000n }),
      (amount, bps) => {
        const part = share(money(amount, 'EUR'), bps).minor;
        expect(part * 10_000n <= amount * bps && (part + 1n) * 10_000n > amount * bps).toBe(true);
      },
    ));
    expect(() => share(money(1n, 'EUR'), 10_001n)).toThrow(MoneyError);
    expect(() => share(money(1n, 'EUR'), -1n)).toThrow(MoneyError);
    expect(() => share(money(-1n, 'EUR'), 1n)).toThrow(MoneyError);
  });
});
