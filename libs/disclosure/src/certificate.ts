import type { Cell, TableName } from './cells.ts';
import { pinsFor, protectedGroups } from './protect.ts';
import { sessionRange, type Rules } from './primary.ts';
import { mostSessions, total, type Crossing, type Layout, type Tally } from './table.ts';

/** Worlds that agree with everything published. Made from public values only: no secret. */
export interface Certificate {
  readonly witnesses: readonly Tally[];
  /**
   * Of each crossed table whose list is published, worlds of its inside: users of each visible
   * block by category, row after row, and of all hidden blocks together at the end.
   */
  readonly crossed?: Readonly<Partial<Record<Crossing, readonly (readonly number[])[]>>>;
}

/**
 * Write down the witnesses of a release (suppression.proof.md, section 4) from its cells alone.
 * Nothing relies on this being right: {@link verifyCells} checks each witness by itself.
 */
export function certify(layout: Layout, rules: Rules, cells: readonly Cell[]): Certificate {
  const totalCell = cells.find((cell) => cell.table === 'total');
  const shown = totalCell?.users ?? null;
  const worlds = shown === null ? extremes(layout) : remainders(layout, rules, cells, shown);
  const sessions = totalCell?.sessions ?? null;
  const tallies = worlds.map((world) => tallyOf(layout, cells, world, sessions, 0));
  const last = worlds.at(-1) ?? [];
  const turns = Math.max(layout.modalities.length, layout.concerns.length);
  for (let turn = 1; turn < turns; turn += 1) {
    tallies.push(tallyOf(layout, cells, last, sessions, turn));
  }
  const distinct = new Map(tallies.map((tally) => [JSON.stringify(tally), tally]));
  return { witnesses: [...distinct.values()] };
}

/** Nothing is published: nobody, and everybody. */
function extremes(layout: Layout): readonly number[][] {
  return [layout.blocks.map(() => 0), layout.blocks.map((block) => block.headcount)];
}

function remainders(
  layout: Layout,
  rules: Rules,
  cells: readonly Cell[],
  users: number,
): readonly number[][] {
  const shown = cells.filter((cell) => cell.table === 'block').map((cell) => cell.users);
  const hidden = shown.flatMap((count, i) => (count === null ? [i] : []));
  const base = shown.map((count) => count ?? 0);
  const left = users - total(base);
  if (hidden.length === 0) return [base];
  const fill = (order: readonly number[]) => pour(layout, base, order, left);
  const worlds = protectedGroups(layout.blocks, hidden).flatMap((group) => {
    const others = hidden.filter((i) => !group.includes(i));
    return [fill([...others, ...group]), fill([...group, ...others])];
  });
  return [...worlds, ...hidden.map((i) => blameless(layout, rules, base, hidden, i, left))];
}

/** Pour `left` people into blocks in this order, each filled before the next. */
function pour(
  layout: Layout,
  base: readonly number[],
  order: readonly number[],
  left: number,
): number[] {
  const world = [...base];
  let rest = left;
  for (const i of order) {
    const room = (layout.blocks[i]?.headcount ?? 0) - (world[i] ?? 0);
    const poured = Math.min(room, rest);
    world[i] = (world[i] ?? 0) + poured;
    rest -= poured;
  }
  return world;
}

/** A world in which hidden block `i` is safe: the pinned blocks, all empty or all full, are not. */
function blameless(
  layout: Layout,
  rules: Rules,
  base: readonly number[],
  hidden: readonly number[],
  i: number,
  left: number,
): number[] {
  const heads = (j: number) => layout.blocks[j]?.headcount ?? 0;
  const pins = pinsFor(layout.blocks, hidden, i);
  const free = hidden.filter((j) => j !== i && !pins.includes(j));
  const room = total(free.map(heads)) + heads(i) - rules.k;
  const world = [...base];
  const full = left > room;
  for (const j of pins) world[j] = full ? heads(j) : 0;
  world[i] = rules.k;
  const rest = left - rules.k - (full ? total(pins.map(heads)) : 0);
  return pour(layout, world, [...free, i], rest);
}

/** A whole tally: sessions as many as published, categories as published or all in one. */
function tallyOf(
  layout: Layout,
  cells: readonly Cell[],
  users: readonly number[],
  sessions: number | null,
  turn: number,
): Tally {
  return {
    users,
    sessions: spreadSessions(cells, users, sessions, mostSessions(layout)),
    modality: categories(cells, 'modality', layout.modalities, total(users), turn),
    concern: categories(cells, 'concern', layout.concerns, total(users), turn),
  };
}

function spreadSessions(
  cells: readonly Cell[],
  users: readonly number[],
  sessions: number | null,
  counted: number,
): readonly number[] {
  if (sessions === null) return users;
  const shown = cells.filter((cell) => cell.table === 'block').map((cell) => cell.sessions);
  const spread = users.map((count, i) => shown[i] ?? count);
  let rest = sessions - total(spread);
  return spread.map((count, i) => {
    if (typeof shown[i] === 'number') return count;
    const extra = Math.min(sessionRange(users[i] ?? 0, counted).most - count, rest);
    rest -= extra;
    return count + extra;
  });
}

function categories(
  cells: readonly Cell[],
  table: TableName,
  keys: readonly string[],
  users: number,
  turn: number,
): readonly number[] {
  const shown = cells.filter((cell) => cell.table === table).map((cell) => cell.users);
  if (shown.length > 0 && shown.every((count) => count !== null)) return shown;
  return keys.map((_, i) => (i === Math.min(turn, keys.length - 1) ? users : 0));
}
