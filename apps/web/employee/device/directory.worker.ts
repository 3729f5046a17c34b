import { openHere, type Practice } from '#wallet/directory';

/** Some of the therapists, and how it ended: all of a version were told, or nothing was to tell. */
export type Told = readonly Practice[] | { readonly version: number } | 'odd' | 'forged';

/** So many are taken in a few milliseconds on a slow phone. */
const PART = 100;
const tell = (told: Told) => { postMessage(told); };

addEventListener('message', ({ data }: MessageEvent<{ vaultKey: string; text: string }>) => {
  openHere(data.vaultKey, data.text).then((reading) => {
    if (typeof reading === 'string') return tell(reading);
    const { version, practices } = reading;
    for (let at = 0; at < practices.length; at += PART) tell(practices.slice(at, at + PART));
    tell({ version });
  }).catch(reportError);
});
