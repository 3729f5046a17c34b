import type { Unit } from '#disclosure/planner';
import { readSheet, type Sheet, type SheetFault } from '#disclosure/sheet/read-sheet';
import { readWhole } from '#disclosure/sheet/whole-number';
import { line } from '#platform/line';
import { lineOfPeople } from './headcount-people.ts';
import { COLUMNS, namedTwice, placesOf, type Column } from './headcount-titles.ts';
import { addsUp, totalling } from './headcount-totals.ts';
import { Spellings } from './spellings.ts';

/** Most departments in one file. */
export const MOST_UNITS = 500;
/** Most people in one programme. */
export const MOST_PEOPLE = 200_000;
/** Largest file, in bytes: in base64 it fits into a request. */
export const LARGEST_FILE = 90_000;

const MOST_FAULTS = 50;
const names = line(100);

/** A fault at one place of a file; lines count from 1. The page says the code in words. */
export interface RowFault {
  readonly line: number;
  readonly column: Column | null;
  readonly code: string;
}

/** What a file says: its departments, or else every fault of it (at most 50). */
export interface HeadcountReading {
  readonly units: readonly Unit[];
  readonly faults: readonly RowFault[];
}

/**
 * Read headcounts from the bytes of a text file: a header with site, department and headcount in
 * any order, and a row for each department. Whatever is not sound or could mean two things is a
 * fault at its line, and then there are no departments: nothing is cut to fit.
 */
export function readHeadcounts(file: Uint8Array): HeadcountReading {
  const read = readSheet(file, MOST_UNITS,
    (titles) => placesOf(titles).every((place) => place >= 0));
  if (read.kind === 'unreadable') return { units: [], faults: [told(read.fault)] };
  const { sheet } = read;
  const { header, rows } = sheet;
  const places = placesOf(header.values);
  const people = lineOfPeople(header, rows, places);
  if (people !== null) return { units: [], faults: [{ line: people, column: null, code: 'PEOPLE' }] };
  const faults = [...faultsOfHeader(header, places)];
  if (faults.length > 0) return { units: [], faults };
  const units = readRows(sheet, places, faults);
  faults.push(...sheet.faults.map(told));
  const inOrder = faults.sort((a, b) => a.line - b.line).slice(0, MOST_FAULTS);
  return { units: inOrder.length > 0 ? [] : units, faults: inOrder };
}

function told({ line: at, code, file }: SheetFault): RowFault {
  return { line: at, column: null, code: code === 'NOT_TEXT' ? `FILE_${file}` : code };
}

function faultsOfHeader(
  { line: at, values }: { readonly line: number; readonly values: readonly string[] },
  places: readonly number[],
): RowFault[] {
  const missing = COLUMNS.filter((_, index) => places[index] === -1);
  const twice = namedTwice(values);
  return [
    ...missing.map((column) => ({ line: at, column, code: 'MISSING_COLUMN' })),
    ...(twice ? [{ line: at, column: twice, code: 'COLUMN_TWICE' }] : []),
  ];
}

/** The departments of rows that are as wide as the header; faults are added to `faults`. */
function readRows({ header, rows }: Sheet, places: readonly number[], faults: RowFault[]): Unit[] {
  const units: Unit[] = [];
  const counts: number[] = [];
  const spelt = new Spellings();
  let people = 0;
  for (const [index, { line: at, values }] of rows.entries()) {
    const fault = (column: Column | null, code: string) => faults.push({ line: at, column, code });
    if (index === MOST_UNITS) fault(null, 'TOO_MANY_ROWS');
    if (index >= MOST_UNITS || faults.length >= MOST_FAULTS) break;
    if (values.length !== header.values.length) continue;
    const [site = '', department = '', written = ''] = places.map((place) => values[place] ?? '');
    const before = faults.length;
    const count = readWhole(written);
    const total = totalling([site, department]);
    if (total === 'says'
      || (total === 'mentions' && count.kind === 'whole' && addsUp(count.value, counts))) {
      fault(null, 'TOTAL');
      continue;
    }
    for (const [column, text] of [['site', site], ['department', department]] as const) {
      if (text.trim() === '') fault(column, 'EMPTY');
      else if (!names.safeParse(text).success) fault(column, 'UNFIT_NAME');
    }
    if (count.kind !== 'whole') fault('headcount', faultOfCount(written, count.kind));
    if (faults.length > before || count.kind !== 'whole') continue;
    const unit = {
      site: names.parse(site), department: names.parse(department), headcount: count.value };
    const doubt = spelt.doubt(unit);
    people += unit.headcount;
    counts.push(unit.headcount);
    if (doubt) fault(...doubt);
    else if (people > MOST_PEOPLE) fault('headcount', 'TOO_MANY_PEOPLE');
    else units.push(unit);
  }
  return units;
}

function faultOfCount(written: string, kind: 'grouped' | 'no-number'): string {
  if (written.trim() === '') return 'EMPTY';
  return kind === 'grouped' ? 'GROUPED_NUMBER' : 'NOT_A_NUMBER';
}
