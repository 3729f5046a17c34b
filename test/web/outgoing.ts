import { REQUEST_LENGTH } from '#pseudonym/padding';
import type { Sent } from './browser.ts';

/** Paths that an employee's page may ask for, with nothing after them. */
const PATHS = [
  /^\/(employee(\/[a-z-]*)*)?$/,
  /^\/employee\/(assets\/[\w.-]+|[a-z-]+\.(js|json|svg|png|webmanifest))$/,
  /^\/(graphql|relay|time)$/,
  /^\/(signed\/(relay-key|directory|log)\.json|issued(\/\d+-\d+)?)$/,
];

/**
 * What is wrong with what an employee's browser sent: a cookie, a referrer, an origin that is not
 * ours, an address with anything to tell people apart by, a sealed body of another size.
 */
export function faultsOf(sent: readonly Sent[], origin: string): string[] {
  return sent.filter(({ url }) => !/^(data|blob):/.test(url)).flatMap(({ url, headers, body }) => {
    const { origin: asked, pathname, search, hash } = new URL(url);
    const faults = [];
    if (asked !== origin) faults.push(`another origin: ${asked}`);
    if (headers['cookie']) faults.push('a cookie');
    if (headers['referer']) faults.push(`a referrer: ${headers['referer']}`);
    if (search || hash) faults.push(`an address with more than a path: ${search}${hash}`);
    if (!PATHS.some((path) => path.test(pathname))) faults.push(`an unexpected path: ${pathname}`);
    if (pathname === '/relay' && body?.length !== REQUEST_LENGTH) {
      faults.push(`a sealed body of ${body?.length} bytes`);
    }
    return faults.map((fault) => `${pathname} was asked with ${fault}`);
  });
}
