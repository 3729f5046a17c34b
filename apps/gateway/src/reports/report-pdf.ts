import { readPeriod } from '#calendar/periods';
import { besideAverage } from '#foresight/benchmark';
import { openPaper, writeText } from '#platform/paper/paper';
import { writeBars, type PaperBar } from './paper-bars.ts';
import type { ListView } from './list-view.ts';
import { REPORT_WORDS, type ReportLanguage } from './report-words.ts';
import type { StepView, UseView, YearView } from './year-view.ts';

/** What the paper tells, and whose it is. */
export interface ReportPaper {
  readonly employer: string;
  readonly programme: string;
  /** Label of the year. */
  readonly period: string;
  /** YYYY-MM-DD, of the latest release. */
  readonly releasedOn: string;
  readonly year: YearView;
}

/** A pen for one paper: where it writes, and in which words. */
interface Pen {
  readonly pdf: PDFKit.PDFDocument;
  readonly words: (typeof REPORT_WORDS)[ReportLanguage];
  readonly language: ReportLanguage;
  readonly months: (turns: readonly number[]) => string;
}

const LEFT = 56;
const WIDTH = 483;
const FIGURE = 150;
const SOFT = '#555';
/** Most groups of one list, so that all lists find their place on one page. */
const MOST_GROUPS = 10;

/**
 * A year's report on two A4 pages, with the figures of the page: headline and course, then lists.
 * The same report gives the same bytes.
 */
export function reportPdf(paper: ReportPaper, language: ReportLanguage): Promise<Buffer> {
  const words = REPORT_WORDS[language];
  const { pdf, bytes } = openPaper({
    margin: LEFT, lang: language,
    info: {
      Title: `${paper.employer}: ${words.title}`, Author: 'Sotto',
      CreationDate: new Date(`${paper.releasedOn}T00:00:00Z`),
    },
  });
  const pen: Pen = { pdf, words, language, months: monthsOf(paper.period, language) };
  const top = writeHeadline(pen, paper.year, writeHead(pen, paper) + 22);
  const below = writeCourse(pen, paper.year, top + 26);
  writeDefinitions(pen, paper.year, below + 20);
  pdf.addPage();
  writeLists(pen, paper.year.lists);
  pdf.end();
  return bytes;
}

function writeHead({ pdf, words, language, months }: Pen, paper: ReportPaper): number {
  const { employer, programme, year } = paper;
  const at = { left: LEFT, width: WIDTH };
  writeText(pdf, 'Sotto', { ...at, top: 46, size: 11, bold: true, color: SOFT });
  let top = writeText(pdf, employer, { ...at, top: 70, size: 22, bold: true }) + 2;
  top = writeText(pdf, `${words.title}, ${months([1, 2, 3, 4])}`, { ...at, top, size: 14 }) + 2;
  const day = new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' })
    .format(new Date(`${paper.releasedOn}T00:00:00Z`));
  return writeText(pdf, `${programme} · ${words.released(year.released, day)}`,
    { ...at, top, size: 10, color: SOFT });
}

/** Three figures beside each other. */
function writeHeadline(pen: Pen, year: YearView, top: number): number {
  const { words } = pen;
  const settled = year.settled === null ? words.flat : numberOf(pen, year.settled);
  const isBilled = year.settled !== 0;
  const figures: [string, string, readonly string[]][] = [
    [words.share, year.use ? shareOf(pen, year.use.shareBps) : words.untold,
      year.use ? useLines(pen, year.use, year) : [words.steps.untold(year.k)]],
    [words.settled, isBilled ? settled : words.unsettled, isBilled ? [] : [words.nothingBilled]],
    [words.wait, year.wait ? words.days(year.wait.band) : words.untold,
      year.wait ? [pen.months(year.wait.turns)] : []],
  ];
  return Math.max(...figures.map(([title, value, lines], at) => {
    const place = { left: LEFT + at * (WIDTH - FIGURE) / 2, width: FIGURE };
    let below = writeText(pen.pdf, title, { ...place, top, size: 10, bold: true });
    const isLong = value.length > 11;
    below = writeText(pen.pdf, value,
      { ...place, top: below + 2, size: isLong ? 15 : 24, bold: true });
    for (const line of lines) {
      below = writeText(pen.pdf, line, { ...place, top: below + 2, size: 9, color: '#333' });
    }
    return below;
  }));
}

function useLines(pen: Pen, use: UseView, { covered, hasBefore }: YearView): string[] {
  const { words } = pen;
  const isYear = use.turns.length === 4;
  const none = hasBefore ? words.noBefore[isYear ? 'year' : 'months'] : words.noBefore.none;
  const when = isYear ? words.whole : words.part(pen.months(use.turns));
  return [
    `${words.of(numberOf(pen, use.people), numberOf(pen, covered))}, ${when}.`,
    words.chance(shareOf(pen, use.leastBps), shareOf(pen, use.mostBps)),
    use.before ? beforeOf(pen, use.before) : none,
  ];
}

function beforeOf(pen: Pen, before: NonNullable<UseView['before']>): string {
  const of = pen.words.of(numberOf(pen, before.people), numberOf(pen, before.covered));
  return `${pen.words.before[before.change]}: ${of}, ${shareOf(pen, before.shareBps)}`;
}

function writeCourse(pen: Pen, year: YearView, top: number): number {
  const most = Math.max(1, ...year.course.map(({ people }) => people ?? 0));
  const isShown = year.course.some(({ people }) => people !== null);
  const isCompared = year.course.some(({ before }) => before !== null);
  const noBefore = pen.words.noBefore[year.hasBefore ? 'months' : 'none'];
  const wordsOf = ({ status }: StepView) => {
    const words = pen.words.steps[status];
    return typeof words === 'string' ? words : words(year.k);
  };
  const bars = year.course.map((step): PaperBar => ({
    label: pen.months(step.turns), share: step.people === null ? null : step.people / most,
    value: step.people === null ? wordsOf(step)
      : `${numberOf(pen, step.people)} · ${shareOf(pen, (step.people * 10_000) / year.covered)}`,
    ...step.before ? { note: beforeOf(pen, step.before) }
      : isCompared && step.people !== null ? { note: noBefore } : {},
  }));
  return writeBars(pen.pdf, { title: pen.words.course, note: '', bars,
    below: isShown && !isCompared ? [noBefore] : [] }, top);
}

function writeDefinitions({ pdf, words }: Pen, year: YearView, begin: number): void {
  let top = begin;
  const { use } = year;
  const benchmark = use?.turns.length === 4
    ? [`${words.benchmark} ${words.average[besideAverage(use)]}`] : [];
  for (const text of [...benchmark, ...words.definitions(year.k, year.kHow)]) {
    top = writeText(pdf, text, { left: LEFT, width: WIDTH, top, size: 9, color: '#333' }) + 6;
  }
}

function writeLists(pen: Pen, lists: readonly ListView[]): void {
  let top = 46;
  for (const list of lists) top = writeList(pen, list, top) + 18;
}

function writeList(pen: Pen, list: ListView, top: number): number {
  const { words, pdf } = pen;
  const title = words.lists[list.list];
  const [edition] = list.editions;
  if (!edition) {
    const note = list.next === null ? words.never : words.later(pen.months([list.next]));
    return writeBars(pdf, { title, note, bars: [] }, top);
  }
  const nameOf = (name: string, label: string | null = null) => label ?? words.names[name] ?? name;
  const groups = edition.groups.slice(0, MOST_GROUPS);
  const more = edition.groups.length - groups.length;
  const whole = edition.groups.filter(({ isWhole }) => isWhole);
  const most = Math.max(1, ...groups.map(({ use }) => use?.shareBps ?? 0));
  const unsplit = list.list === 'sites' ? words.unsplitSite : words.unsplit;
  const isUnsplit = edition.groups.length === 1;
  // A bar of everybody would look like a result.
  const bars = (isUnsplit ? [] : groups).map(({ name, label, people, covered, use }): PaperBar => ({
    label: nameOf(name, label),
    share: use ? use.shareBps / most : people / edition.people,
    value: use && covered !== null
      ? `${words.of(numberOf(pen, people), numberOf(pen, covered))} · ${shareOf(pen, use.shareBps)}`
      : `${numberOf(pen, people)} · ${shareOf(pen, (people * 10_000) / edition.people)}`,
  }));
  const names = isUnsplit ? words.names['all'] ?? ''
    : whole.map(({ name, label }) => nameOf(name, label)).join('; ');
  return writeBars(pdf, {
    title, note: `${words.people(numberOf(pen, edition.people))} · ${pen.months(edition.turns)}`,
    bars, below: [...isUnsplit ? [words.together] : [], ...more > 0 ? [words.more(more)] : [],
      ...whole.length > 0 ? [unsplit(names, list.least)] : []],
  }, top);
}

function localeOf(language: ReportLanguage): string {
  return language === 'es' ? 'es-ES' : 'en-IE';
}

function numberOf({ language }: Pen, value: number): string {
  return value.toLocaleString(localeOf(language));
}

function shareOf({ language }: Pen, bps: number): string {
  return (bps / 10_000).toLocaleString(localeOf(language),
    { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** Names of periods by their months; where others lie between them, each by itself. */
function monthsOf(period: string, language: ReportLanguage): Pen['months'] {
  const reports = readPeriod(period)?.reports ?? [];
  const format = new Intl.DateTimeFormat(localeOf(language),
    { month: 'short', year: 'numeric', timeZone: 'UTC' });
  return (turns) => {
    const isInARow = turns.every((turn, at) => at === 0 || turn === (turns[at - 1] ?? 0) + 1);
    return (isInARow ? [turns] : turns.map((turn) => [turn])).map((run) => {
      const [first, last] = [run[0], run.at(-1)].map((turn) => reports[(turn ?? 1) - 1]);
      return first && last
        ? format.formatRange(new Date(first.opens), new Date(last.last)).replaceAll(/\s/g, ' ') : '';
    }).join(', ');
  };
}
