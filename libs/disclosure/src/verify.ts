import { brokenBands } from './bands.ts';
import { cell, mayTellSessions, publishCells, TOTAL_KEY, type Cell } from './cells.ts';
import type { Certificate } from './certificate.ts';
import { brokenCrossing, isCrossed } from './crossed.ts';
import { isSafe, readRules, sessionRange, type Rules } from './primary.ts';
import { protectedGroups } from './protect.ts';
import { RELEASE_NOTE, type UsageRelease } from './usage-release.ts';
import { mayTellMedian, WAIT_BANDS } from './statistics.ts';
import { isCount, mostSessions, tellsBlockSessions, total, type Layout, type Tally } from './table.ts';
import { canonical } from './canonical.ts';
import { reportFrom } from './calendar.ts';
import { LOT } from './balance.ts';
import { MINIMUM_HEADCOUNT } from './planner.ts';

/** What the verifier says; `broken` is the first promise that does not hold, without counts. */
export type Verdict =
  | { readonly kind: 'verified'; readonly witnesses: number }
  | { readonly kind: 'refused'; readonly broken: string };

const FIELDS = [
  'cells', 'concernK', 'concernShare', 'k', 'medianWait', 'note', 'period', 'programme',
  'releasedOn', 'settledSessions', 'version',
].join();

/**
 * Check a release before it is stored, with integers only. `layout` must be the one that was
 * frozen when the period opened. Nothing that made the release is trusted: neither the pattern,
 * nor the witnesses, nor the order of the cells.
 */
export function verifyRelease(
  release: UsageRelease,
  certificate: Certificate,
  layout: Layout,
): Verdict {
  try {
    if (Object.keys(release).sort().join() !== FIELDS) return refuse('no other fields');
    if (release.version !== 2 || release.note !== RELEASE_NOTE) return refuse('the common note');
    const { k, concernK, concernShare } = release;
    const rules = readRules({ k, concernK, concernShare });
    if (reportFrom(release.period).releases !== release.releasedOn) return refuse('release day');
    const heads = layout.blocks.map((block) => block.headcount);
    if (heads.length === 0 || heads.some((count) => !isCount(count) || count < MINIMUM_HEADCOUNT)) {
      return refuse('every block has at least 60 people');
    }
    const settled = release.settledSessions;
    if (!isCount(settled) || settled % LOT !== 0) return refuse('settled in whole lots');
    const all = release.cells.find(({ table }) => table === 'total');
    if (settled !== 0 && all?.users === null) return refuse('nothing is settled in a hidden period');
    const { medianWait } = release;
    const mayTell = medianWait === null
      || (mayTellMedian(all?.users ?? 0, k) && WAIT_BANDS.includes(medianWait));
    if (!mayTell) return refuse('a median wait as a band, of enough people');
    const margins = release.cells.filter(({ table }) => table !== 'band' && !isCrossed(table));
    const verdict = verifyCells(margins, certificate, layout, rules);
    const isUntold = settled !== 0 && all?.sessions === null;
    const broken = (isUntold ? 'nothing is settled of hidden sessions' : null)
      ?? brokenBands(layout, rules, release.cells)
      ?? brokenCrossing(layout, rules, release.cells, certificate.crossed ?? {})
      ?? brokenShape(release.cells, certificate);
    return verdict.kind === 'verified' && broken !== null ? refuse(broken) : verdict;
  } catch {
    return refuse('readable release, rules and certificate');
  }
}

/** Nothing beside what is planned, in no cell and nowhere in the certificate. */
function brokenShape(cells: readonly Cell[], certificate: Certificate): string | null {
  const bare = cells.map(({ table, key, users, sessions }) =>
    cell(table, key, users !== null, users ?? 0, sessions));
  if (canonical(bare) !== canonical(cells)) return 'cells that say nothing else';
  const isBare = Object.keys(certificate).every((name) => name === 'witnesses' || name === 'crossed')
    && certificate.witnesses.every((world) =>
      Object.keys(world).sort().join() === 'concern,modality,sessions,users');
  return isBare ? null : 'a certificate that says nothing else';
}

/** The part of {@link verifyRelease} that looks at cells; rules are taken as given. */
export function verifyCells(
  cells: readonly Cell[],
  certificate: Certificate,
  layout: Layout,
  rules: Rules,
): Verdict {
  const broken =
    brokenCell(cells, layout, rules) ??
    brokenWitness(cells, certificate.witnesses, layout, rules) ??
    brokenGroup(cells, certificate.witnesses, layout, rules.k) ??
    brokenCategory(cells, certificate.witnesses, layout, rules);
  if (broken !== null) return refuse(broken);
  return { kind: 'verified', witnesses: certificate.witnesses.length };
}

/** 1. Every planned cell once, in order; every published number allowed by itself. */
function brokenCell(cells: readonly Cell[], layout: Layout, rules: Rules): string | null {
  const planned = publishCells(layout, rules, emptyTally(layout));
  const names = (list: readonly Cell[]) => canonical(list.map((cell) => [cell.table, cell.key]));
  if (names(planned) !== names(cells)) return 'exactly the planned cells';
  const heads = new Map(layout.blocks.map((block) => [block.block, block.headcount]));
  const all = total(layout.blocks.map((block) => block.headcount));
  for (const { table, key, users, sessions, reason } of cells) {
    if ((reason === 'published') !== (users !== null)) return 'reasons tell what is hidden';
    if (users !== null) {
      const headcount = table === 'block' ? (heads.get(key) ?? 0) : all;
      const least = table === 'concern' ? rules.concernK : rules.k;
      if (!isCount(users) || users < least) return 'enough users in every published cell';
      if (!isSafe(users, headcount, rules.k)) return 'enough non-users in every published cell';
    }
    const broken = brokenSessions(layout, cells, rules, table, users, sessions);
    if (broken !== null) return broken;
  }
  return null;
}

/** Sessions beside a cell's users: where they are told at all, and as many as there can be. */
function brokenSessions(
  layout: Layout, cells: readonly Cell[], { k }: Rules, table: Cell['table'], users: number | null,
  sessions: number | null,
): string | null {
  const isTold = users !== null
    && (table === 'total' || (table === 'block' && tellsBlockSessions(layout)));
  if (sessions === null) {
    const mayLack = table === 'total' && !tellsBlockSessions(layout);
    return isTold && !mayLack ? 'one pattern for all measures' : null;
  }
  if (!isTold) return 'one pattern for all measures';
  const range = sessionRange(users, mostSessions(layout));
  if (!isCount(sessions) || sessions < range.least || sessions > range.most) {
    return '1 to 8 sessions a user';
  }
  if (table !== 'total') return null;
  const blocks = layout.blocks.map(({ block }) => valueOf(cells, 'block', block));
  return mayTellSessions(layout, blocks, users, sessions, k)
    ? null : 'sessions that tell of no few people';
}

/** 2. Every witness is a whole world that the public rule turns into this very release. */
function brokenWitness(
  cells: readonly Cell[],
  witnesses: readonly Tally[],
  layout: Layout,
  rules: Rules,
): string | null {
  const hidden = valueOf(cells, 'total', TOTAL_KEY) === null;
  if (witnesses.length === 0) return 'at least one witness';
  const text = canonical(cells);
  for (const world of witnesses) {
    const { users, sessions, modality, concern } = world;
    if (![...users, ...sessions, ...modality, ...concern].every(isCount)) return 'whole numbers';
    const sized =
      users.length === layout.blocks.length && sessions.length === users.length &&
      modality.length === layout.modalities.length && concern.length === layout.concerns.length;
    if (!sized) return 'witnesses of the size of the layout';
    const sums = [modality, concern].filter((list) => list.length > 0).map(total);
    if (sums.some((sum) => sum !== total(users))) return 'witnesses with equal margins';
    const possible = layout.blocks.every((block, i) => {
      const count = users[i] ?? -1;
      const range = sessionRange(count, mostSessions(layout));
      const held = sessions[i] ?? -1;
      return count <= block.headcount && held >= range.least && held <= range.most;
    });
    if (!possible) return 'witnesses that can happen';
    if (hidden && users.some((count, i) => sessions[i] !== count)) return 'plain witnesses';
    if (canonical(publishCells(layout, rules, world)) !== text) {
      return 'witnesses that agree with what is published';
    }
  }
  return null;
}

/** 3. Of each protected union of blocks, the witnesses leave open what may not be certain. */
function brokenGroup(
  cells: readonly Cell[],
  witnesses: readonly Tally[],
  layout: Layout,
  k: number,
): string | null {
  const shown = layout.blocks.map((block) => valueOf(cells, 'block', block.block));
  const hidden = shown.flatMap((count, i) => (count === null ? [i] : []));
  const users = valueOf(cells, 'total', TOTAL_KEY);
  const sizes = layout.blocks.map((block) => block.headcount);
  const heads = (group: readonly number[]) => total(group.map((i) => sizes[i] ?? 0));
  const left = users === null ? null : users - total(shown.map((count) => count ?? 0));
  for (const group of protectedGroups(layout.blocks, hidden)) {
    const size = heads(group);
    const least = left === null ? 0 : Math.max(0, left - (heads(hidden) - size));
    const most = left === null ? size : Math.min(size, left);
    const seen = witnesses.map((world) => total(group.map((i) => world.users[i] ?? 0)));
    const some = (test: (count: number) => boolean) => seen.some(test);
    const mayBeLow = some((count) => count === 0) && some((count) => count >= Math.min(k, size));
    if (least < k && !mayBeLow) {
      return 'a hidden group may be empty, and may be large';
    }
    const mayBeHigh = some((count) => count === size) && some((count) => count <= size - k);
    if (most > size - k && !mayBeHigh) {
      return 'a hidden group may be full, and may be far from it';
    }
    const blame = group.length > 1 || left === null || some((count) => isSafe(count, size, k));
    if (!blame) return 'a hidden block may be hidden for another';
  }
  return null;
}

/** 4. Of each hidden category, the same: nobody, or as many as the total allows up to k. */
function brokenCategory(
  cells: readonly Cell[],
  witnesses: readonly Tally[],
  layout: Layout,
  rules: Rules,
): string | null {
  const most = valueOf(cells, 'total', TOTAL_KEY) ?? total(layout.blocks.map((b) => b.headcount));
  const tables = [
    ['modality', layout.modalities, rules.k],
    ['concern', layout.concerns, rules.concernK],
  ] as const;
  for (const [table, keys, k] of tables) {
    const shown = keys.map((key) => valueOf(cells, table, key));
    if (keys.length < 2) continue;
    if (shown.every((count) => count !== null)) {
      const share = table === 'concern' ? rules.concernShare : 100;
      if (shown.some((count) => count * 100 > share * most)) return 'no category above its share';
      continue;
    }
    const open = keys.every((_, i) => {
      const seen = witnesses.map((world) => world[table][i] ?? -1);
      return seen.includes(0) && seen.some((count) => count >= Math.min(k, most));
    });
    if (!open) return 'a hidden category may be empty, and may be large';
  }
  return null;
}

function valueOf(cells: readonly Cell[], table: Cell['table'], key: string): number | null {
  return cells.find((cell) => cell.table === table && cell.key === key)?.users ?? null;
}

function emptyTally(layout: Layout): Tally {
  const zeros = (list: readonly unknown[]) => list.map(() => 0);
  const { blocks, modalities, concerns } = layout;
  return {
    users: zeros(blocks),
    sessions: zeros(blocks),
    modality: zeros(modalities),
    concern: zeros(concerns),
  };
}

function refuse(broken: string): Verdict {
  return { kind: 'refused', broken };
}
