import { asItReads, partsOf } from '#pseudonym/pasted';

/**
 * A first password as it was made, from what a person types who reads it from a sheet: capitals,
 * spaces and dashes between groups, wide letters and invisible marks come from the keyboard and
 * the sheet. It is made of small letters and digits alone, so nothing of it is lost.
 */
export function asMade(typed: string): string {
  return partsOf(typed).join('').toLowerCase();
}

/** A login as it was made: small letters, digits and hyphens, whatever dash was typed. */
export function loginAsMade(typed: string): string {
  return asItReads(typed).replaceAll(/\p{Dash}/gu, '-').replaceAll(/\s/g, '').toLowerCase();
}
