/** What a cell that should be a count says. */
export type Count =
  | { readonly kind: 'whole'; readonly value: number }
  | { readonly kind: 'grouped' | 'no-number' };

/**
 * Read a count: ASCII digits alone. What has a separator in it (`1,200`, `70,5`, `1 200`) means
 * one number in one country and another elsewhere, so it is asked about and never guessed.
 */
export function readWhole(text: string): Count {
  const written = text.trim();
  if (/^\d{1,9}$/.test(written)) return { kind: 'whole', value: Number(written) };
  return /^\d+([.,'’\u066B\u066C_\s]\d+)+$/u.test(written)
    ? { kind: 'grouped' } : { kind: 'no-number' };
}
