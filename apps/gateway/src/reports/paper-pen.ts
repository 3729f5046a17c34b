import { readPeriod } from '#calendar/periods';
import { REPORT_WORDS, type ReportLanguage } from './report-words.ts';

/** A pen for one paper: where it writes, and in which words. */
export interface Pen {
  readonly pdf: PDFKit.PDFDocument;
  readonly words: (typeof REPORT_WORDS)[ReportLanguage];
  readonly day: (day: string) => string;
  readonly number: (value: number) => string;
  readonly share: (bps: number) => string;
  /** Names of periods by their months; where others lie between them, each by itself. */
  readonly months: (turns: readonly number[]) => string;
}

/** A pen for the paper of a year. */
export function penOf(pdf: PDFKit.PDFDocument, period: string, language: ReportLanguage): Pen {
  const locale = language === 'es' ? 'es-ES' : 'en-IE';
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  return {
    pdf, words: REPORT_WORDS[language], months: monthsOf(period, locale),
    day: (day) => dates.format(new Date(`${day}T00:00:00Z`)),
    number: (value) => value.toLocaleString(locale),
    share: (bps) => (bps / 10_000).toLocaleString(locale,
      { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  };
}

function monthsOf(period: string, locale: string): Pen['months'] {
  const reports = readPeriod(period)?.reports ?? [];
  const format = new Intl.DateTimeFormat(locale,
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
