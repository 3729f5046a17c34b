import { cell, TOTAL_KEY, type Cell, type TableName } from './cells.ts';
import type { Certificate } from './certificate.ts';
import { CrossedRule } from './crossed-rule.ts';
import { mayShow, type CrossedMargins } from './crossed-pattern.ts';
import type { Rules } from './primary.ts';
import { namedUnions } from './protect.ts';
import { categoriesOf, categoryOf, total, type CaseUse, type Crossing, type Layout } from './table.ts';

/** All cells of a release, and the evidence about its crossed tables. */
export interface Crossings {
  readonly cells: readonly Cell[];
  readonly evidence: NonNullable<Certificate['crossed']>;
}

/** Whether a table crosses blocks with a list. */
export function isCrossed(table: TableName): boolean {
  return table === 'block-modality' || table === 'block-concern' || table === 'block-band';
}

/**
 * Add the two-way tables to the one-way ones: blocks by modality, concern or session band. Their
 * margins are published already. All cells of a hidden block are hidden; {@link CrossedRule}
 * decides about the others. Where it finds no way, the list is hidden with the table.
 */
export function publishCrossings(
  layout: Layout, rules: Rules, lists: readonly Cell[], cases: readonly CaseUse[],
): Crossings {
  const evidence: Record<string, readonly (readonly number[])[]> = {};
  const closed = new Set<string>();
  const inside = (layout.crossed ?? []).flatMap((crossing) => {
    const plan = planOf(layout, rules, lists, crossing);
    const made = plan?.rule.publish(countsOf(plan, cases));
    if (made) evidence[crossing] = made.worlds;
    else closed.add(crossing);
    return placesOf(layout, crossing).map(({ key, block, column }) => {
      const row = plan?.rows.get(block);
      const users = plan && row !== undefined
        ? made?.published[row * plan.margins.columns.length + column] ?? null : null;
      return cell(`block-${crossing}`, key, users !== null, users ?? 0, null);
    });
  });
  const kept = lists.map((one) =>
    (closed.has(one.table) ? cell(one.table, one.key, false, 0, null) : one));
  return { cells: Object.freeze([...kept, ...inside]), evidence };
}

/** The first promise of a crossed table that does not hold, or null. */
export function brokenCrossing(
  layout: Layout, rules: Rules, cells: readonly Cell[], evidence: NonNullable<Certificate['crossed']>,
): string | null {
  const inside = cells.filter(({ table }) => isCrossed(table));
  const planned = (layout.crossed ?? []).flatMap((crossing) =>
    placesOf(layout, crossing).map(({ key }) => `block-${crossing} ${key}`));
  if (planned.join('\n') !== inside.map(({ table, key }) => `${table} ${key}`).join('\n')) {
    return 'exactly the planned crossed cells';
  }
  if (inside.some((one) => one.sessions !== null
    || (one.reason === 'published') !== (one.users !== null))) {
    return 'reasons tell what is hidden in crossed tables';
  }
  const isPlanned = (name: string) => layout.crossed?.some((crossing) => crossing === name);
  if (!Object.keys(evidence).every(isPlanned)) return 'evidence about planned tables alone';
  for (const crossing of layout.crossed ?? []) {
    const plan = planOf(layout, rules, cells, crossing);
    const own = inside.filter(({ table }) => table === `block-${crossing}`);
    const shown = own.map(({ users }) => users);
    const worlds = evidence[crossing];
    if (!plan) {
      const isBare = !worlds && shown.every((users) => users === null);
      if (!isBare) return 'no crossed table without its margins';
      continue;
    }
    const broken = brokenInside(plan, shown, worlds ?? []);
    if (broken !== null) return `${crossing}: ${broken}`;
  }
  return null;
}

function brokenInside(
  { layout, rows, rule, margins, crossing }: Plan, shown: readonly (number | null)[],
  worlds: readonly (readonly number[])[],
): string | null {
  const places = placesOf(layout, crossing);
  const isLoose = places.some(({ block }, i) => !rows.has(block) && shown[i] !== null);
  if (isLoose) return 'nothing inside a hidden block is shown';
  const visible = shown.filter((_, i) => rows.has(places[i]?.block ?? ''));
  const isOpen = visible.every((users, at) => users === null || mayShow(margins, at, users));
  if (!isOpen) return 'enough users in every cell shown, and none above its share of a block';
  return rule.broken(visible, worlds);
}

/** A crossed table before its inside is known; everything in it is public. */
interface Plan {
  readonly layout: Layout;
  readonly crossing: Crossing;
  readonly margins: CrossedMargins;
  readonly rule: CrossedRule;
  /** The row of each visible block. */
  readonly rows: ReadonlyMap<string, number>;
}

/** Null where there is nothing to cross: a list of one, a hidden total, a hidden list. */
function planOf(
  layout: Layout, rules: Rules, cells: readonly Cell[], crossing: Crossing,
): Plan | null {
  const users = new Map(cells.map((one) => [`${one.table} ${one.key}`, one.users]));
  const columns = categoriesOf(layout, crossing)
    .map((name) => users.get(`${crossing} ${name}`) ?? null);
  const all = users.get(`total ${TOTAL_KEY}`) ?? null;
  const sums = columns.flatMap((sum) => sum ?? []);
  if (all === null || columns.length < 2 || sums.length < columns.length) return null;

  const { blocks } = layout;
  const counts = blocks.map(({ block }) => users.get(`block ${block}`) ?? null);
  const visible = [...counts.keys()].filter((i) => counts[i] !== null);
  const hidden = [...counts.keys()].filter((i) => counts[i] === null);
  const shown = counts.flatMap((count) => count ?? []);
  const margins: CrossedMargins = {
    rows: hidden.length > 0 ? [...shown, all - total(shown)] : shown,
    columns: sums,
    k: crossing === 'concern' ? rules.concernK : rules.k,
    share: crossing === 'concern' ? rules.concernShare : 100,
  };
  const heads = (group: readonly number[]) => total(group.map((i) => blocks[i]?.headcount ?? 0));
  const groups = namedUnions(blocks, hidden).map((union) => {
    const own = union.filter((i) => hidden.includes(i));
    const rows = visible.flatMap((i, row) => (union.includes(i) ? [row] : []));
    return { rows, heads: heads(own), others: heads(hidden) - heads(own) };
  });
  return {
    layout, crossing, margins, rule: new CrossedRule(margins, groups),
    rows: new Map(visible.map((i, row) => [blocks[i]?.block ?? '', row])),
  };
}

/** Users inside, row after row; those of hidden blocks together in the last one. */
function countsOf(
  { layout, crossing, margins, rows }: Plan, cases: readonly CaseUse[],
): readonly number[] {
  const categories = categoriesOf(layout, crossing);
  const counts = Array.from({ length: margins.rows.length * categories.length }, () => 0);
  for (const use of cases) {
    if (use.sessions === 0) continue;
    const row = rows.get(use.block) ?? margins.rows.length - 1;
    const at = row * categories.length + categories.indexOf(categoryOf(layout, use, crossing));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

function placesOf(layout: Layout, crossing: Crossing) {
  return layout.blocks.flatMap(({ block }) => categoriesOf(layout, crossing)
    .map((name, column) => ({ block, column, key: `${block}/${name}` })));
}
