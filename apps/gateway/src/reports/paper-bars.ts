import { heightOf, shortened, writeText, type TextPlace } from '#platform/paper/paper';

/** One line of a chart on paper; `share` of the full length, null where there is no number. */
export interface PaperBar {
  readonly label: string;
  readonly value: string;
  readonly share: number | null;
  readonly note?: string;
}

/** A chart on paper with what stands around it. */
export interface PaperChart {
  readonly title: string;
  readonly note: string;
  readonly bars: readonly PaperBar[];
  readonly below?: readonly string[];
}

const LEFT = 56;
const WIDTH = 483;
const LABEL = 170;
const BAR = { left: LEFT + LABEL + 10, width: 120, height: 9 };
const VALUE = { left: BAR.left + BAR.width + 10, width: WIDTH - LABEL - BAR.width - 20 };
const SIZE = 9;

/** What writes, or only measures: both end at the same height. */
interface Hand {
  readonly text: (text: string, place: TextPlace) => number;
  readonly bar: (top: number, share: number) => void;
}

/** Write a chart from a height on, and answer where it ends; points from the page's top. */
export function writeBars(pdf: PDFKit.PDFDocument, chart: PaperChart, begin: number): number {
  return layBars({
    text: (text, place) => writeText(pdf, text, place),
    bar: (top, share) => {
      pdf.rect(BAR.left, top + 2, BAR.width, BAR.height).fill('#eee');
      pdf.rect(BAR.left, top + 2, BAR.width * Math.min(1, share), BAR.height).fill('#0b5d66');
    },
  }, chart, begin);
}

/** How high a chart is, in points. */
export function heightOfBars(pdf: PDFKit.PDFDocument, chart: PaperChart): number {
  return layBars({
    text: (text, place) => place.top + heightOf(pdf, text, place), bar: () => undefined,
  }, chart, 0);
}

/** A label that takes so many lines at most. */
export function shortLabel(pdf: PDFKit.PDFDocument, label: string, lines: number): string {
  return shortened(pdf, label, lines, { width: LABEL, size: SIZE });
}

function layBars(hand: Hand, chart: PaperChart, begin: number): number {
  const whole = { left: LEFT, width: WIDTH };
  let top = hand.text(chart.title, { ...whole, top: begin, size: 12, bold: true });
  if (chart.note) top = hand.text(chart.note, { ...whole, top, size: SIZE, color: '#555' });
  top += 4;
  for (const bar of chart.bars) top = layBar(hand, bar, top) + 3;
  for (const text of chart.below ?? []) {
    top = hand.text(text, { ...whole, top: top + 1, size: SIZE, color: '#333' });
  }
  return top;
}

function layBar(hand: Hand, { label, value, share, note }: PaperBar, top: number): number {
  const words = note ? `${value}\n${note}` : value;
  // What has no bar has all the room beside its label.
  const place = share === null
    ? { left: BAR.left, width: WIDTH - LABEL - 10 } : VALUE;
  const below = hand.text(label, { left: LEFT, top, width: LABEL, size: SIZE });
  if (share !== null) hand.bar(top, share);
  const ends = words.split('\n').reduce((at, line) =>
    hand.text(line, { ...place, top: at, size: SIZE }), top);
  return Math.max(ends, below);
}
