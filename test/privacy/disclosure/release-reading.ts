import type { Reading } from '../../../libs/disclosure/src/engine/published-table.ts';
import type { UsageRelease } from '../../../libs/disclosure/src/usage-release.ts';
import type { CaseUse, Layout } from '../../../libs/disclosure/src/table.ts';

/** A group that one cell of a release is about, or an atom that none is. */
interface ReleaseGroup {
  /** The cell's table and key; of an atom, its place. */
  readonly name: string;
  readonly k: number;
  readonly users: number | null;
  readonly heads: number;
  readonly truth: number;
  readonly cells: readonly number[];
  readonly atoms: readonly number[];
}

/** All tables of one release as one equation system over block × modality × concern. */
export interface ReleaseReading extends Reading {
  readonly groups: readonly ReleaseGroup[];
}

/**
 * What an analyst writes down of a release: every published number is the sum of its atoms, no
 * group has more users than heads. `first` numbers the atoms, so that those of several periods are
 * unknowns of their own in one system. The truth is for the referee only.
 */
export function readRelease(
  release: UsageRelease, layout: Layout, cases: readonly CaseUse[], first = 0,
): ReleaseReading {
  const { blocks, modalities, concerns } = layout;
  const places = blocks.flatMap(({ block }) => modalities.flatMap((modality) =>
    concerns.map((concern) => ({ block, modality, concern }))));
  const headsOf = new Map(blocks.map(({ block, headcount }) => [block, headcount]));
  const everybody = blocks.reduce((sum, { headcount }) => sum + headcount, 0);
  const people = cases.filter(({ sessions }) => sessions > 0);
  const group = (
    name: string, k: number, users: number | null, block: string | null,
    isIn: (place: typeof places[number]) => boolean,
  ): ReleaseGroup => ({
    name, k, users, heads: block === null ? everybody : headsOf.get(block) ?? 0, cells: [],
    truth: people.filter(isIn).length,
    atoms: places.flatMap((place, i) => (isIn(place) ? [first + i] : [])),
  });
  const published = release.cells.map(({ table, key, users }) => {
    const k = table.endsWith('concern') ? release.concernK : release.k;
    const [one = '', two = ''] = key.split('/');
    const block = table.startsWith('block') ? one : null;
    return group(`${table} ${key}`, k, users, block, (place) =>
      (block === null || place.block === block)
      && (!table.endsWith('modality') || place.modality === (two || one))
      && (!table.endsWith('concern') || place.concern === (two || one)));
  });
  // What is hidden of each site is a union that she knows, too.
  const isHidden = (block: string) => release.cells.some(({ table, key, users }) =>
    table === 'block' && key === block && users === null);
  const sites = [...new Set(blocks.flatMap(({ site }) => site ?? []))].flatMap((site) => {
    const part = blocks.filter((block) => block.site === site && isHidden(block.block));
    const names = new Set(part.map(({ block }) => block));
    const heads = part.reduce((sum, { headcount }) => sum + headcount, 0);
    return part.length === 0 ? [] : [{
      ...group(`site ${site}`, release.k, null, null, ({ block }) => names.has(block)), heads,
    }];
  });
  const single = places.map((own, i) =>
    group(`atom ${i}`, release.k, null, own.block, (place) => place === own
      || (place.block === own.block && place.modality === own.modality
        && place.concern === own.concern)));
  const atoms: number[] = [];
  places.forEach((_, i) => { atoms[first + i] = published.length + sites.length + i; });
  return { k: release.k, groups: [...published, ...sites, ...single], atoms, groupOf: [] };
}
