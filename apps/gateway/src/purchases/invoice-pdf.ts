import { heightOf, openPaper, writeText } from '#platform/paper/paper';
import { decimalOf } from './describe-invoice.ts';
import { INVOICE_WORDS, type PaperLanguage } from './invoice-words.ts';
import type { InvoiceRow } from '../invoices/invoices.store.ts';

/** What the paper tells: its row, and who buys what for whom. */
export interface InvoicePaper {
  readonly row: InvoiceRow;
  readonly programme: string;
  readonly buyer: { readonly name: string; readonly country: string };
}

type Pdf = PDFKit.PDFDocument;

const LEFT = 56;
const RIGHT = 539;
const SIZE = 10;
/** Columns as left edge and width. */
const COLUMNS = [[LEFT, 184], [244, 66], [314, 105], [423, RIGHT - 423]] as const;

/**
 * An issued order on one A4 page, with the text selectable and the language declared. It is named
 * a payment request: of what a tax invoice must say, we do not know enough.
 */
export function invoicePdf(paper: InvoicePaper, language: PaperLanguage): Promise<Buffer> {
  const { row } = paper;
  const words = INVOICE_WORDS[language];
  const { pdf, bytes } = openPaper({
    margin: LEFT, lang: language,
    info: {
      Title: `${words.invoice} ${row.number ?? ''}`, Author: 'Sotto',
      // The day of issue, so that the same invoice gives the same bytes.
      CreationDate: new Date(`${row.issuedOn ?? ''}T00:00:00Z`),
    },
  });
  const below = writeHead(pdf, paper, language);
  const end = writeLines(pdf, paper, language, below + 24);
  let top = end + 16;
  for (const note of words.notes) {
    top = writeText(pdf, note, { left: LEFT, top, width: RIGHT - LEFT, size: 9, color: '#333' }) + 6;
  }
  pdf.end();
  return bytes;
}

function writeHead(pdf: Pdf, paper: InvoicePaper, language: PaperLanguage): number {
  const { row, buyer, programme } = paper;
  const words = INVOICE_WORDS[language];
  const width = RIGHT - LEFT;
  writeText(pdf, 'Sotto', { left: LEFT, top: 50, width, size: 22, bold: true });
  const title = `${words.invoice} ${row.number ?? ''}`;
  let top = writeText(pdf, title, { left: LEFT, top: 96, width, size: 16, bold: true }) + 16;
  const country = new Intl.DisplayNames(language, { type: 'region' }).of(buyer.country);
  const facts = [
    [words.to, `${buyer.name}, ${country ?? buyer.country}`], [words.programme, programme],
    [words.issued, row.issuedOn ?? ''],
    row.paidOn ? [words.paid, row.paidOn] : [words.due, row.dueOn ?? ''],
  ];
  for (const [label = '', value = ''] of facts) {
    writeText(pdf, label, { left: LEFT, top, width: 104, size: SIZE, color: '#555' });
    top = writeText(pdf, value, { left: LEFT + 110, top, width: width - 110, size: SIZE }) + 4;
  }
  return top;
}

function writeLines(
  pdf: Pdf, { row }: InvoicePaper, language: PaperLanguage, begin: number,
): number {
  const words = INVOICE_WORDS[language];
  const amount = (minor: string) => new Intl.NumberFormat(language === 'es' ? 'es-ES' : 'en-IE', {
    style: 'currency', currency: row.currency,
  }).format(decimalOf(minor, row.currency));
  let top = begin;
  const write = (cells: readonly string[], bold = false) => {
    const heights = COLUMNS.map(([left, width], index) => {
      const text = cells[index] ?? '';
      const align = index === 0 ? 'left' : 'right';
      writeText(pdf, text, { left, top, width, size: SIZE, bold, align });
      return heightOf(pdf, text, { width, size: SIZE, bold });
    });
    top += Math.max(...heights) + 8;
  };
  const rule = () => {
    pdf.moveTo(LEFT, top - 4).lineTo(RIGHT, top - 4).lineWidth(0.5).stroke('#999');
    top += 4;
  };
  const isFlat = row.seats !== null;
  write([words.item, isFlat ? words.seats : words.count, words.price, words.amount], true);
  rule();
  write([itemOf(row, language), String(row.seats ?? row.sessions), amount(row.unitPriceMinor),
    amount(row.netMinor)]);
  rule();
  write(['', '', words.net, amount(row.netMinor)]);
  const tax = row.taxBps === 0 ? words.untaxed : `${words.tax} ${row.taxBps / 100} %`;
  write(['', '', tax, amount(row.taxMinor)]);
  write(['', '', words.total, amount(row.totalMinor)], true);
  write(['', '', '', row.paidOn ? words.settled : words.open]);
  return top;
}

/** What is paid for: a flat price, what was settled beyond what was ordered, or an order. */
function itemOf({ period, shortfallOf }: InvoiceRow, language: PaperLanguage): string {
  const words = INVOICE_WORDS[language];
  if (period !== null) return words.flat(period);
  return shortfallOf === null ? words.line : words.shortfall(shortfallOf);
}
