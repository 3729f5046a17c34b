import type { Unit } from '#disclosure/planner';
import type { Column } from './headcount-titles.ts';

/** How sites and departments were written before: two that differ for a machine alone are one. */
export class Spellings {
  private readonly sites = new Map<string, string>();
  private readonly units = new Set<string>();

  /** The fault of a unit that was there before, or whose site was written in another way. */
  doubt({ site, department }: Unit): [Column, string] | null {
    const known = this.sites.get(alike(site));
    if (known !== undefined && known !== site) return ['site', 'WRITTEN_OTHERWISE'];
    this.sites.set(alike(site), site);
    const key = JSON.stringify([alike(site), alike(department)]);
    if (this.units.has(key)) return ['department', 'TWICE'];
    this.units.add(key);
    return null;
  }
}

/** A name without case, width and other forms of the same letters. */
function alike(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
    .replaceAll(/\s+/gu, ' ').trim();
}
