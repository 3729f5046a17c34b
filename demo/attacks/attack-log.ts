import type { AttackCount } from '../story/outcome.ts';

/** Counts what was tried against the system, from its real answers. */
export class AttackLog {
  private readonly counts = new Map<string, { attempts: number; succeeded: number }>();

  /** Note one attempt and whether the system let it happen. */
  note(name: string, succeeded: boolean): void {
    this.noteMany(name, 1, succeeded ? 1 : 0);
  }

  /** Note several attempts at once, such as a race. */
  noteMany(name: string, attempts: number, succeeded: number): void {
    const count = this.counts.get(name) ?? { attempts: 0, succeeded: 0 };
    count.attempts += attempts;
    count.succeeded += succeeded;
    this.counts.set(name, count);
  }

  /** Every attack in the order in which it was first tried. */
  list(): AttackCount[] {
    return [...this.counts].map(([name, count]) => ({ name, ...count }));
  }
}
