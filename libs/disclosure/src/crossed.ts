import { TOTAL_KEY, type Cell, type TableName } from './cells.ts';
import type { Certificate } from './certificate.ts';
import { FlowSolver } from './engine/flow-solver.ts';
import { cellsFrom, flatAxis, frameOf, keyOf, type CellKey, type Frame } from './engine/frame.ts';
import { networkOf } from './engine/network.ts';
import { protectTable } from './engine/protect-table.ts';
import type { Headcounts, PublishedTable } from './engine/published-table.ts';
import type { Need } from './engine/solver.ts';
import { verifyTable } from './engine/verify-table.ts';
import type { Rules } from './primary.ts';
import { areUnionsOpen, namedUnions } from './site-unions.ts';
import { categoriesOf, categoryOf, type CaseUse, type Crossing, type Layout } from './table.ts';

/** The crossed tables of a release and their evidence, to be stored in its certificate. */
export interface Crossings {
  readonly cells: readonly Cell[];
  readonly evidence: Pick<Certificate, 'crossed'>;
}

/** Whether a table crosses blocks with a list. */
export function isCrossed(table: TableName): boolean {
  return table === 'block-modality' || table === 'block-concern' || table === 'block-band';
}

/**
 * The two-way tables of a release: blocks by modality, concern or session band. Their margins are
 * the one-way tables, decided before and by a stricter rule; they are never hidden or shown for a
 * crossed table's sake. Inside, disclosure.md, section 4: all cells of a hidden block are hidden,
 * small and nearly full cells too, and as few others as leave each of those open. Where that
 * cannot be certified, or a margin is hidden as a whole, nothing inside is shown.
 */
export function publishCrossings(
  layout: Layout, rules: Rules, margins: readonly Cell[], cases: readonly CaseUse[],
): Crossings {
  const crossed: Record<string, unknown> = {};
  const cells = (layout.crossed ?? []).flatMap((crossing): Cell[] => {
    const plan = planOf(layout, rules, margins, crossing);
    const users = plan && protectInside(plan, cases);
    if (users) crossed[crossing] = users.certificate;
    return keysOf(layout, crossing).map((key) => {
      const count = users?.table.get(key) ?? null;
      const reason = count === null ? 'protected' : 'published';
      return Object.freeze({ table: `block-${crossing}`, key, users: count, sessions: null, reason });
    });
  });
  return { cells, evidence: Object.keys(crossed).length > 0 ? { crossed } : {} };
}

/** The first promise of a crossed table that does not hold, or null. Integers only. */
export function brokenCrossing(
  layout: Layout, rules: Rules, cells: readonly Cell[], evidence: NonNullable<Certificate['crossed']>,
): string | null {
  const inside = cells.filter(({ table }) => isCrossed(table));
  const planned = (layout.crossed ?? []).flatMap((crossing) =>
    keysOf(layout, crossing).map((key) => `block-${crossing} ${key}`));
  if (planned.join('\n') !== inside.map(({ table, key }) => `${table} ${key}`).join('\n')) {
    return 'exactly the planned crossed cells';
  }
  if (inside.some((cell) => cell.sessions !== null
    || (cell.reason === 'published') !== (cell.users !== null))) {
    return 'reasons tell what is hidden in crossed tables';
  }
  for (const crossing of layout.crossed ?? []) {
    const certificate = evidence[crossing];
    const own = inside.filter(({ table }) => table === `block-${crossing}`);
    if (!certificate) {
      if (own.some(({ users }) => users !== null)) return 'evidence for every crossed table shown';
      continue;
    }
    const plan = planOf(layout, rules, cells, crossing);
    if (!plan) return 'no crossed table without its margins';
    const shown = new Map(own.map(({ key, users }) => [key, users]));
    const table = assemble(plan, shown);
    const verdict = verifyTable(table, certificate, plan.headcounts, { kOf: plan.kOf });
    if (verdict.kind === 'refused') return `${crossing}: ${verdict.broken}`;
    const isLoose = own.some(({ key, users }) =>
      users !== null && plan.marginOf('block', key.slice(0, key.indexOf('/'))) === null);
    if (isLoose) return 'nothing inside a hidden block is shown';
    const isTooLarge = own.some(({ key, users }) => {
      const block = plan.marginOf('block', key.slice(0, key.indexOf('/')));
      return crossing === 'concern' && users !== null && block !== null
        && users * 100 > rules.concernShare * block;
    });
    if (isTooLarge) return 'no category above its share of a block';
  }
  return null;
}

/** A crossed table before its inside is known; everything in it is public. */
interface Plan {
  readonly layout: Layout;
  readonly rules: Rules;
  readonly crossing: Crossing;
  readonly frame: Frame;
  readonly headcounts: Headcounts;
  readonly kOf: (key: CellKey) => number;
  readonly marginOf: (table: TableName, key: string) => number | null;
}

/** Null where there is nothing to cross: a list of one, a hidden total, a hidden list. */
function planOf(
  layout: Layout, rules: Rules, cells: readonly Cell[], crossing: Crossing,
): Plan | null {
  const categories = categoriesOf(layout, crossing);
  const shown = new Map(cells.map(({ table, key, users }) => [`${table} ${key}`, users]));
  const marginOf = (table: TableName, key: string) => shown.get(`${table} ${key}`) ?? null;
  const isOpen = marginOf('total', TOTAL_KEY) !== null
    && categories.every((name) => marginOf(crossing, name) !== null);
  if (categories.length < 2 || !isOpen) return null;
  const { blocks } = layout;
  return {
    layout, rules, crossing, marginOf,
    frame: frameOf(
      [flatAxis('block', blocks.map(({ block }) => block)), flatAxis('category', categories)], 1,
      ([row = 1]) => blocks[row - 1]?.headcount ?? 0),
    headcounts: {
      dimensions: ['block'],
      rows: blocks.map(({ block, headcount }) => ({ values: [block], headcount })),
    },
    kOf: ({ category }) => (crossing === 'concern' && category !== '*' ? rules.concernK : rules.k),
  };
}

function protectInside(plan: Plan, cases: readonly CaseUse[]) {
  const { layout, frame, crossing, rules, marginOf, headcounts, kOf } = plan;
  const network = networkOf(frame);
  if (!network) return null;
  const counts = new Map<string, number>();
  for (const use of cases) {
    if (use.sessions === 0) continue;
    const key = `${use.block}/${categoryOf(layout, use, crossing)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const hidden = new Uint8Array(frame.size);
  const fixed = new Uint8Array(frame.size);
  const extra = new Map<number, readonly Need[]>();
  for (let cell = 0; cell < frame.size; cell += 1) {
    const { block, category } = namesOf(keyOf(frame, cell));
    const row = block === '*' ? null : marginOf('block', block);
    if (block !== '*' && row === null) hidden[cell] = 1;
    else if (block === '*' || category === '*') fixed[cell] = 1;
    const most = row === null ? 0 : Math.floor((row * rules.concernShare) / 100);
    const users = counts.get(`${block}/${category}`) ?? 0;
    if (crossing === 'concern' && category !== '*' && row !== null && users > most) {
      extra.set(cell, [{ cell, low: 0, high: most }]);
    }
  }
  const atoms = frame.atoms.map((cell) => counts.get(insideKey(keyOf(frame, cell))) ?? 0);
  const solver = new FlowSolver(frame, network);
  const made = protectTable({
    frame, headcounts, dimensions: ['block', 'category'], k: rules.k, kOf, atoms, extra,
    given: { hidden, fixed },
  }, solver);
  if (!made) return null;
  const hiddenBlocks = layout.blocks.flatMap(({ block }, i) =>
    (marginOf('block', block) === null ? [i] : []));
  const isOpen = areUnionsOpen({
    frame, truth: cellsFrom(frame, atoms), hidden: made.pattern.hidden,
    thresholds: (cell) => kOf(keyOf(frame, cell)),
  }, namedUnions(layout.blocks, hiddenBlocks), solver);
  if (!isOpen) return null;
  const table = new Map(made.table.cells.map(({ key, users }) => [insideKey(key), users]));
  return { table, certificate: made.certificate };
}

/** The table that a certificate is about, put together from what is published. */
function assemble(plan: Plan, inside: ReadonlyMap<string, number | null>): PublishedTable {
  const { frame, rules, crossing, marginOf } = plan;
  const cells = Array.from({ length: frame.size }, (_, cell) => {
    const key = keyOf(frame, cell);
    const { block, category } = namesOf(key);
    const users = block === '*' && category === '*' ? marginOf('total', TOTAL_KEY)
      : category === '*' ? marginOf('block', block)
        : block === '*' ? marginOf(crossing, category) : inside.get(insideKey(key)) ?? null;
    return { key, users };
  });
  return { k: rules.k, dimensions: ['block', 'category'], cells };
}

function keysOf(layout: Layout, crossing: Crossing): readonly string[] {
  return layout.blocks.flatMap(({ block }) =>
    categoriesOf(layout, crossing).map((name) => `${block}/${name}`));
}

function namesOf({ block, category }: CellKey): { block: string; category: string } {
  return { block: String(block), category: String(category) };
}

function insideKey(key: CellKey): string {
  const { block, category } = namesOf(key);
  return `${block}/${category}`;
}
