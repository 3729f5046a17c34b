import { lock } from '../device/session-state.ts';

/** A page that anybody may have open. It is told nothing: no referrer, no opener. */
const ELSEWHERE = 'https://www.wikipedia.org/';
const PRESSES = 3;
const WITHIN_MS = 1_500;

/**
 * Leave at once: the screen goes blank, the wallet is locked, and another page takes this one's
 * place in the history, so that Back does not come here.
 */
export function leaveNow(): void {
  document.documentElement.hidden = true;
  document.title = 'Wikipedia';
  lock();
  location.replace(ELSEWHERE);
}

/** Shift three times in a row leaves too. Called once. */
export function watchForExit(): void {
  let presses: number[] = [];
  addEventListener('keyup', (event) => {
    if (event.key !== 'Shift') {
      presses = [];
      return;
    }
    const now = performance.now();
    presses = [...presses.filter((at) => now - at < WITHIN_MS), now];
    if (presses.length >= PRESSES) leaveNow();
  }, { capture: true });
  // A page that the browser kept whole must not come back with the wallet on it.
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
}
