import { SMALLEST_BLOCK } from '#pseudonym/smallest-block';
import type { PlannedBlock, TermsDepartment } from '../terms.ts';
import { sitesOf } from './report-terms.ts';
import { isNear, type GroupBefore } from './tree.ts';

/** A key block of the year before: its departments by number, and its group in the reports. */
export interface BlockBefore extends GroupBefore {
  readonly departments: readonly number[];
}

/** A key block before spare seats are spread. */
export type BareBlock = Omit<PlannedBlock, 'spare'>;

/**
 * The key blocks of the year before with other headcounts. Null where there are none, where a
 * department came or went or is at another site, and where a block is too small now, or was within
 * no fifth of its size: then all are planned anew.
 */
export function keptBlocks(
  before: readonly BlockBefore[], departments: readonly TermsDepartment[],
): readonly BareBlock[] | null {
  const count = before.reduce((sum, one) => sum + one.departments.length, 0);
  if (count !== departments.length || count === 0) return null;
  const of = new Map(departments.map((one) => [one.number, one]));
  const blocks = before.map(({ departments: numbers }, at): BareBlock => {
    const own = numbers.flatMap((number) => of.get(number) ?? []);
    for (const number of numbers) of.delete(number);
    const sites = new Set(own.map(({ site }) => site));
    const [site = null] = sites;
    return { block: `B${at + 1}`, people: own.reduce((sum, { people }) => sum + people, 0),
      site: sites.size === 1 ? site : null, departments: numbers };
  });
  const sites = sitesOf(blocks);
  const areKept = of.size === 0 && blocks.every(({ people }, at) => people >= SMALLEST_BLOCK
    && sites[at] === before[at]?.site && isNear(people, before[at]?.people ?? 0));
  return areKept ? blocks : null;
}
