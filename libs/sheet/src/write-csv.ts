/** What a spreadsheet would run as a formula, with spaces before it or in full width as well. */
const FORMULA = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n|]/u;

/**
 * Rows as CSV (RFC 4180) in UTF-8, with a byte order mark, by which spreadsheets know it. Texts
 * that a spreadsheet would run as a formula are made text by an apostrophe; numbers stay.
 */
export function writeCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')}`;
}

function cellOf(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
