import { CsvError, parse } from 'csv-parse/sync';
import { decode } from './decode.ts';
import { kindOf, type FileKind } from './file-kind.ts';

/** One record with the line on which it begins; lines count from 1. */
export interface SheetRow {
  readonly line: number;
  readonly values: readonly string[];
}

/** A table with a header, its rows if any, and faults for those that are not as wide as it. */
export interface Sheet {
  readonly header: SheetRow;
  readonly rows: readonly SheetRow[];
  readonly faults: readonly SheetFault[];
}

/** Why a file cannot be read as a table. */
export type SheetFaultCode =
  | 'NOT_TEXT' | 'NOT_UTF8' | 'EMPTY_FILE' | 'TOO_WIDE' | 'TOO_NARROW' | 'OTHER_SEPARATOR'
  | 'QUOTE_NOT_CLOSED' | 'QUOTE_INSIDE' | 'TEXT_AFTER_QUOTE';

/** A fault of the table itself, at a line. */
export interface SheetFault {
  readonly line: number;
  readonly code: SheetFaultCode;
  /** For NOT_TEXT, what the file is instead. */
  readonly file?: FileKind;
}

/** A table, or the one reason why there is none. */
export type SheetReading =
  | { readonly kind: 'sheet'; readonly sheet: Sheet }
  | { readonly kind: 'unreadable'; readonly fault: SheetFault };

/** What may stand between the cells; the header decides which. */
const SEPARATORS = [',', ';', '\t', '|'] as const;

/**
 * Read a table from the bytes of a text file: UTF-8, or UTF-16 with its mark; any kind of line end;
 * cells between comma, semicolon, tab or bar. One separator holds for the whole file: that of a
 * first line `sep=;`, else the one by which the header makes sense (`fits`), else the one that it
 * has most often. Rows wider or narrower than the header are faults: nothing is cut or filled up.
 */
export function readSheet(
  bytes: Uint8Array, most: number, fits: (columns: readonly string[]) => boolean = () => false,
): SheetReading {
  const file = kindOf(bytes);
  if (file !== null) return unreadable({ line: 1, code: 'NOT_TEXT', file });
  const decoded = decode(bytes);
  if (decoded.kind === 'undecodable') return unreadable({ line: decoded.line, code: 'NOT_UTF8' });
  const text = decoded.text.replaceAll(/\r\n?/g, '\n');
  const [, named] = /^"?sep=([,;\t|])"?[,;\t| ]*\n/i.exec(text) ?? [];
  const body = named === undefined ? text : text.slice(text.indexOf('\n'));
  try {
    const separator = named ?? separatorOf(body, fits);
    const [header, ...rows] = parseRows(body, separator, most + 2);
    if (!header) return unreadable({ line: 1, code: 'EMPTY_FILE' });
    const faults = rows.flatMap((row) => faultOfWidth(row, header.values.length, separator));
    return { kind: 'sheet', sheet: { header, rows, faults } };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return unreadable(faultOfQuote(body, error));
  }
}

/** What is wrong with a row that is not as wide as the header. */
function faultOfWidth({ line, values }: SheetRow, width: number, separator: string): SheetFault[] {
  if (values.length === width) return [];
  const written = values.join(separator);
  const isOther = SEPARATORS.some((other) =>
    other !== separator && headerBy(written, other).length === width);
  if (isOther) return [{ line, code: 'OTHER_SEPARATOR' }];
  return [{ line, code: values.length > width ? 'TOO_WIDE' : 'TOO_NARROW' }];
}

/**
 * What is wrong with a quotation mark, at the line where it is to be mended. One that is "closed"
 * some lines further down, by a mark which opens the next cell, is not closed where it opens.
 */
function faultOfQuote(text: string, error: CsvError): SheetFault {
  const end = error.code === 'CSV_QUOTE_NOT_CLOSED';
  const at = end ? Infinity : Number(error['lines']) || 1;
  const opened = lineOfOpenQuote(text, at);
  if (opened !== null) return { line: opened, code: 'QUOTE_NOT_CLOSED' };
  return { line: at, code: error.code === 'INVALID_OPENING_QUOTE' ? 'QUOTE_INSIDE' : 'TEXT_AFTER_QUOTE' };
}

/** The header's separator: the first that fits, else the one that splits it most often. */
function separatorOf(text: string, fits: (columns: readonly string[]) => boolean): string {
  const found = SEPARATORS.flatMap((separator) => {
    const columns = headerBy(firstRecord(text), separator);
    return columns.length > 1 ? [{ separator, columns }] : [];
  }).sort((a, b) => b.columns.length - a.columns.length);
  const best = found.find(({ columns }) => fits(columns)) ?? found[0];
  return best?.separator ?? commonest(firstLine(text));
}

/** What a first line has most of; for a header that no separator splits as its marks stand. */
function commonest(line: string): string {
  const countOf = (separator: string) => line.split(separator).length;
  return SEPARATORS.reduce((best, one) => countOf(one) > countOf(best) ? one : best);
}

function firstLine(text: string): string {
  return text.split('\n').find((line) => line.trim() !== '') ?? '';
}

/** A header as a separator splits it; none where its quotation marks do not allow that. */
function headerBy(record: string, separator: string): readonly string[] {
  try {
    return parseRows(record, separator, 1)[0]?.values ?? [];
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}

/** The first line that says something, with the lines that its quotation marks take in. */
function firstRecord(text: string): string {
  let record = '';
  for (const line of text.split('\n')) {
    record += `${line}\n`;
    const open = (record.match(/"/g)?.length ?? 0) % 2 === 1;
    if (!open && record.trim() !== '') return record;
  }
  return record;
}

/** Rows with a value somewhere; blank lines between them are no rows. */
function parseRows(text: string, delimiter: string, to: number): SheetRow[] {
  const rows = parse(text, {
    delimiter, record_delimiter: '\n', info: true, relax_column_count: true, trim: true, to,
    skip_empty_lines: true, skip_records_with_empty_values: true,
  }) as unknown as { record: string[]; info: { lines: number } }[];
  return rows.map(({ record, info }) => ({
    // The parser counts the line on which a record ends.
    line: info.lines - record.join('').split('\n').length + 1, values: record,
  }));
}

/** Where the quotation mark stands that nothing closed before a line; null when all are closed. */
function lineOfOpenQuote(text: string, before: number): number | null {
  let open: number | null = null;
  for (const [index, part] of text.split('\n').slice(0, before - 1).entries()) {
    const flips = (part.match(/"/g)?.length ?? 0) % 2 === 1;
    if (flips) open = open === null ? index + 1 : null;
  }
  return open;
}

function unreadable(fault: SheetFault): SheetReading {
  return { kind: 'unreadable', fault };
}
