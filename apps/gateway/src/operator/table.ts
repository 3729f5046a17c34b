import { amountInWords, isCurrency, money } from '#billing/money';

/** A number, or an amount of money. */
const NUMBER = /^-?[\d ]+(\.\d+)?( [A-Z]{3})?$/;

/** Rows for people: a heading for each column, and cells as text. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Said when there is no row. */
  readonly none: string;
}

/** An amount as both schemas give it. */
export interface Amount {
  readonly minor: string;
  readonly currency: string;
}

/** `95.00 EUR`; a currency that we do not know is shown in minor units. */
export function amount({ minor, currency }: Amount): string {
  if (!isCurrency(currency)) return `${minor} minor units of ${currency}`;
  return amountInWords(money(BigInt(minor), currency));
}

/** A table of what a list holds. */
export function table<T>(
  rows: readonly T[], none: string, columns: Readonly<Record<string, (row: T) => unknown>>,
): Table {
  return {
    none, columns: Object.keys(columns),
    rows: rows.map((row) => Object.values(columns).map((cell) => shown(cell(row)))),
  };
}

/** Names with what they stand for, one a line. */
export function facts(pairs: Readonly<Record<string, unknown>>): string {
  const width = Math.max(...Object.keys(pairs).map((name) => name.length));
  return Object.entries(pairs)
    .map(([name, value]) => `${name.padEnd(width)}  ${shown(value)}`).join('\n');
}

/** The lines of a table: columns in line, numbers to the right. */
export function lines({ columns, rows, none }: Table): string {
  if (rows.length === 0) return none;
  const all = [columns, ...rows];
  const widths = columns.map((_, i) => Math.max(...all.map((row) => widthOf(row[i] ?? ''))));
  const isNumber = columns.map((_, i) => rows.every((row) => NUMBER.test(row[i] ?? '')));
  const line = (row: readonly string[]) => row.map((cell, i) => {
    const gap = ' '.repeat((widths[i] ?? 0) - widthOf(cell));
    return isNumber[i] ? `${gap}${cell}` : `${cell}${gap}`;
  }).join('  ').trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(columns), rule, ...rows.map(line)].join('\n');
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value as string | number);
}

/** Columns of a terminal that a text takes, near enough: ideographs and such take two. */
function widthOf(text: string): number {
  return [...text].reduce((sum, character) =>
    sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u
      .test(character) ? 2 : 1), 0);
}
