/*
 * One tab at a time has a box open: two that write would each undo what the other noted. The other
 * tab says so, and can take over.
 */

/** The box is open in another tab. */
export class OpenElsewhere extends Error {
  override readonly name = 'OpenElsewhere';
}

/** A tab that locks, or is loaded anew, has let go of it after a moment. */
const LETS_GO_MS = 400;

/** One tab of this origin at a time. */
export class OneTab {
  /** @param name of what one tab has at a time. */
  constructor(private readonly name: string) {}

  /**
   * Watch whether another tab has it open, from now until the end that is given.
   *
   * @param tell hears true when one has, and false once none has any more; nothing where the
   *   browser does not say.
   */
  async watch(tell: (isElsewhere: boolean) => void, end: AbortSignal): Promise<void> {
    const { held = [] } = await navigator.locks.query();
    if (end.aborted || !held.some(({ name }) => name === this.name)) return;
    const known = setTimeout(() => { tell(true); }, LETS_GO_MS);
    end.addEventListener('abort', () => { clearTimeout(known); });
    await navigator.locks.request(this.name, { signal: end }, () => undefined);
    clearTimeout(known);
    tell(false);
  }

  /**
   * Hold it until `release`, or until another tab takes it over.
   *
   * @param takeOver take it from the tab that has it.
   * @param onTaken hears that another tab took it over.
   * @throws OpenElsewhere
   */
  async hold(takeOver: boolean, onTaken: () => void): Promise<() => void> {
    let release: () => void = () => undefined;
    let answer: (has: boolean) => void = () => undefined;
    const held = new Promise<void>((resolve) => { release = resolve; });
    const answered = new Promise<boolean>((resolve) => { answer = resolve; });
    const options = takeOver ? { steal: true } : { ifAvailable: true };
    const whole = navigator.locks.request(this.name, options, async (lock) => {
      answer(lock !== null);
      if (lock) await held;
    });
    whole.catch(onTaken);
    if (!await answered) throw new OpenElsewhere('another tab has it');
    return release;
  }
}
