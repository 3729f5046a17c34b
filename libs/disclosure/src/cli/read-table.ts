import type { Headcounts } from '../engine/published-table.ts';
import { BadFile } from './bad-file.ts';
import { readCount, type CsvFile } from './csv.ts';

/** A table of atoms as it was given: every row one combination of categories. */
export interface CountTable {
  readonly dimensions: readonly string[];
  readonly rows: readonly { readonly values: readonly string[]; readonly users: number }[];
  /** Columns that are no dimension and not `users`; they are not published. */
  readonly ignored: readonly string[];
}

/**
 * Headcounts from H.csv: all columns but `headcount` are dimensions. Throws with the line for
 * negative numbers, duplicate rows and unnamed categories.
 */
export function readHeadcounts(file: CsvFile): Headcounts {
  const at = file.columns.indexOf('headcount');
  if (at < 0) throw new BadFile('the headcounts need a column "headcount"', 1);
  const dimensions = file.columns.filter((_, i) => i !== at);
  const seen = new Map<string, number>();
  const rows = file.rows.map(({ line, values }) => {
    const names = values.filter((_, i) => i !== at);
    checkNames(names, dimensions, line);
    checkTwice(seen, names, line);
    return { values: names, headcount: readCount(values[at] ?? '', 'headcount', line) };
  });
  if (rows.length === 0) throw new BadFile('the headcounts have no rows', 2);
  return { dimensions, rows };
}

/**
 * Counts from T.csv. Dimensions are the columns of the headcounts, which come first, and all other
 * columns before `users`. Measures stay unpublished: columns after `users`, and columns of numbers
 * that no row needs to be told from another. Throws with the line for negative counts, unknown
 * categories, duplicate rows, and the row with which a group gets more users than heads.
 */
export function readCounts(file: CsvFile, headcounts: Headcounts): CountTable {
  const at = file.columns.indexOf('users');
  if (at < 0) throw new BadFile('the table needs a column "users"', 1);
  const block = headcounts.dimensions;
  const places = dimensionsOf(file, at, block.length);
  const dimensions = places.map((place) => file.columns[place] ?? '');
  if (block.some((name, d) => dimensions[d] !== name)) {
    throw new BadFile(`it begins with ${dimensions.slice(0, block.length).join(', ')}; the headcounts `
      + `with ${block.join(', ')}. Both need the same first columns`, 1);
  }
  const known = block.map((_, d) => new Set(headcounts.rows.map((row) => row.values[d] ?? '')));
  const left = new Map(headcounts.rows.map((row) => [idOf(row.values), row.headcount]));
  const seen = new Map<string, number>();
  const rows = file.rows.map(({ line, values }) => {
    const names = places.map((place) => values[place] ?? '');
    checkNames(names, dimensions, line);
    block.forEach((name, d) => {
      if (known[d]?.has(names[d] ?? '')) return;
      throw new BadFile(`the headcounts know no ${name} "${names[d]}"`, line);
    });
    checkTwice(seen, names, line);
    const users = readCount(values[at] ?? '', 'users', line);
    const group = names.slice(0, block.length);
    const heads = left.get(idOf(group));
    if (heads === undefined && users > 0) {
      throw new BadFile(`the headcounts have no row ${group.join(', ')}`, line);
    }
    const room = (heads ?? 0) - users;
    if (room < 0) throw new BadFile(`more users than heads in ${group.join(', ')}`, line);
    left.set(idOf(group), room);
    return { values: names, users };
  });
  if (rows.length === 0) throw new BadFile('the table has no rows', 2);
  const ignored = file.columns.filter((_, i) => i !== at && !places.includes(i));
  return { dimensions, rows, ignored };
}

/** Where the dimensions are: `users` is at place `at`, and the first `fixed` columns are blocks. */
function dimensionsOf(file: CsvFile, at: number, fixed: number): readonly number[] {
  const rowsDiffer = (places: readonly number[]) =>
    new Set(file.rows.map(({ values }) => idOf(places.map((place) => values[place] ?? '')))).size
      === file.rows.length;
  const isNumber = (place: number) =>
    file.rows.every(({ values }) => /^-?\d+([.,]\d+)?$/.test(values[place] ?? ''));
  let places = Array.from({ length: at }, (_, i) => i);
  for (let place = at - 1; place >= fixed; place -= 1) {
    const fewer = places.filter((one) => one !== place);
    if (isNumber(place) && rowsDiffer(fewer)) places = fewer;
  }
  return places;
}

/** A key for a list of names, whatever they contain. */
export function idOf(names: readonly string[]): string {
  return JSON.stringify(names);
}

function checkNames(names: readonly string[], columns: readonly string[], line: number): void {
  names.forEach((name, i) => {
    if (name === '') throw new BadFile(`${columns[i]} is empty`, line);
    if (name === '*') throw new BadFile('give atoms only; totals ("*") are worked out', line);
    if (/[\p{Cc}\p{Cf}]/u.test(name)) throw new BadFile(`${columns[i]} has an invisible character`, line);
  });
}

/** Names that differ in case, width, spaces or normal form alone are one name, given twice. */
function checkTwice(seen: Map<string, number>, names: readonly string[], line: number): void {
  const key = idOf(names.map((name) =>
    name.normalize('NFKC').toUpperCase().toLowerCase().replaceAll(/\s+/gu, ' ').trim()));
  const before = seen.get(key);
  if (before !== undefined) {
    throw new BadFile(`${names.join(', ')} is given twice, first on line ${before}`, line);
  }
  seen.set(key, line);
}
