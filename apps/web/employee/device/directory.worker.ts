import { openHere, type Practice } from '#wallet/directory';

/** Some of the therapists, and how it ended: all were told, or there was nothing to tell. */
export type Told = readonly Practice[] | 'all' | 'odd' | 'forged';

/** So many are taken in a few milliseconds on a slow phone. */
const PART = 100;
const tell = (told: Told) => { postMessage(told); };

addEventListener('message', ({ data }: MessageEvent<{ vaultKey: string; text: string }>) => {
  openHere(data.vaultKey, data.text).then((reading) => {
    if (typeof reading === 'string') return tell(reading);
    for (let at = 0; at < reading.length; at += PART) tell(reading.slice(at, at + PART));
    tell('all');
  }).catch(reportError);
});
