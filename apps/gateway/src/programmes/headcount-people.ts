import type { SheetRow } from '#sheet/read-sheet';
import { readWhole } from '#sheet/whole-number';
import { isPersonal, mayCount } from './headcount-titles.ts';

const MAIL = /[^\s@,;<>]@[^\s@,;<>]+\.\p{L}{2,}/u;
/** A day of a year in which somebody at work may be born, the year first or last. */
const YEAR = '(?:19[2-9]\\d|20[01]\\d)';
const BIRTH = new RegExp(
  `^(?:${YEAR}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/. ]\\d{1,2}[-/. ]${YEAR})$`);
/** Two words or more, and no digit: where a count belongs, they are a name. */
const NAMED = /^[\p{L}\p{M}.'’-]+(?:,? [\p{L}\p{M}.'’-]+)+$/u;
/** Fewest rows of one person each that look like a list of people. */
const LIST = 3;

/**
 * The first line that shows a list of people instead of groups: a title such as "First name", an
 * e-mail address, days of birth, or one row a person. Null when there is none. Nothing of what was
 * found is given back.
 */
export function lineOfPeople(
  header: SheetRow, rows: readonly SheetRow[], places: readonly number[],
): number | null {
  const counts = (at: number) => rows.length > 0
    && rows.every(({ values }) => readWhole(values[at] ?? '').kind !== 'no-number');
  if (header.values.some((title, at) => isPersonal(title) && !(mayCount(title) && counts(at)))) {
    return header.line;
  }
  const withMail = [header, ...rows].find(({ values }) => values.some((cell) => MAIL.test(cell)));
  if (withMail) return withMail.line;
  const born = rows.filter(({ values }) => values.some((cell) => BIRTH.test(cell.trim())));
  if (born[1]) return born[0]?.line ?? null;
  const [site = -1, department = -1, headcount = -1] = places;
  if (headcount >= 0) {
    // Under "employees" there may be their names.
    const named = rows.filter(({ values }) => NAMED.test(values[headcount]?.trim() ?? ''));
    if (rows.length >= LIST && named.length === rows.length) return rows[0]?.line ?? null;
    const single = rows.every(({ values }) => /^[01]$/.test(values[headcount] ?? ''));
    return single && rows.length >= LIST ? rows[0]?.line ?? null : null;
  }
  if (site < 0 && department < 0) return null;
  const groups = new Map<string, number>();
  for (const { values } of rows) {
    const group = JSON.stringify([values[site], values[department]]);
    groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  return Math.max(0, ...groups.values()) >= LIST ? rows[0]?.line ?? null : null;
}
