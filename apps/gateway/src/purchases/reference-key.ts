import { fold } from '../foundation/fold.ts';

/**
 * What a bank's reference is known by: two that differ in case, width, spaces, kind of dash or
 * invisible characters alone are one, and count once.
 */
export function referenceKey(reference: string): string {
  return fold(reference.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, ''))
    .replaceAll(/[\p{Pd}\u2212]/gu, '-');
}
