import { cell, isTold, TOTAL_KEY, type Cell } from './cells.ts';
import { areModalitiesSafe, type Rules } from './primary.ts';
import { categoriesOf, categoryOf, SESSION_BANDS, total, type CaseUse, type Layout } from './table.ts';

/**
 * How many people had 1, 2 to 3, or 4 to 8 sessions: a list like the modalities, shown whole or
 * not at all. It stands beside the witnesses of the margins rather than in them: in each of their
 * worlds the same people keep the same sessions, and only whose block they are of is another
 * (suppression.proof.md, section 4), so the list is the same in all of them.
 */
export function publishBands(
  layout: Layout, rules: Rules, margins: readonly Cell[], cases: readonly CaseUse[],
): readonly Cell[] {
  if (!layout.crossed?.includes('band')) return [];
  const keys = categoriesOf(layout, 'band');
  const bands = cases.filter(({ sessions }) => sessions > 0).map((use) => categoryOf(use, 'band'));
  const counts = keys.map((key) => bands.filter((band) => band === key).length);
  const isShown = mayBeShown(layout, rules, margins, counts);
  return keys.map((key, i) => cell('band', key, isShown, counts[i] ?? 0, null));
}

/** The first promise of the list that does not hold, or null; from what is published alone. */
export function brokenBands(layout: Layout, rules: Rules, cells: readonly Cell[]): string | null {
  const own = cells.filter(({ table }) => table === 'band');
  const keys = layout.crossed?.includes('band') ? categoriesOf(layout, 'band') : [];
  if (own.map(({ key }) => key).join() !== keys.join()) return 'exactly the planned session bands';
  const counts = own.flatMap(({ users }) => users ?? []);
  const isWhole = own.every(({ users, sessions, reason }) => sessions === null
    && (users !== null) === (counts.length > 0) && (users !== null) === (reason === 'published'));
  if (!isWhole) return 'session bands appear whole or not at all';
  if (counts.length === 0) return null;
  const all = cells.find(({ table }) => table === 'total');
  const sessions = all?.sessions ?? 0;
  const range = (end: 'least' | 'most') =>
    total(SESSION_BANDS.map((band, i) => (counts[i] ?? 0) * band[end]));
  if (total(counts) !== all?.users || sessions < range('least') || sessions > range('most')) {
    return 'session bands that agree with people and sessions';
  }
  return mayBeShown(layout, rules, cells, counts) ? null : 'enough people in every session band';
}

function mayBeShown(
  layout: Layout, rules: Rules, cells: readonly Cell[], counts: readonly number[],
): boolean {
  const users = cells.find(({ table, key }) => table === 'total' && key === TOTAL_KEY)?.users ?? null;
  const blocks = cells.filter(({ table }) => table === 'block').map((block) => block.users);
  return users !== null && areModalitiesSafe(counts, rules)
    && !isTold(layout, blocks, users, counts, rules.k);
}
