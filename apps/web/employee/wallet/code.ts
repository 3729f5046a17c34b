import { GROUP_LENGTH, normaliseCode, readGroups } from '#pseudonym/crockford';

/** Characters of the code on a letter. */
export const CODE_LENGTH = 24;

/** The number of the first group that is mistyped, from 1; undefined when the code is sound. */
export function wrongGroup(typed: string): number | undefined {
  const reading = readGroups(normaliseCode(typed));
  return reading.kind === 'wrong' ? reading.group : undefined;
}

/** A code as typed, pasted or scanned, in groups, and never longer than a code is. */
export function groupCode(typed: string): string {
  const bare = typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '').slice(0, CODE_LENGTH);
  return bare.match(new RegExp(`.{1,${GROUP_LENGTH}}`, 'g'))?.join('-') ?? '';
}
