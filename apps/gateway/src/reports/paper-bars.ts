import { heightOf, writeText } from '#platform/paper/paper';

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
const BAR = { left: LEFT + LABEL + 10, width: 150, height: 9 };
const VALUE = { left: BAR.left + BAR.width + 10, width: WIDTH - LABEL - BAR.width - 20 };
const SIZE = 9;

/** Write a chart from a height on, and answer where it ends; points from the page's top. */
export function writeBars(pdf: PDFKit.PDFDocument, chart: PaperChart, begin: number): number {
  const whole = { left: LEFT, width: WIDTH };
  let top = writeText(pdf, chart.title, { ...whole, top: begin, size: 12, bold: true });
  if (chart.note) top = writeText(pdf, chart.note, { ...whole, top, size: SIZE, color: '#555' });
  top += 4;
  for (const bar of chart.bars) top = writeBar(pdf, bar, top) + 3;
  for (const text of chart.below ?? []) {
    top = writeText(pdf, text, { ...whole, top: top + 1, size: SIZE, color: '#333' });
  }
  return top;
}

function writeBar(pdf: PDFKit.PDFDocument, { label, value, share, note }: PaperBar, top: number) {
  const words = note ? `${value}\n${note}` : value;
  // What has no bar has all the room beside its label.
  const place = share === null
    ? { left: BAR.left, width: WIDTH - LABEL - 10 } : VALUE;
  writeText(pdf, label, { left: LEFT, top, width: LABEL, size: SIZE });
  if (share !== null) {
    pdf.rect(BAR.left, top + 2, BAR.width, BAR.height).fill('#eee');
    pdf.rect(BAR.left, top + 2, BAR.width * Math.min(1, share), BAR.height).fill('#0b5d66');
  }
  const ends = words.split('\n').reduce((at, line) =>
    writeText(pdf, line, { ...place, top: at, size: SIZE }), top);
  return Math.max(ends, top + heightOf(pdf, label, { width: LABEL, size: SIZE }));
}
