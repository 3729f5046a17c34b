import {
  heightOfBars, shortLabel, writeBars, type PaperBar, type PaperChart,
} from './paper-bars.ts';
import type { EditionView, GroupView, ListView } from './list-view.ts';
import type { Pen } from './paper-pen.ts';

/** Most groups of one list, so that all lists find their place on one page. */
const MOST_GROUPS = 10;
/** Most lines of a label: as many as all lists leave room for. */
const MOST_LINES = 6;
const TOP = 46;
/** Below it stands what was signed. */
const BOTTOM = 745;
const BETWEEN = 18;

/** All lists of a year on one page, whatever its groups are called. */
export function writeLists(pen: Pen, lists: readonly ListView[]): void {
  let charts: PaperChart[] = [];
  for (let lines = MOST_LINES; lines > 0; lines -= 1) {
    charts = lists.map((list) => chartOf(pen, list, lines));
    const height = charts.reduce((sum, chart) => sum + heightOfBars(pen.pdf, chart) + BETWEEN, 0);
    if (TOP + height - BETWEEN <= BOTTOM) break;
  }
  charts.reduce((top, chart) => writeBars(pen.pdf, chart, top) + BETWEEN, TOP);
}

function chartOf(pen: Pen, list: ListView, lines: number): PaperChart {
  const { words } = pen;
  const title = words.lists[list.list];
  const [edition] = list.editions;
  if (!edition) {
    const note = list.next === null ? words.never : words.later(pen.months([list.next]));
    return { title, note, bars: [] };
  }
  const nameOf = ({ name, label, isWhole }: GroupView) =>
    `${isWhole ? '* ' : ''}${label ?? words.names[name] ?? name}`;
  // A bar of everybody would look like a result.
  const isUnsplit = edition.groups.length === 1;
  const groups = isUnsplit ? [] : edition.groups.slice(0, MOST_GROUPS);
  const labels = groups.map((group) => shortLabel(pen.pdf, nameOf(group), lines));
  return {
    title, note: `${words.people(pen.number(edition.people))} · ${pen.months(edition.turns)}`,
    bars: barsOf(pen, edition, groups, labels),
    below: [
      ...isUnsplit ? [words.together] : [],
      ...groups.some((group, at) => nameOf(group) !== labels[at]) ? [words.shortened] : [],
      ...notesOf(pen, list, edition),
    ],
  };
}

function barsOf(
  pen: Pen, edition: EditionView, groups: readonly GroupView[], labels: readonly string[],
): PaperBar[] {
  const { words } = pen;
  const most = Math.max(1, ...groups.map(({ use }) => use?.shareBps ?? 0));
  return groups.map(({ people, covered, use }, at) => ({
    label: labels[at] ?? '',
    share: use ? use.shareBps / most : people / edition.people,
    value: use && covered !== null
      ? `${words.of(pen.number(people), pen.number(covered))} · ${pen.share(use.shareBps)}`
      : `${pen.number(people)} · ${pen.share((people * 10_000) / edition.people)}`,
  }));
}

/** How many more groups there are, and why some are not split. */
function notesOf({ words }: Pen, list: ListView, { groups }: EditionView): string[] {
  const more = groups.length - MOST_GROUPS;
  const unsplit = list.list === 'sites' ? words.unsplitSite : words.unsplit;
  const mark = groups.length === 1 ? '' : '* ';
  return [
    ...more > 0 ? [words.more(more)] : [],
    ...groups.some(({ isWhole }) => isWhole) ? [`${mark}${unsplit(list.least)}`] : [],
  ];
}
