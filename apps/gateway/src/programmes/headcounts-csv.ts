import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Unit } from '#disclosure/planner';
import { line } from '#platform/line';

/** Most departments in one file. */
export const MOST_UNITS = 500;
/** Most people in one programme. */
export const MOST_PEOPLE = 200_000;

const COLUMNS = ['site', 'department', 'headcount'] as const;
type Column = (typeof COLUMNS)[number];
/** What the first line may call them, in the languages of the dashboard. */
const NAMES: Record<Column, readonly string[]> = {
  site: ['site', 'location', 'sede', 'centro'],
  department: ['department', 'team', 'departamento', 'equipo'],
  headcount: ['headcount', 'people', 'plantilla', 'personas'],
};
const MOST_FAULTS = 50;
const names = line(100);

/** Why a row cannot be taken; the page says it in words. */
export type FaultCode =
  | 'NO_ROWS' | 'MISSING_COLUMN' | 'BROKEN_QUOTES' | 'EMPTY' | 'UNFIT_NAME' | 'NOT_A_NUMBER'
  | 'TOO_MANY_PEOPLE' | 'TOO_MANY_ROWS' | 'TWICE';

/** A fault at one place of a file; lines count from 1, the header's. */
export interface RowFault {
  readonly line: number;
  readonly column: string | null;
  readonly code: FaultCode;
}

/** What a file says: its departments, and every fault of it (at most 50). */
export interface HeadcountReading {
  readonly units: readonly Unit[];
  readonly faults: readonly RowFault[];
}

interface Row {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/**
 * Read headcounts from CSV (RFC 4180): a header with site, department and headcount in any order,
 * separated by comma, semicolon or tab as spreadsheets of different countries have it.
 */
export function readHeadcounts(csv: string): HeadcountReading {
  let rows: Row[];
  try {
    rows = parse(csv, {
      bom: true, delimiter: [',', ';', '\t'], info: true, relax_column_count: true,
      skip_empty_lines: true, trim: true, skip_records_with_empty_values: true,
    }) as unknown as Row[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const at = Number(error['lines']) || 1;
    return { units: [], faults: [{ line: at, column: null, code: 'BROKEN_QUOTES' }] };
  }
  const [header, ...body] = rows;
  if (!header || body.length === 0) {
    return { units: [], faults: [{ line: 1, column: null, code: 'NO_ROWS' }] };
  }
  const titles = header.record.map((title) => title.toLowerCase());
  const places = COLUMNS.map((column) =>
    titles.findIndex((title) => NAMES[column].includes(title)));
  const missing = COLUMNS.filter((_, index) => places[index] === -1);
  if (missing.length > 0) {
    return { units: [], faults: missing.map((column) =>
      ({ line: 1, column, code: 'MISSING_COLUMN' as const })) };
  }
  return readRows(body, places);
}

function readRows(body: readonly Row[], places: readonly number[]): HeadcountReading {
  const units: Unit[] = [];
  const faults: RowFault[] = [];
  const seen = new Set<string>();
  let people = 0;
  for (const [index, { record, info }] of body.entries()) {
    const fault = (column: Column | null, code: FaultCode) =>
      faults.push({ line: info.lines, column, code });
    if (index === MOST_UNITS) fault(null, 'TOO_MANY_ROWS');
    if (index >= MOST_UNITS || faults.length >= MOST_FAULTS) break;
    const [site = '', department = '', count = ''] = places.map((place) => record[place] ?? '');
    const before = faults.length;
    for (const [column, text] of [['site', site], ['department', department]] as const) {
      if (text === '') fault(column, 'EMPTY');
      else if (!names.safeParse(text).success) fault(column, 'UNFIT_NAME');
    }
    if (!/^\d{1,9}$/.test(count)) fault('headcount', count === '' ? 'EMPTY' : 'NOT_A_NUMBER');
    if (faults.length > before) continue;
    const unit = { site: names.parse(site), department: names.parse(department),
      headcount: Number(count) };
    const key = JSON.stringify([unit.site, unit.department]);
    people += unit.headcount;
    if (seen.has(key)) fault('department', 'TWICE');
    else if (people > MOST_PEOPLE) fault('headcount', 'TOO_MANY_PEOPLE');
    else units.push(unit);
    seen.add(key);
  }
  return { units, faults };
}

/** A schema for the text of a file. */
export const csvText = z.string().max(100_000, 'is too large a file: 100 kB at most');
