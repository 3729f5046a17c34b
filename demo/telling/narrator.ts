import { layOut, wrap, type Cell } from './columns.ts';
import { paintFor, type Paint } from './paint.ts';

/** What each party could see of one act; a party that is left out saw nothing. */
export interface Seen {
  readonly employer?: string;
  readonly gateway?: string;
  readonly vault?: string;
  readonly therapist?: string;
}

/** Where a narration goes: `write` gets whole pieces of text. */
export interface Page {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly width: number;
}

const PARTIES = ['employer', 'gateway', 'vault', 'therapist'] as const;
const INDENT = '    ';
const WIDEST = 96;
const REDRAW_MS = 120;

/** Tells the story: numbered acts, plain sentences, what each party saw, and tables. */
export class Narrator {
  private acts = 0;
  private drawnAt = 0;

  constructor(private readonly page: Page, private readonly paint: Paint) {}

  /** Whoever says nothing: of what is played beside something else, or for nobody to see. */
  static silent(): Narrator {
    const page = { write: () => undefined, isTerminal: false, width: WIDEST };
    return new Narrator(page, paintFor(false, {}));
  }

  /** The title page. */
  title(text: string, under: string): void {
    this.line('');
    this.line(this.paint.bold(text));
    for (const line of wrap(under, this.room(0))) this.line(this.paint.dim(line));
  }

  /** Begin the next act. */
  act(title: string): void {
    this.acts += 1;
    this.line('');
    this.line(`${String(this.acts).padStart(2)}  ${this.paint.bold(title)}`);
  }

  /** One sentence of the present act. */
  say(text: string): void {
    for (const line of wrap(text, this.room(INDENT.length))) this.line(INDENT + line);
  }

  /** What each of the four parties saw of the present act. */
  saw(seen: Seen): void {
    for (const party of PARTIES) {
      const [first = '', ...rest] = wrap(seen[party] ?? 'nothing', this.room(20));
      this.line(this.paint.dim(`${INDENT}  ${party.padEnd(10)} saw ${first}`));
      for (const line of rest) this.line(this.paint.dim(`${' '.repeat(20)}${line}`));
    }
  }

  /** A table, indented like the sentences. */
  table(head: readonly string[], rows: readonly (readonly Cell[])[]): void {
    const painted = layOut(head, rows, (line, row) => (row < 0 ? this.paint.dim(line) : line));
    for (const line of painted) this.line(INDENT + line);
  }

  /** One verdict: a tick or a cross, and what it is about. */
  verdict(holds: boolean, text: string): void {
    const mark = holds ? this.paint.good('✓') : this.paint.bad('✗');
    const [first = '', ...rest] = wrap(text, this.room(INDENT.length + 2));
    this.line(`${INDENT}${mark} ${first}`);
    for (const line of rest) this.line(`${INDENT}  ${line}`);
  }

  /** Real progress of long work, on a terminal only: counted, never guessed. */
  progress(what: string, done: number, total: number): void {
    if (!this.page.isTerminal) return;
    const now = performance.now();
    if (done < total && now - this.drawnAt < REDRAW_MS) return;
    this.drawnAt = now;
    const shown = this.paint.dim(`${INDENT}${what} ${done} / ${total}`);
    this.page.write(done < total ? `\r${shown}\u001b[K` : '\r\u001b[K');
  }

  private room(taken: number): number {
    return Math.min(this.page.width, WIDEST) - taken;
  }

  private line(text: string): void {
    this.page.write(`${text}\n`);
  }
}
