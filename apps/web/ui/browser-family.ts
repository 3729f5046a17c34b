/** A family of browsers, as both servers name them. */
export type BrowserFamily = 'CHROME' | 'EDGE' | 'FIREFOX' | 'SAFARI' | 'OTHER';

/** Most names stand in those of others, so the rarer ones come first. */
const SIGNS: readonly (readonly [BrowserFamily, RegExp])[] = [
  ['OTHER', /OPR\/|SamsungBrowser|YaBrowser|Vivaldi/],
  ['EDGE', /Edg(A|iOS)?\//], ['FIREFOX', /Firefox\/|FxiOS\//],
  ['CHROME', /Chrom(e|ium)\/|CriOS\//], ['SAFARI', /Safari\//],
];

/** The family of a browser: so much of a device is told to a server, and no more. */
export function browserFamily(userAgent = navigator.userAgent): BrowserFamily {
  return SIGNS.find(([, sign]) => sign.test(userAgent))?.[0] ?? 'OTHER';
}
