import { parse } from 'csv-parse/sync';
import { BadFile } from './bad-file.ts';

/** Most rows of a table; a release of people's use is never larger. */
export const MOST_ROWS = 100_000;

/** One record with the line on which it stands. */
export interface CsvRow {
  readonly line: number;
  readonly values: readonly string[];
}

/** A CSV file with a header. */
export interface CsvFile {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
}

/**
 * Read CSV (RFC 4180, UTF-8 with or without a byte order mark). Throws {@link BadFile} with the
 * line for bytes that are not UTF-8, rows of the wrong width, columns named twice, and more than
 * 100,000 rows.
 */
export function readCsv(bytes: Uint8Array): CsvFile {
  const text = decode(bytes);
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      bom: true, info: true, trim: true, skip_empty_lines: true, relax_column_count: true,
      to: MOST_ROWS + 2,
    }) as unknown as typeof records;
  } catch (error) {
    throw new BadFile(error instanceof Error ? error.message : 'this is not CSV');
  }
  const [header, ...body] = records;
  if (!header || header.record.length < 2) {
    const [other] = /[;\t|]/.exec(header?.record[0] ?? '') ?? [];
    throw new BadFile(other === undefined ? 'the header names the columns, with commas between'
      : `put commas between the columns, not "${other === '\t' ? 'tab' : other}"`, 1);
  }
  const columns = header.record;
  const twice = columns.find((name, i) => name === '' || columns.indexOf(name) !== i);
  if (twice !== undefined) throw new BadFile(`column "${twice}" has no name, or is named twice`, 1);
  const rows = body.map(({ record, info }) => {
    if (record.length !== columns.length) {
      throw new BadFile(
        `${record.length} values where the header has ${columns.length} columns`, info.lines);
    }
    return { line: info.lines, values: record };
  });
  const tooMany = rows[MOST_ROWS];
  if (tooMany) throw new BadFile(`a table has at most ${MOST_ROWS} rows`, tooMany.line);
  return { columns, rows };
}

/** A whole number from 0 up, as it is written; throws with the line otherwise. */
export function readCount(text: string, column: string, line: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (value < 0) throw new BadFile(`${column} "${text}" is not a whole number from 0 up`, line);
  return value;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new BadFile('this is not UTF-8', lineOfBadByte(bytes));
  }
}

/** The first line that does not decode by itself. */
function lineOfBadByte(bytes: Uint8Array): number {
  let [line, start] = [1, 0];
  for (let end = bytes.indexOf(10); ; end = bytes.indexOf(10, start)) {
    const stop = end < 0 ? bytes.length : end;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, stop));
    } catch {
      return line;
    }
    if (end < 0) return line;
    line += 1;
    start = end + 1;
  }
}
