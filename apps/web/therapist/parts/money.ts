interface Amount { readonly minor: string; readonly currency: string }

/** An amount as it is typed: `95.00`. */
export function majorOf({ minor, currency }: Amount): string {
  const digits = digitsOf(currency);
  const padded = minor.padStart(digits + 1, '0');
  const whole = padded.slice(0, padded.length - digits);
  return digits === 0 ? whole : `${whole}.${padded.slice(-digits)}`;
}

/** What may be typed as an amount: whole, or with as many decimals as the currency has. */
export function patternOf(currency: string): string {
  const digits = digitsOf(currency);
  return digits === 0 ? '\\d{1,7}' : `\\d{1,7}([.,]\\d{1,${digits}})?`;
}

/** Minor units of what was typed, with a point or a comma. */
export function minorOf(text: string, currency: string): string {
  const digits = digitsOf(currency);
  const [whole = '0', part = ''] = text.trim().replace(',', '.').split('.');
  return String(BigInt(`${whole}${part.slice(0, digits).padEnd(digits, '0')}`));
}

function digitsOf(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}
