/*
 * People come one after another, and no step of one waits for all steps of the one before: while
 * she books, the next one opens her case. Steps of one kind are in the order of people.
 */

/** A kind of step, which one person at a time takes. */
export class Turns {
  private last: Promise<unknown> = Promise.resolve();

  /** Wait for everybody who came before, then do it. */
  take<T>(step: () => Promise<T>): Promise<T> {
    const mine = this.last.then(step);
    this.last = mine.catch(() => undefined);
    return mine;
  }

  /** Wait for everybody who came before. @returns what ends one's own turn. */
  enter(): Promise<() => void> {
    return new Promise((entered) => {
      void this.take(() => new Promise<void>((leave) => { entered(leave); }));
    });
  }
}
