import type { Unit } from '#disclosure/planner';
import { readSheet, type Sheet, type SheetFault, type SheetRow } from '#sheet/read-sheet';
import { readWhole } from '#sheet/whole-number';
import { isGarbled } from './garbled.ts';
import { codePointOf, tidyLine, unfitOf } from '#platform/text/printable';
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

const LONGEST_NAME = 100;
const MOST_FAULTS = 50;

/** A fault at one place of a file; lines count from 1. The page says the code in words. */
export interface RowFault {
  readonly line: number;
  readonly column: Column | null;
  readonly code: string;
  /** For a character that is refused, its code point; null otherwise. */
  readonly character: string | null;
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
  const isData = looksLikeData(header.values);
  const places = isData ? COLUMNS.map(() => -1) : placesOf(header.values);
  const people = lineOfPeople(header, rows, places);
  if (people !== null) return { units: [], faults: [faultAt(people, null, 'PEOPLE')] };
  const faults = isData ? [faultAt(header.line, null, 'NO_HEADER')] : faultsOfHeader(header, places);
  if (faults.length === 0 && rows.length === 0) faults.push(faultAt(header.line, null, 'NO_ROWS'));
  if (faults.length > 0) return { units: [], faults };
  const units = readRows(sheet, places, faults);
  faults.push(...sheet.faults.map(told));
  const inOrder = faults.sort((a, b) => a.line - b.line).slice(0, MOST_FAULTS);
  return { units: inOrder.length > 0 ? [] : units, faults: inOrder };
}

function faultAt(
  line: number, column: Column | null, code: string, character: string | null = null,
): RowFault {
  return { line, column, code, character };
}

function told({ line, code, file }: SheetFault): RowFault {
  return faultAt(line, null, code === 'NOT_TEXT' ? `FILE_${file}` : code);
}

/** Whether a first line has a count in it: titles have none. */
function looksLikeData(values: readonly string[]): boolean {
  return values.some((value) => readWhole(value).kind !== 'no-number');
}

function faultsOfHeader({ line, values }: SheetRow, places: readonly number[]): RowFault[] {
  const missing = COLUMNS.filter((_, index) => places[index] === -1);
  if (missing.length > 0 && values.some(isGarbled)) return [faultAt(line, null, 'GARBLED')];
  // One fault, and not one for each: none of the titles is known.
  if (missing.length === COLUMNS.length) return [faultAt(line, null, 'UNKNOWN_HEADER')];
  const twice = namedTwice(values);
  return [
    ...missing.map((column) => faultAt(line, column, 'MISSING_COLUMN')),
    ...(twice ? [faultAt(line, twice, 'COLUMN_TWICE')] : []),
  ];
}

/** The departments of rows that are as wide as the header; faults are added to `faults`. */
function readRows({ header, rows }: Sheet, places: readonly number[], faults: RowFault[]): Unit[] {
  const units: Unit[] = [];
  const counts: number[] = [];
  const spelt = new Spellings();
  let people = 0;
  for (const [index, { line: at, values }] of rows.entries()) {
    const fault = (column: Column | null, code: string) => faults.push(faultAt(at, column, code));
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
    faults.push(...faultsOfName(at, 'site', site), ...faultsOfName(at, 'department', department));
    if (count.kind !== 'whole') fault('headcount', faultOfCount(written, count.kind));
    if (faults.length > before || count.kind !== 'whole') continue;
    const unit = {
      site: tidyLine(site), department: tidyLine(department), headcount: count.value };
    const doubt = spelt.doubt(unit);
    people += unit.headcount;
    counts.push(unit.headcount);
    if (doubt) fault(...doubt);
    else if (people > MOST_PEOPLE) fault('headcount', 'TOO_MANY_PEOPLE');
    else units.push(unit);
  }
  return units;
}

/** What is wrong with a name, by the rule of every line that may end on paper. */
function faultsOfName(at: number, column: Column, written: string): RowFault[] {
  const name = tidyLine(written);
  if (name === '') return [faultAt(at, column, 'EMPTY')];
  if (name.includes('\n')) return [faultAt(at, column, 'LINE_BREAK')];
  // As it was written: what a tidy line has as a space may be half of a letter.
  if (isGarbled(written)) return [faultAt(at, column, 'GARBLED')];
  const faults: RowFault[] = [];
  if (name.length > LONGEST_NAME) faults.push(faultAt(at, column, 'LONG_NAME'));
  const unfit = unfitOf(name);
  if (unfit !== null) {
    const code = unfit.why === 'no-font' ? 'UNPRINTABLE' : 'STRAY_MARK';
    faults.push(faultAt(at, column, code, codePointOf(unfit.character)));
  }
  return faults;
}

function faultOfCount(written: string, kind: 'grouped' | 'no-number'): string {
  if (written.trim() === '') return 'EMPTY';
  if (written.trim().includes('\n')) return 'LINE_BREAK';
  return kind === 'grouped' ? 'GROUPED_NUMBER' : 'NOT_A_NUMBER';
}
