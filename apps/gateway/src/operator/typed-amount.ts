import { formatMoney, isCurrency, parseMoney } from '#billing/money';
import { OperatorError } from './operator-settings.ts';

/**
 * Minor units of an amount that was typed as the lists show it: `11400.00` or `11400.00 EUR`.
 * The decimals are required, so that nobody types cents for euros or euros for cents.
 *
 * @throws OperatorError with an example for every other text.
 */
export function typedAmount(option: string, text: string, currency: string): string {
  if (!isCurrency(currency)) throw new OperatorError(`${option}: we do not bill in ${currency}.`);
  const end = ` ${currency}`;
  const digits = text.endsWith(end) ? text.slice(0, -end.length) : text;
  try {
    const typed = parseMoney(`${currency} ${digits}`);
    if (typed.minor > 0n) return typed.minor.toString();
  } catch {
    // Told below, with what may stand here.
  }
  throw new OperatorError(`${option} must be an amount of ${currency} as lists show it, such as ` +
    `${exampleOf(currency)}, not ${JSON.stringify(text.slice(0, 40))}.`);
}

function exampleOf(currency: string): string {
  const written = ['11400', '11400.00', '11400.000'].find((text) => {
    try {
      return formatMoney(parseMoney(`${currency} ${text}`)) !== '';
    } catch {
      return false;
    }
  });
  return written ?? '11400.00';
}
