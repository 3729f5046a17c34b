import type { Reading } from '../../../libs/disclosure/src/engine/published-table.ts';
import type { UsageRelease } from '../../../libs/disclosure/src/usage-release.ts';
import {
  categoriesOf, categoryOf, mostSessions, sessionBands, tellsBlockSessions,
  type CaseUse, type Crossing, type Layout,
} from '../../../libs/disclosure/src/table.ts';

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

/** All tables of one release as one system over block × modality × concern × session band. */
export interface ReleaseReading extends Reading {
  readonly groups: readonly ReleaseGroup[];
}

/**
 * What an analyst writes down of a release: every published number is the sum of its atoms, no
 * group has more users than heads, and sessions are as many as their bands allow. `first` numbers
 * the atoms, so that those of several periods are unknowns of their own in one system. The truth
 * is for the referee only.
 */
export function readRelease(
  release: UsageRelease, layout: Layout, cases: readonly CaseUse[], first = 0,
): ReleaseReading {
  const { blocks } = layout;
  const places = placesOf(layout);
  const headsOf = new Map(blocks.map(({ block, headcount }) => [block, headcount]));
  const everybody = blocks.reduce((sum, { headcount }) => sum + headcount, 0);
  const people = cases.filter(({ sessions }) => sessions > 0).map(({ block, ...use }) => ({
    block, modality: use.modality, concern: use.concern,
    band: tellsBlockSessions(layout) ? 'any' : categoryOf(layout, { block, ...use }, 'band'),
  }));
  const group = (
    name: string, k: number, users: number | null, block: string | null,
    isIn: (place: Place) => boolean,
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
      && LISTS.every((list) => !table.endsWith(list) || place[list] === (two || one)));
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
  const hiddenCell = (table: string, key: string) => release.cells.some((cell) =>
    cell.table === table && cell.key === key && cell.users === null);
  const unions = unionsOf(blocks, isHidden).flatMap(({ union, names: inUnion }) =>
    LISTS.flatMap((list) => categoriesOf(layout, list).flatMap((name) => {
      const part = blocks.filter(({ block }) => inUnion.includes(block)
        && hiddenCell(`block-${list}`, `${block}/${name}`));
      const names = new Set(part.map(({ block }) => block));
      const heads = part.reduce((sum, { headcount }) => sum + headcount, 0);
      return part.length < 2 ? [] : [{
        ...group(`union ${union}/${name}/${list}`,
          list === 'concern' ? release.concernK : release.k, null, null,
          (place) => names.has(place.block) && place[list] === name), heads,
      }];
    })));
  sites.push(...unions);
  const single = places.map((own, i) =>
    group(`atom ${i}`, release.k, null, own.block, (place) => place.block === own.block
      && LISTS.every((list) => place[list] === own[list])));
  const atoms: number[] = [];
  places.forEach((_, i) => { atoms[first + i] = published.length + sites.length + i; });
  const ranges = rangesOf(release, layout, places, first);
  return { k: release.k, groups: [...published, ...sites, ...single], atoms, groupOf: [], ranges };
}

/** Unions of blocks with a name: sites, their hidden and visible parts, guard groups, the rest. */
function unionsOf(blocks: Layout['blocks'], isHidden: (block: string) => boolean) {
  const union = (name: string, parts: Layout['blocks']) =>
    ({ union: name, names: parts.map(({ block }) => block) });
  const sites = [...new Set(blocks.flatMap(({ site }) => site ?? []))].flatMap((site) => {
    const own = blocks.filter((block) => block.site === site);
    return [union(site, own), union(`${site}-hidden`, own.filter(({ block }) => isHidden(block))),
      union(`${site}-visible`, own.filter(({ block }) => !isHidden(block)))];
  });
  const hidden = blocks.filter(({ block }) => isHidden(block));
  const pairs = blocks.flatMap((block, i) => (i % 2 === 0 && isHidden(block.block)
    ? [union(`guard-${i}`, blocks.slice(i, i + (i + 3 === blocks.length ? 3 : 2)))] : []));
  return [...sites, ...pairs, union('hidden', hidden)];
}

type Place = { readonly block: string } & Readonly<Record<Crossing, string>>;

const LISTS = ['modality', 'concern', 'band'] as const;

function placesOf(layout: Layout): readonly Place[] {
  // Without session bands in the release, they are no unknowns either.
  const bands = tellsBlockSessions(layout) ? ['any'] : categoriesOf(layout, 'band');
  return layout.blocks.flatMap(({ block }) => layout.modalities.flatMap((modality) =>
    layout.concerns.flatMap((concern) =>
      bands.map((band) => ({ block, modality, concern, band })))));
}

/** What sessions tell of people: each had as many as her band says, or 1 to 8. */
function rangesOf(release: UsageRelease, layout: Layout, places: readonly Place[], first: number) {
  return release.cells.flatMap(({ key, sessions, table }) => {
    if (sessions === null) return [];
    const inside = places.flatMap((place, i) =>
      (table === 'total' || place.block === key ? [{ place, atom: first + i }] : []));
    const atoms = inside.map(({ atom }) => atom);
    const weights = (end: 'least' | 'most') => inside.map(({ place }) =>
      sessionBands(layout).find(({ band }) => band === place.band)?.[end]
        ?? (end === 'least' ? 1 : mostSessions(layout)));
    return [
      { atoms, weights: weights('least'), least: 0, most: sessions },
      { atoms, weights: weights('most'), least: sessions, most: Infinity },
    ];
  });
}
