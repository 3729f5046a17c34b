import { heightOf, openPaper, writeText } from '#platform/paper/paper';
import { printedLines, type PrintedLine, type Remittance } from './remittance-file.ts';
import { REMITTANCE_WORDS, type RemittanceLanguage } from './remittance-words.ts';

type Pdf = PDFKit.PDFDocument;

const MARGIN = 48;
const WIDTH = 499;
const SIZE = 8.5;
const BOTTOM = 780;
/** Columns from the left margin, in points; the last ones are set flush right. */
const COLUMNS: readonly { name: keyof PrintedLine; at: number; width: number; right?: true }[] = [
  { name: 'day', at: 0, width: 56 },
  { name: 'client', at: 60, width: 106 },
  { name: 'authorisation', at: 170, width: 86 },
  { name: 'service', at: 260, width: 44 },
  { name: 'billed', at: 308, width: 60, right: true },
  { name: 'adjustments', at: 376, width: 61 },
  { name: 'paid', at: 439, width: 60, right: true },
];

/**
 * Remittance advice as a PDF of A4 pages. It is dated by its pay date, so that the same payout
 * gives the same words, and no hour is in it.
 */
export function remittancePdf(
  remittance: Remittance, language: RemittanceLanguage,
): Promise<Buffer> {
  const { sentOn, payoutId, therapist, amount } = remittance;
  const words = REMITTANCE_WORDS[language];
  const written = new Intl.NumberFormat(language, { style: 'currency', currency: amount.currency });
  const money = ({ minor }: { minor: string }) => {
    const digits = written.resolvedOptions().maximumFractionDigits ?? 2;
    return written.format(Number(minor) / 10 ** digits);
  };
  const { pdf, bytes } = openPaper({
    margin: MARGIN, lang: language,
    info: { Title: `${words.title} ${sentOn}`, CreationDate: new Date(`${sentOn}T00:00:00Z`) },
  });
  const place = { left: MARGIN, width: WIDTH };
  let top = writeText(pdf, words.title, { ...place, top: MARGIN, size: 20, bold: true }) + 8;
  for (const [label, value] of [
    [words.to, therapist], [words.on, sentOn], [words.payout, payoutId],
    [words.total, money(amount)],
  ] as const) {
    writeText(pdf, `${label}:`, { ...place, top, width: 90, size: 10, bold: true });
    top = writeText(pdf, value, { left: MARGIN + 95, width: WIDTH - 95, top, size: 10 });
  }
  const end = drawTable(pdf, printedLines(remittance, language, money), words, top + 18);
  writeText(pdf, words.note, { ...place, top: end + 8, size: 8, color: '#555' });
  pdf.end();
  return bytes;
}

function drawTable(
  pdf: Pdf, lines: readonly PrintedLine[], words: Record<keyof PrintedLine, string>, begin: number,
): number {
  let top = begin;
  const height = (line: Record<keyof PrintedLine, string>, bold: boolean) => 8 + Math.max(
    ...COLUMNS.map(({ name, width }) => heightOf(pdf, line[name], { width, size: SIZE, bold })));
  const row = (line: Record<keyof PrintedLine, string>, bold: boolean) => {
    for (const { name, at, width, right } of COLUMNS) {
      const align = right ? 'right' : 'left';
      writeText(pdf, line[name], { left: MARGIN + at, top, width, size: SIZE, bold, align });
    }
    top += height(line, bold);
    pdf.moveTo(MARGIN, top - 4).lineTo(MARGIN + WIDTH, top - 4)
      .lineWidth(bold ? 1 : 0.3).strokeColor('#888888').stroke();
  };
  row(words, true);
  for (const line of lines) {
    if (top + height(line, false) > BOTTOM) {
      pdf.addPage();
      top = MARGIN;
      row(words, true);
    }
    row(line, false);
  }
  return top;
}
