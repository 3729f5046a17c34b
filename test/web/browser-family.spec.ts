import { browserFamily } from '../../apps/web/ui/browser-family.ts';

const MOZILLA = 'Mozilla/5.0 (X11; Linux x86_64)';
const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

it.each([
  ['CHROME', `${MOZILLA} ${WEBKIT} Chrome/153.0.0.0 Safari/537.36`],
  ['CHROME', `${MOZILLA} ${WEBKIT} HeadlessChrome/153.0.0.0 Safari/537.36`],
  ['CHROME', 'Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/150.0 Safari/604.1'],
  ['EDGE', `${MOZILLA} ${WEBKIT} Chrome/153.0.0.0 Safari/537.36 Edg/153.0.0.0`],
  ['FIREFOX', 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0'],
  ['SAFARI', 'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15'],
  ['OTHER', `${MOZILLA} ${WEBKIT} Chrome/153.0.0.0 Safari/537.36 OPR/120.0.0.0`],
  ['OTHER', ''], ['OTHER', 'curl/8.0'],
])('tells %s, and nothing else of a device', (family, userAgent) => {
  expect(browserFamily(userAgent)).toBe(family);
});
