/*
 * When somebody last did something here, in any tab of this browser: whoever signed in is signed
 * out when nobody has for a while.
 */

const TOUCHES = ['pointerdown', 'keydown', 'input', 'wheel', 'touchmove'];
/** A touch is told to other tabs so often at most. */
const TOLD_EVERY_MS = 5_000;

let last = Date.now();
let told = 0;
/** Where other tabs cannot be told, each goes by its own touches. */
const tabs = 'BroadcastChannel' in globalThis ? new BroadcastChannel('sotto-use') : undefined;

/** When this browser's pages were last touched, in milliseconds since 1970. */
export function lastUse(): number {
  return last;
}

/** Somebody is here. */
export function noteUse(): void {
  last = Date.now();
  if (last - told < TOLD_EVERY_MS) return;
  told = last;
  tabs?.postMessage(last);
}

tabs?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (typeof data === 'number' && data > last && data <= Date.now()) last = data;
});

/** Note each touch of this page, unless it is not meant. Answers how to stop that. */
export function watchUse(isNotMeant: () => boolean, onUse: () => void): () => void {
  const touched = () => {
    if (isNotMeant()) return;
    noteUse();
    onUse();
  };
  for (const sign of TOUCHES) addEventListener(sign, touched, { capture: true, passive: true });
  return () => {
    for (const sign of TOUCHES) removeEventListener(sign, touched, { capture: true });
  };
}
