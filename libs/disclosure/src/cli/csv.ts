import { KIND_NAMES } from '../sheet/file-kind.ts';
import { readSheet, type SheetFault, type SheetRow } from '../sheet/read-sheet.ts';
import { readWhole } from '../sheet/whole-number.ts';
import { BadFile } from './bad-file.ts';

/** Most rows of a table; a release of people's use is never larger. */
export const MOST_ROWS = 100_000;

/** A CSV file with a header. */
export interface CsvFile {
  readonly columns: readonly string[];
  readonly rows: readonly SheetRow[];
}

/**
 * Read a table from a text file as {@link readSheet} does. Throws {@link BadFile} with the line for
 * its first fault, for columns named twice, and for more than 100,000 rows.
 */
export function readCsv(bytes: Uint8Array): CsvFile {
  const read = readSheet(bytes, MOST_ROWS,
    (columns) => columns.includes('headcount') || columns.includes('users'));
  if (read.kind === 'unreadable') throw badFile(read.fault);
  const { header, rows, faults } = read.sheet;
  if (rows.length === 0) throw badFile({ line: header.line, code: 'EMPTY_FILE' });
  const columns = header.values;
  if (columns.length < 2) {
    throw new BadFile('the header names the columns, with one separator between', header.line);
  }
  const twice = columns.find((name, i) => name === '' || columns.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new BadFile(`column "${twice}" has no name, or is named twice`, header.line);
  }
  const [fault] = faults;
  if (fault?.code === 'OTHER_SEPARATOR') throw badFile(fault);
  if (fault) {
    const width = rows.find(({ line }) => line === fault.line)?.values.length;
    throw new BadFile(
      `${width} values where the header has ${columns.length} columns`, fault.line);
  }
  const tooMany = rows[MOST_ROWS];
  if (tooMany) throw new BadFile(`a table has at most ${MOST_ROWS} rows`, tooMany.line);
  return { columns, rows };
}

/** A whole number from 0 up, as it is written; throws with the line otherwise. */
export function readCount(text: string, column: string, line: number): number {
  const count = readWhole(text);
  if (count.kind === 'whole') return count.value;
  throw new BadFile(`${column} "${text}" is not a whole number from 0 up`
    + `${count.kind === 'grouped' ? ': write digits only, such as 1200' : ''}`, line);
}

function badFile({ line, code, file }: SheetFault): BadFile {
  switch (code) {
    case 'NOT_TEXT': return new BadFile(
      `this is ${file ? KIND_NAMES[file] : 'no text'}: save it as CSV UTF-8`);
    case 'NOT_UTF8': return new BadFile('this is not UTF-8: save the file as CSV UTF-8', line);
    case 'EMPTY_FILE': return new BadFile('the file has no rows below a header', line);
    case 'QUOTE_NOT_CLOSED': return new BadFile('a quotation mark is not closed', line);
    case 'QUOTE_INSIDE': return new BadFile('a quotation mark stands inside a value that has none '
      + 'around it: put the value between such marks, and write this one twice', line);
    case 'TEXT_AFTER_QUOTE': return new BadFile('text stands after a closing quotation mark: '
      + 'write a mark that belongs to the value twice', line);
    case 'OTHER_SEPARATOR': return new BadFile('the values of this row are parted by another sign '
      + 'than those of the header: use one sign in the whole file', line);
    default: return new BadFile('a row is not as wide as the header', line);
  }
}
