import { cell, isTold, TOTAL_KEY, type Cell } from './cells.ts';
import { areModalitiesSafe, isFarFromEnds, type Rules } from './primary.ts';
import {
  categoriesOf, categoryOf, sessionBands, total, type CaseUse, type Layout,
} from './table.ts';

/**
 * How many people had 1, 2 to 3, or 4 to 8 sessions: a list like the modalities, shown whole or
 * not at all, and only beside sessions that say nothing of the few within a band. It stands beside
 * the witnesses of the margins rather than in them: in each of their worlds the same people keep
 * the same sessions, and only whose block they are of is another (suppression.proof.md, section 8),
 * so the list is the same in all of them.
 */
export function publishBands(
  layout: Layout, rules: Rules, margins: readonly Cell[], cases: readonly CaseUse[],
): readonly Cell[] {
  const keys = plannedKeys(layout);
  const bands = cases.filter(({ sessions }) => sessions > 0)
    .map((use) => categoryOf(layout, use, 'band'));
  const counts = keys.map((key) => bands.filter((band) => band === key).length);
  const isShown = mayBeShown(layout, rules, margins, counts);
  return keys.map((key, i) => cell('band', key, isShown, counts[i] ?? 0, null));
}

/** The first promise of the list that does not hold, or null; from what is published alone. */
export function brokenBands(layout: Layout, rules: Rules, cells: readonly Cell[]): string | null {
  const own = cells.filter(({ table }) => table === 'band');
  const keys = plannedKeys(layout);
  if (own.map(({ key }) => key).join() !== keys.join()) return 'exactly the planned session bands';
  const counts = own.flatMap(({ users }) => users ?? []);
  const isWhole = own.every(({ users, sessions, reason }) => sessions === null
    && (users !== null) === (counts.length > 0) && (users !== null) === (reason === 'published'));
  if (!isWhole) return 'session bands appear whole or not at all';
  if (counts.length === 0) return null;
  const all = cells.find(({ table }) => table === 'total');
  const sessions = all?.sessions ?? -1;
  const { least, most } = rangeOf(layout, counts);
  if (total(counts) !== all?.users || sessions < least || sessions > most) {
    return 'session bands that agree with people and sessions';
  }
  return mayBeShown(layout, rules, cells, counts) ? null : 'enough people in every session band';
}

/** A list of one band would be the total again. */
function plannedKeys(layout: Layout): readonly string[] {
  const keys = layout.crossed?.includes('band') ? categoriesOf(layout, 'band') : [];
  return keys.length < 2 ? [] : keys;
}

/** Least and most sessions of so many people in each band. */
function rangeOf(layout: Layout, counts: readonly number[]) {
  const end = (name: 'least' | 'most') =>
    total(sessionBands(layout).map((band, i) => (counts[i] ?? 0) * band[name]));
  return { least: end('least'), most: end('most') };
}

function mayBeShown(
  layout: Layout, rules: Rules, cells: readonly Cell[], counts: readonly number[],
): boolean {
  const all = cells.find(({ table, key }) => table === 'total' && key === TOTAL_KEY);
  const blocks = cells.filter(({ table }) => table === 'block').map((block) => block.users);
  return all !== undefined && all.users !== null && all.sessions !== null
    && areModalitiesSafe(counts, rules)
    && isFarFromEnds(all.sessions, rangeOf(layout, counts), rules.k)
    && !isTold(layout, blocks, all.users, counts, rules.k);
}
