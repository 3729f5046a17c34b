import { isCurrency, parseMoney, type Money } from '#billing/money';
import { OperatorError } from './operator-settings.ts';

/**
 * Minor units of an amount that was typed as the lists show it, `11400.00` or `11400.00 EUR`, or
 * whole: `11400`. It is never minor units; what it was taken for is printed with what was done.
 *
 * @throws OperatorError with an example for every other text.
 */
export function typedAmount(option: string, text: string, currency: string): string {
  if (!isCurrency(currency)) throw new OperatorError(`${option}: we do not bill in ${currency}.`);
  const end = ` ${currency}`;
  const digits = text.endsWith(end) ? text.slice(0, -end.length) : text;
  const typed = [digits, `${digits}.00`, `${digits}.000`].flatMap((written) =>
    amountOf(`${currency} ${written}`)).find(({ minor }) => minor > 0n);
  if (typed) return typed.minor.toString();
  throw new OperatorError(`${option} must be an amount of ${currency} as lists show it, such as `
    + `${exampleOf(currency)}, not ${JSON.stringify(text.slice(0, 40))}.`);
}

/** The amount that is written so; none where its currency is not written with these decimals. */
function amountOf(written: string): Money[] {
  try {
    return [parseMoney(written)];
  } catch {
    return [];
  }
}

function exampleOf(currency: string): string {
  const written = ['11400', '11400.00', '11400.000']
    .find((text) => amountOf(`${currency} ${text}`).length > 0);
  return written ?? '11400.00';
}
