import type { Narrator } from '../telling/narrator.ts';
import type { Cell, Report } from './report.ts';

const HIDDEN = 'hidden';
const EVERYONE = 'everyone';
const LISTS = {
  modality: 'how care was held', concern: 'concern', band: 'number of sessions',
} as const;

/** The report as HR reads it: people and sessions, then the two-way tables, then why some hide. */
export function tellReport(narrator: Narrator, { cells, medianWait }: Report): void {
  const counted = cells.filter(({ table }) => table === 'total' || table === 'block');
  narrator.table(['group', 'people'], counted.map(({ block, users }) =>
    [block ?? EVERYONE, shown(users)]));
  const sessions = counted.find(({ table }) => table === 'total')?.sessions ?? null;
  narrator.say(`Sessions of everyone: ${shown(sessions)}. Median wait for a first session: ${
    medianWait === null ? HIDDEN : `${medianWait} days`}.`);
  for (const list of ['modality', 'concern', 'band'] as const) {
    const own = cells.filter(({ table }) => table === list || table === `block-${list}`);
    if (own.every(({ users }) => users === null)) {
      narrator.say(`By block and ${LISTS[list]}: every number is hidden.`);
      continue;
    }
    narrator.say(`People by block and ${LISTS[list]}:`);
    const margins = own.filter(({ table }) => table === list);
    narrator.table(['', ...margins.map(({ category }) => category ?? ''), 'all'],
      counted.map((line) => [line.block ?? EVERYONE, ...margins.map(({ category }) =>
        shown(usersOf(own, line.block, category))), shown(line.users)]));
  }
  const [hidden] = cells.filter(({ users }) => users === null);
  if (hidden) narrator.say(`${hidden.why} Which of these it is, nobody is told.`);
}

function usersOf(cells: readonly Cell[], block: string | null, category: string | null) {
  return cells.find((cell) => cell.block === block && cell.category === category)?.users ?? null;
}

function shown(count: number | null): string {
  return count === null ? HIDDEN : String(count);
}
