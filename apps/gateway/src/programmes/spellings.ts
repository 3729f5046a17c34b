import type { Unit } from '#disclosure/planner';
import { fold } from '../foundation/fold.ts';
import { shapesOf } from './look-alikes.ts';
import type { Column } from './headcount-titles.ts';

/** What is asked about a name that stands there in another way. */
export type Doubt = 'TWICE' | 'WRITTEN_OTHERWISE' | 'LOOKS_ALIKE';

/**
 * How sites and departments were written before: two that differ for a machine alone are one, and
 * two that no reader tells apart are asked about.
 */
export class Spellings {
  private readonly sites = new Names();
  private readonly departments = new Map<string, Names>();

  /** The doubt about a unit that was there before, or whose site was written in another way. */
  doubt({ site, department }: Unit): [Column, Doubt] | null {
    const otherwise = this.sites.doubt(site);
    if (otherwise !== null && otherwise !== 'SAME') return ['site', otherwise];
    const ofSite = this.departments.get(site) ?? new Names();
    this.departments.set(site, ofSite);
    const twice = ofSite.doubt(department);
    if (twice === null) return null;
    return ['department', twice === 'LOOKS_ALIKE' ? twice : 'TWICE'];
  }
}

/** Names as they were written first, and what a machine and a reader would take for them. */
class Names {
  private readonly written = new Set<string>();
  private readonly folded = new Set<string>();
  private readonly shapes = new Set<string>();

  /** Whether a name was there, is in doubt, or is new (null) and known from now on. */
  doubt(name: string): 'SAME' | 'WRITTEN_OTHERWISE' | 'LOOKS_ALIKE' | null {
    if (this.written.has(name)) return 'SAME';
    if (this.folded.has(fold(name))) return 'WRITTEN_OTHERWISE';
    const shapes = shapesOf(name);
    if (shapes.some((shape) => this.shapes.has(shape))) return 'LOOKS_ALIKE';
    this.written.add(name);
    this.folded.add(fold(name));
    for (const shape of shapes) this.shapes.add(shape);
    return null;
  }
}
