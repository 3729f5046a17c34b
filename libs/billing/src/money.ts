/** Currencies that we bill in, with the number of decimals of their minor unit (ISO 4217). */
const DECIMALS = {
  AUD: 2, CAD: 2, CHF: 2, CZK: 2, DKK: 2, EUR: 2, GBP: 2, JPY: 0, KWD: 3, NOK: 2, NZD: 2,
  PLN: 2, SEK: 2, USD: 2,
} as const;

/** ISO 4217 code of a currency that we bill in. */
export type Currency = keyof typeof DECIMALS;

/** All of them. */
export const CURRENCIES = Object.keys(DECIMALS) as readonly Currency[];

/** One amount larger than this many minor units is a mistake; the ledger refuses it as well. */
export const LARGEST_AMOUNT = 999_999_999_999_999n;

declare const checked: unique symbol;

/**
 * An amount of money: whole minor units (cents) of one currency, frozen, possibly negative.
 * Only `money` makes one, so whoever holds one holds a valid one.
 */
export interface Money {
  readonly minor: bigint;
  readonly currency: Currency;
  /** `EUR 12.34`: exact, and read back by `parseMoney`. */
  toJSON(): string;
  readonly [checked]: true;
}

/** Why an amount is not one: a bug or hostile input, never an ordinary outcome. */
export class MoneyError extends Error {
  override readonly name = 'MoneyError';
  readonly code = 'MONEY_INVALID';
}

const PROTOTYPE = Object.freeze({
  toJSON(this: Money): string {
    return formatMoney(this);
  },
});

/** Tell whether a text names a currency that we bill in. */
export function isCurrency(text: string): text is Currency {
  return Object.hasOwn(DECIMALS, text);
}

/**
 * The one way in: make money from minor units and an ISO 4217 code.
 *
 * Throws MoneyError when the currency is unknown to us or the amount beyond LARGEST_AMOUNT.
 */
export function money(minor: bigint, currency: string): Money {
  if (typeof minor !== 'bigint') throw new MoneyError('an amount is a bigint of minor units');
  if (!isCurrency(currency)) throw new MoneyError('this currency is not one that we bill in');
  if (minor > LARGEST_AMOUNT || minor < -LARGEST_AMOUNT) {
    throw new MoneyError('this amount is larger than any that we handle');
  }
  return Object.freeze(Object.assign(Object.create(PROTOTYPE), { minor, currency })) as Money;
}

/** Sum of two amounts of one currency. Throws MoneyError when the currencies differ. */
export function plus(a: Money, b: Money): Money {
  return money(a.minor + sameCurrency(a, b).minor, a.currency);
}

/** Difference of two amounts of one currency. Throws MoneyError when the currencies differ. */
export function minus(a: Money, b: Money): Money {
  return money(a.minor - sameCurrency(a, b).minor, a.currency);
}

/** An amount so many times over, for example a session price times a count of sessions. */
export function times(a: Money, count: bigint): Money {
  return money(a.minor * count, a.currency);
}

/** The lesser of two amounts of one currency. Throws MoneyError when the currencies differ. */
export function least(a: Money, b: Money): Money {
  return a.minor <= sameCurrency(a, b).minor ? a : b;
}

/**
 * A share in basis points (1/100 of a percent) of an amount that is not negative, rounded down:
 * the odd cent stays with whoever gets the rest. Throws MoneyError outside of 0 to 10,000.
 */
export function share(a: Money, bps: bigint): Money {
  if (bps < 0n || bps > 10_000n) throw new MoneyError('a share is 0 to 10,000 basis points');
  if (a.minor < 0n) throw new MoneyError('a share is taken of an amount that is not negative');
  return money((a.minor * bps) / 10_000n, a.currency);
}

/** Write an amount as `EUR -12.34`: the code, a space, and all decimals of the minor unit. */
export function formatMoney(amount: Money): string {
  const decimals = DECIMALS[amount.currency];
  const sign = amount.minor < 0n ? '-' : '';
  const digits = (amount.minor < 0n ? -amount.minor : amount.minor).toString()
    .padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
  return `${amount.currency} ${sign}${whole}${fraction}`;
}

/** Write an amount for people: `12.34 EUR`. */
export function amountInWords(amount: Money): string {
  return `${formatMoney(amount).slice(amount.currency.length + 1)} ${amount.currency}`;
}

/**
 * Read what `formatMoney` writes, and nothing else: no thousands separators, no missing decimals,
 * no negative zero, so that one amount has one text. Throws MoneyError otherwise.
 */
export function parseMoney(text: string): Money {
  const parts = /^([A-Z]{3}) (-?)(0|[1-9]\d{0,15})(?:\.(\d{1,3}))?$/.exec(text);
  if (!parts) throw new MoneyError('money is written like "EUR 12.34"');
  const [, currency = '', sign = '', whole = '', fraction = ''] = parts;
  const minor = BigInt(whole + fraction);
  const amount = money(sign ? -minor : minor, currency);
  if (formatMoney(amount) !== text) throw new MoneyError('money is written like "EUR 12.34"');
  return amount;
}

function sameCurrency(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new MoneyError('amounts of two currencies do not mix');
  return b;
}
