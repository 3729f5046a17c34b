/** A cell of a table: numbers stand right, words stand left. */
export type Cell = string | number;

/** How a finished line of a table is coloured, by its row number; the head is row −1. */
export type LinePaint = (line: string, row: number) => string;

/**
 * Lay rows out in columns under a head, two spaces apart, each column as wide as its widest cell.
 *
 * @returns the lines, the head first and then a rule.
 */
export function layOut(
  head: readonly string[], rows: readonly (readonly Cell[])[], paint: LinePaint = (line) => line,
): string[] {
  const texts = rows.map((row) => row.map(String));
  const widths = head.map((title, column) =>
    Math.max(title.length, ...texts.map((row) => row[column]?.length ?? 0)));
  const right = head.map((_, column) =>
    rows.length > 0 && rows.every((row) => typeof row[column] === 'number'));
  const line = (cells: readonly string[]) => widths.map((width, column) => {
    const text = cells[column] ?? '';
    return right[column] ? text.padStart(width) : text.padEnd(width);
  }).join('  ').trimEnd();
  return [
    paint(line(head), -1),
    paint(widths.map((width) => '─'.repeat(width)).join('──'), -1),
    ...texts.map((row, number) => paint(line(row), number)),
  ];
}

/** Break a sentence into lines of at most `width` characters, at spaces only. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}
