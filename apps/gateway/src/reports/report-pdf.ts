import { besideAverage } from '#foresight/benchmark';
import { openPaper, shortened, writeText } from '#platform/paper/paper';
import { writeBars, type PaperBar } from './paper-bars.ts';
import { writeLists } from './paper-lists.ts';
import { penOf, type Pen } from './paper-pen.ts';
import { REPORT_WORDS, type ReportLanguage } from './report-words.ts';
import type { StepView, UseView, YearView } from './year-view.ts';

/** What the paper tells, and whose it is. */
export interface ReportPaper {
  readonly employer: string;
  readonly programme: string;
  readonly programmeId: string;
  /** Label of the year. */
  readonly period: string;
  /** YYYY-MM-DD, of the latest release. */
  readonly releasedOn: string;
  readonly year: YearView;
  /** What it is made of: each report by its label, and the SHA-256 of what was signed. */
  readonly signed: readonly { readonly report: string; readonly digest: string }[];
}

const LEFT = 56;
const WIDTH = 483;
const FIGURE = 150;
const SOFT = '#555';
/** Of an employer's name, the largest size at which it takes two lines at most is taken. */
const NAME_SIZES = [22, 16, 11];
const NAME_LINES = 2;
/** On the second page, below all lists. */
const SIGNED_TOP = 755;

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
  const pen = penOf(pdf, paper.period, language);
  const top = writeHeadline(pen, paper.year, writeHead(pen, paper) + 22);
  const below = writeCourse(pen, paper.year, top + 26);
  writeDefinitions(pen, paper.year, below + 20);
  pdf.addPage();
  writeLists(pen, paper.year.lists);
  writeSigned(pen, paper);
  pdf.end();
  return bytes;
}

function writeHead({ pdf, words, day, months }: Pen, paper: ReportPaper): number {
  const { employer, programme, year } = paper;
  const at = { left: LEFT, width: WIDTH };
  writeText(pdf, 'Sotto', { ...at, top: 46, size: 11, bold: true, color: SOFT });
  const fits = (size: number) =>
    shortened(pdf, employer, NAME_LINES, { width: WIDTH, size, bold: true }) === employer;
  const size = NAME_SIZES.find(fits) ?? NAME_SIZES.at(-1) ?? 0;
  let top = writeText(pdf, employer, { ...at, top: 70, size, bold: true }) + 2;
  top = writeText(pdf, `${words.title}, ${months([1, 2, 3, 4])}`, { ...at, top, size: 14 }) + 2;
  return writeText(pdf, `${programme} · ${words.released(year.released, day(paper.releasedOn))}`,
    { ...at, top, size: 10, color: SOFT });
}

/** Three figures beside each other. */
function writeHeadline(pen: Pen, year: YearView, top: number): number {
  const { words } = pen;
  const settled = year.settled === null ? words.flat : pen.number(year.settled);
  const isBilled = year.settled !== 0;
  const figures: [string, string, readonly string[]][] = [
    [words.share, year.use ? pen.share(year.use.shareBps) : words.untold,
      year.use ? useLines(pen, year.use, year) : [words.untoldYear(year.k)]],
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
    `${words.of(pen.number(use.people), pen.number(covered))}, ${when}.`,
    words.chance(pen.share(use.leastBps), pen.share(use.mostBps)),
    use.before ? beforeOf(pen, use.before) : none,
  ];
}

function beforeOf(pen: Pen, before: NonNullable<UseView['before']>): string {
  const of = pen.words.of(pen.number(before.people), pen.number(before.covered));
  return `${pen.words.before[before.change]}: ${of}, ${pen.share(before.shareBps)}`;
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
      : `${pen.number(step.people)} · ${pen.share((step.people * 10_000) / year.covered)}`,
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
  for (const text of [...benchmark, ...words.definitions(year)]) {
    top = writeText(pdf, text, { left: LEFT, width: WIDTH, top, size: 9, color: '#333' }) + 6;
  }
}

/** By which a reader finds that the paper and a signed file are of the same reports. */
function writeSigned({ pdf, words }: Pen, { programmeId, signed }: ReportPaper): void {
  const reports = signed.map(({ report, digest }) => `${report}  ${digest}`);
  let top = SIGNED_TOP;
  for (const line of [words.signed(programmeId), ...reports]) {
    top = writeText(pdf, line, { left: LEFT, width: WIDTH, top, size: 7, color: SOFT });
  }
}
