/** How the story may be coloured on one output. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

const PLAIN: Paint = { bold: same, dim: same, good: same, bad: same };

function same(text: string): string {
  return text;
}

function escape(on: number, off: number): (text: string) => string {
  return (text) => `\u001b[${on}m${text}\u001b[${off}m`;
}

/** Colours for a terminal; none where NO_COLOR is set (no-color.org) or nobody is looking. */
export function paintFor(isTerminal: boolean, env: NodeJS.ProcessEnv): Paint {
  if (!isTerminal || env['NO_COLOR'] || env['TERM'] === 'dumb') return PLAIN;
  return { bold: escape(1, 22), dim: escape(2, 22), good: escape(32, 39), bad: escape(31, 39) };
}
