/** A department and the block, by its place from 1 on, that it lies in. */
export interface PlacedDepartment {
  readonly block: number;
  readonly site: string;
  readonly department: string;
}

const MOST_NAMES = 3;

/**
 * Names of groups of blocks: a site that lies in a group as a whole is named alone, another one
 * with its departments in it. Of many sites the first ones are named, and how many more there are.
 */
export function siteNames(
  departments: readonly PlacedDepartment[],
): (blocks: readonly number[]) => string {
  const sizes = Map.groupBy(departments, ({ site }) => site);
  return (blocks) => {
    const own = departments.filter(({ block }) => blocks.includes(block));
    const names = [...Map.groupBy(own, ({ site }) => site)].map(([site, within]) =>
      (within.length === sizes.get(site)?.length ? site
        : `${site}: ${shortened(within.map(({ department }) => department), ', ')}`));
    return shortened(names, '; ');
  };
}

function shortened(names: readonly string[], between: string): string {
  if (names.length <= MOST_NAMES + 1) return names.join(between);
  return `${names.slice(0, MOST_NAMES).join(between)} +${names.length - MOST_NAMES}`;
}
