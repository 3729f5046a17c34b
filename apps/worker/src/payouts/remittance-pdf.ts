import PDFDocument from 'pdfkit';
import { printedLines, type PrintedLine, type Remittance } from './remittance-file.ts';
import { REMITTANCE_WORDS, type RemittanceLanguage } from './remittance-words.ts';

const MARGIN = 48;
const ROW = 18;
const BOTTOM = 780;
/** Columns from the left margin, in points; the last ones are set flush right. */
const COLUMNS: readonly { name: keyof PrintedLine; at: number; width: number; right?: true }[] = [
  { name: 'day', at: 0, width: 58 },
  { name: 'client', at: 60, width: 118 },
  { name: 'authorisation', at: 180, width: 96 },
  { name: 'service', at: 278, width: 44 },
  { name: 'billed', at: 322, width: 56, right: true },
  { name: 'adjustments', at: 384, width: 58 },
  { name: 'paid', at: 443, width: 56, right: true },
];

/**
 * Remittance advice as a PDF of A4 pages. It is dated by its pay date, so that the same payout
 * gives the same words, and no hour is in it.
 */
export async function remittancePdf(
  remittance: Remittance, language: RemittanceLanguage,
): Promise<Buffer> {
  const { sentOn, payoutId, therapist, amount } = remittance;
  const words = REMITTANCE_WORDS[language];
  const written = new Intl.NumberFormat(language, { style: 'currency', currency: amount.currency });
  const money = ({ minor }: { minor: string }) => {
    const digits = written.resolvedOptions().maximumFractionDigits ?? 2;
    // The standard fonts have no narrow or unbreakable space.
    return written.format(Number(minor) / 10 ** digits).replaceAll(/\s/g, ' ');
  };
  const pdf = new PDFDocument({
    size: 'A4', margin: MARGIN, lang: language, bufferPages: true,
    info: { Title: `${words.title} ${sentOn}`, CreationDate: new Date(`${sentOn}T00:00:00Z`) },
  });
  const parts: Buffer[] = [];
  pdf.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve) => { pdf.on('end', resolve); });

  pdf.font('Helvetica-Bold').fontSize(20).text(words.title, MARGIN, MARGIN);
  pdf.font('Helvetica').fontSize(10).moveDown(0.8);
  for (const [label, value] of [
    [words.to, therapist], [words.on, sentOn], [words.payout, payoutId],
    [words.total, money(amount)],
  ] as const) {
    pdf.font('Helvetica-Bold').text(`${label}: `, MARGIN, pdf.y, { continued: true });
    pdf.font('Helvetica').text(value);
  }
  drawTable(pdf, printedLines(remittance, language, money), words);
  pdf.font('Helvetica').fontSize(8).fillColor('#555555').text(words.note, MARGIN, pdf.y + 12);
  pdf.end();
  await ended;
  return Buffer.concat(parts);
}

function drawTable(
  pdf: PDFKit.PDFDocument, lines: readonly PrintedLine[],
  words: Record<keyof PrintedLine, string>,
): void {
  let y = pdf.y + 18;
  const row = (line: Record<keyof PrintedLine, string>, bold: boolean) => {
    pdf.font(bold ? 'Helvetica-Bold' : 'Helvetica').fontSize(8.5);
    for (const { name, at, width, right } of COLUMNS) {
      pdf.text(line[name], MARGIN + at, y, {
        width, height: ROW - 4, ellipsis: true, align: right ? 'right' : 'left' });
    }
    pdf.moveTo(MARGIN, y + ROW - 5).lineTo(MARGIN + 499, y + ROW - 5)
      .lineWidth(bold ? 1 : 0.3).strokeColor('#888888').stroke();
    y += ROW;
  };
  row(words, true);
  for (const line of lines) {
    if (y > BOTTOM - ROW) {
      pdf.addPage();
      y = MARGIN;
      row(words, true);
    }
    row(line, false);
  }
  pdf.y = y;
}
