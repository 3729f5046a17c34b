/**
 * Fewest people in a reporting block, which share an entry key; an employer may ask for more, never
 * for fewer. Wallets refuse keys of a smaller one.
 */
export const SMALLEST_BLOCK = 60;
