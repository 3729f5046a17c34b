import PdfDocument from 'pdfkit';
import { decimalOf } from './describe-invoice.ts';
import type { InvoiceRow } from './invoices.store.ts';

/** Languages in which an invoice is written. */
export type PaperLanguage = 'en' | 'es';

/** What an invoice tells: its row, and who buys what for whom. */
export interface InvoicePaper {
  readonly row: InvoiceRow;
  readonly programme: string;
  readonly buyer: { readonly name: string; readonly country: string };
}

const WORDS = {
  en: {
    invoice: 'Invoice', number: 'Number', issued: 'Issued', due: 'Due', paid: 'Paid', to: 'Billed to',
    programme: 'Programme', item: 'Item', count: 'Sessions', price: 'Price', amount: 'Amount',
    line: 'Prepaid session credits', net: 'Net', tax: 'Tax', total: 'Total',
    exempt: 'Exempt from value added tax: Directive 2006/112/EC, article 132(1)(c).',
    note: 'This invoice says what was bought. It does not say, and nobody at Sotto knows, who uses it.',
    open: 'To be paid', settled: 'Paid in full',
  },
  es: {
    invoice: 'Factura', number: 'Número', issued: 'Emitida', due: 'Vence', paid: 'Pagada',
    to: 'Facturado a', programme: 'Programa', item: 'Concepto', count: 'Sesiones', price: 'Precio',
    amount: 'Importe', line: 'Créditos de sesión prepagados', net: 'Neto', tax: 'Impuesto',
    total: 'Total',
    exempt: 'Exento de IVA: Directiva 2006/112/CE, artículo 132, apartado 1, letra c).',
    note: 'Esta factura dice qué se compró. No dice, y nadie en Sotto sabe, quién lo usa.',
    open: 'Por pagar', settled: 'Pagada por completo',
  },
} as const;

const LEFT = 56;
const RIGHT = 539;

/** An issued invoice on one A4 page, with the text selectable and the language declared. */
export function invoicePdf(paper: InvoicePaper, language: PaperLanguage): Promise<Buffer> {
  const { row } = paper;
  const words = WORDS[language];
  const pdf = new PdfDocument({
    size: 'A4', margin: LEFT, lang: language, pdfVersion: '1.7', tagged: true, displayTitle: true,
    info: {
      Title: `${words.invoice} ${row.number ?? ''}`, Author: 'Sotto',
      // The day of issue, so that the same invoice gives the same bytes.
      CreationDate: new Date(`${row.issuedOn ?? ''}T00:00:00Z`),
    },
  });
  const whole = collect(pdf);
  writeHead(pdf, paper, language);
  writeLines(pdf, paper, language);
  pdf.end();
  return whole;
}

function writeHead(pdf: PDFKit.PDFDocument, paper: InvoicePaper, language: PaperLanguage): void {
  const { row, buyer, programme } = paper;
  const words = WORDS[language];
  pdf.font('Helvetica-Bold').fontSize(22).text('Sotto', LEFT, 56);
  pdf.fontSize(16).text(`${words.invoice} ${row.number ?? ''}`, LEFT, 100);
  const facts = [
    [words.to, `${buyer.name}, ${buyer.country}`], [words.programme, programme],
    [words.issued, row.issuedOn ?? ''],
    row.paidOn ? [words.paid, row.paidOn] : [words.due, row.dueOn ?? ''],
  ];
  let top = 140;
  for (const [label = '', value = ''] of facts) {
    pdf.font('Helvetica').fontSize(10).fillColor('#555').text(label, LEFT, top, { width: 100 });
    pdf.fillColor('#000').text(value, LEFT + 110, top, { width: RIGHT - LEFT - 110 });
    top = Math.max(top + 18, pdf.y + 4);
  }
}

function writeLines(pdf: PDFKit.PDFDocument, paper: InvoicePaper, language: PaperLanguage): void {
  const { row } = paper;
  const words = WORDS[language];
  const amount = (minor: string) => new Intl.NumberFormat(language === 'es' ? 'es-ES' : 'en-IE', {
    style: 'currency', currency: row.currency,
  }).format(decimalOf(minor, row.currency));
  let top = 270;
  const write = (cells: readonly string[], bold = false) => {
    pdf.font(bold ? 'Helvetica-Bold' : 'Helvetica').fontSize(10);
    const places = [[LEFT, 190], [250, 80], [340, 90], [440, RIGHT - 440]] as const;
    for (const [index, [left, width]] of places.entries()) {
      const align = index === 0 ? 'left' : 'right';
      pdf.text(cells[index] ?? '', left, top, { width, align });
    }
    top += 22;
  };
  const rule = () => {
    pdf.moveTo(LEFT, top - 7).lineTo(RIGHT, top - 7).lineWidth(0.5).stroke('#999');
    pdf.fillColor('#000');
  };
  write([words.item, words.count, words.price, words.amount], true);
  rule();
  write([words.line, String(row.sessions), amount(row.unitPriceMinor), amount(row.netMinor)]);
  rule();
  write(['', '', words.net, amount(row.netMinor)]);
  write(['', '', `${words.tax} ${row.taxBps / 100} %`, amount(row.taxMinor)]);
  write(['', '', words.total, amount(row.totalMinor)], true);
  write(['', '', '', row.paidOn ? words.settled : words.open]);
  pdf.font('Helvetica').fontSize(9).fillColor('#333');
  if (row.taxBps === 0) pdf.text(words.exempt, LEFT, top + 20, { width: RIGHT - LEFT });
  pdf.text(words.note, LEFT, top + 48, { width: RIGHT - LEFT });
}

function collect(pdf: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => { resolve(Buffer.concat(parts)); });
    pdf.on('error', reject);
  });
}
