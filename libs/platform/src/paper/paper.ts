import PdfDocument from 'pdfkit';
import { paperFontFile, type PaperFont } from './paper-fonts.ts';
import { fontOf } from '../text/printable.ts';

/** Where and how a text stands: points from the page's upper left corner. */
export interface TextPlace {
  readonly left: number;
  readonly top: number;
  /** What it wraps at. */
  readonly width: number;
  readonly size: number;
  readonly bold?: boolean;
  readonly align?: 'left' | 'right';
  readonly color?: string;
}

/** Characters of one font in a row. */
export interface Run {
  readonly font: PaperFont;
  readonly text: string;
}

const LINE_HEIGHT = 1.4;
const ASCENT = 1.05;
/** Where a line may break: after a space or a hyphen, and at ideographs and kana. */
const BREAKS = /(?<=[ \-/])|(?<=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}、。])(?![、。，．）」』ー])/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A PDF of A4 pages that has every font of ours, and its bytes once it is ended. */
export function openPaper(
  options: PDFKit.PDFDocumentOptions,
): { readonly pdf: PDFKit.PDFDocument; readonly bytes: Promise<Buffer> } {
  const pdf = new PdfDocument({
    size: 'A4', pdfVersion: '1.7', tagged: true, displayTitle: true,
    // None by default: a file opened twice would be read anew at each change of fonts.
    font: '', ...options,
  });
  for (const font of ['latin', 'han', 'hangul', 'bold'] as const) {
    pdf.registerFont(font, paperFontFile(font));
  }
  const bytes = new Promise<Buffer>((resolve, reject) => {
    const parts: Buffer[] = [];
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => { resolve(Buffer.concat(parts)); });
    pdf.on('error', reject);
  });
  return { pdf, bytes };
}

/**
 * Write a text, each character in the first font that has it, wrapped at its width: nothing runs
 * over the edge and nothing is cut. Returns where the next line would stand.
 */
export function writeText(pdf: PDFKit.PDFDocument, text: string, place: TextPlace): number {
  const { left, width, size, bold = false, align = 'left', color = '#000' } = place;
  let { top } = place;
  for (const line of wrap(text, width, measureOf(pdf, size, bold))) {
    const runs = runsOf(line, bold);
    let at = align === 'left' ? left : left + width - widthOf(pdf, runs, size);
    for (const run of runs) {
      pdf.font(run.font).fontSize(size).fillColor(color)
        .text(run.text, at, top + size * ASCENT, { lineBreak: false, baseline: 'alphabetic' });
      at += widthOf(pdf, [run], size);
    }
    top += size * LINE_HEIGHT;
  }
  return top;
}

/** How many lines a text takes at a width, as {@link writeText} writes it, in points. */
export function heightOf(
  pdf: PDFKit.PDFDocument, text: string, { width, size, bold = false }: Omit<TextPlace, 'left' | 'top'>,
): number {
  return wrap(text, width, measureOf(pdf, size, bold)).length * size * LINE_HEIGHT;
}

/** A text that takes so many lines at most: what does not fit gives place to an ellipsis. */
export function shortened(
  pdf: PDFKit.PDFDocument, text: string, lines: number,
  { width, size, bold = false }: Omit<TextPlace, 'left' | 'top'>,
): string {
  const measure = measureOf(pdf, size, bold);
  const found: string[] = [];
  for (const line of linesOf(text, width, measure)) {
    if (found.push(line) > lines) break;
  }
  if (found.length <= lines) return text;
  const last = [...graphemes.segment(found[lines - 1] ?? '')].map(({ segment }) => segment);
  while (last.length > 0 && measure(`${last.join('')}…`) > width) last.pop();
  return [...found.slice(0, lines - 1), `${last.join('').trimEnd()}…`].join(' ');
}

function measureOf(pdf: PDFKit.PDFDocument, size: number, bold: boolean) {
  return (text: string) => widthOf(pdf, runsOf(text, bold), size);
}

function widthOf(pdf: PDFKit.PDFDocument, runs: readonly Run[], size: number): number {
  return runs.reduce((sum, run) =>
    sum + pdf.font(run.font).fontSize(size).widthOfString(run.text), 0);
}

/**
 * A text as runs of one font each. A mark stays with its letter where that font has both; what no
 * font has (no field takes it any more) is written as its number, never as another letter.
 */
export function runsOf(text: string, bold: boolean): readonly Run[] {
  const runs: { font: PaperFont; text: string }[] = [];
  for (const character of text) {
    const found = fontOf(character);
    const known = found === null ? `[U+${character.codePointAt(0)?.toString(16)}]` : character;
    const font = bold && (found ?? 'latin') === 'latin' ? 'bold' : found ?? 'latin';
    const last = runs.at(-1);
    if (last?.font === font) last.text += known;
    else runs.push({ font, text: known });
  }
  return runs;
}

/** Lines of a text that are no wider than `width`: between words, else inside a long one. */
export function wrap(
  text: string, width: number, widthOf: (text: string) => number,
): readonly string[] {
  return [...linesOf(text, width, widthOf)];
}

/** What wraps, line by line: whoever needs a few of them measures no more. */
function* linesOf(
  text: string, width: number, widthOf: (text: string) => number,
): Generator<string, void> {
  let line = '';
  const isOver = (part: string) => line !== '' && widthOf((line + part).trimEnd()) > width;
  for (const word of text.split(BREAKS)) {
    const parts = widthOf(word.trimEnd()) <= width ? [word]
      : [...graphemes.segment(word)].map(({ segment }) => segment);
    for (const part of parts) {
      if (isOver(part)) {
        yield line.trimEnd();
        line = '';
      }
      line += part;
    }
  }
  yield line.trimEnd();
}
