/*
 * One tab at a time has the wallet open: two that write would each undo what the other noted, and
 * a credit could be offered twice. The other tab says so, and can take over.
 */

const NAME = 'app';

/** The wallet is open in another tab. */
export class OpenElsewhere extends Error {
  override readonly name = 'OpenElsewhere';
}

/** Whether another tab has it open now; false where the browser does not say. */
export async function isOpenElsewhere(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === NAME);
}

/**
 * Hold the wallet until `release`, or until another tab takes it over.
 *
 * @param takeOver take it from the tab that has it.
 * @param onTaken hears that another tab took it over.
 * @throws OpenElsewhere
 */
export async function holdWallet(takeOver: boolean, onTaken: () => void): Promise<() => void> {
  let release: () => void = () => undefined;
  let answer: (has: boolean) => void = () => undefined;
  const held = new Promise<void>((resolve) => { release = resolve; });
  const answered = new Promise<boolean>((resolve) => { answer = resolve; });
  const options = takeOver ? { steal: true } : { ifAvailable: true };
  const whole = navigator.locks.request(NAME, options, async (lock) => {
    answer(lock !== null);
    if (lock) await held;
  });
  whole.catch(onTaken);
  if (!await answered) throw new OpenElsewhere('another tab has it');
  return release;
}
