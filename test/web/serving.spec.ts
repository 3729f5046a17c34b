import { createHash } from 'node:crypto';
import { openBrowser, type OpenedBrowser } from './browser.ts';
import { openService, type WebService } from './service.ts';

/** What the gateway promises of the files that it serves, and of the documents that it takes. */

const SURFACES = ['hr', 'employee', 'therapist'] as const;
const JSON_HEADERS = { 'content-type': 'application/json', 'x-sotto-client': 'spec' };

let service: WebService;
let browser: OpenedBrowser;
beforeAll(async () => {
  service = await openService();
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${service.origin}${path}`, { headers, redirect: 'manual' });

async function manifestOf(surface: string): Promise<Record<string, string>> {
  return await (await get(`/${surface}/files.json`)).json() as Record<string, string>;
}

describe.each(SURFACES)('%s', (surface) => {
  it('serves its page at every deep link, and nothing for a file that is none', async () => {
    const page = await (await get(`/${surface}`)).text();
    expect(page).toContain(`&quot;base&quot;:&quot;/${surface}&quot;`);
    expect(page).toContain(service.world.brief.vaultSigningPublicKey);
    expect(await (await get(`/${surface}/any/where`)).text()).toBe(page);
    expect((await get(`/${surface}/assets/none.js`)).status).toBe(404);
    expect((await get(`/${surface}/..%2f..%2fpackage.json`)).status).toBe(404);
  });

  it('publishes the SHA-256 of every file, and each file is what it says', async () => {
    const manifest = await manifestOf(surface);
    expect(Object.keys(manifest)).toContain('index.html');
    for (const [path, hash] of Object.entries(manifest)) {
      const response = await get(`/${surface}/${path === 'index.html' ? '' : path}`);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect([path, createHash('sha256').update(bytes).digest('hex')]).toEqual([path, hash]);
    }
  });

  it('serves assets for ever, compressed, and the page anew each time', async () => {
    const paths = Object.keys(await manifestOf(surface));
    const script = paths.find((path) => path.startsWith('assets/') && path.endsWith('.js'));
    const asset = await get(`/${surface}/${script}`, { 'accept-encoding': 'br' });
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-encoding')).toBe('br');
    expect(asset.headers.get('content-type')).toMatch(/javascript/);
    expect((await get(`/${surface}`)).headers.get('cache-control')).toBe('no-cache');
  });

  it('has a strict policy, sets no cookie, and names no third party', async () => {
    const { headers } = await get(`/${surface}`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('set-cookie')).toBeNull();
  });

  it('starts without a violation, an error or a request elsewhere', async () => {
    const seat = await browser.seat({ origin: service.origin });
    await seat.page.goto(`/${surface}`);
    await seat.page.getByRole('heading', { level: 1 }).first().waitFor();
    expect(seat.violations).toEqual([]);
    expect(seat.said).toEqual([]);
    expect(seat.sent.filter(({ url }) => !url.startsWith(service.origin))).toEqual([]);
    await seat.context.close();
  });
});

it('tells members that one organisation runs all of it, where nobody said otherwise', async () => {
  const { page, context } = await browser.seat({ origin: service.origin, width: 390 });
  await page.goto('/employee');
  await page.getByText('One organisation, all of it.').waitFor();
  await page.getByText('The organisation itself could find out').waitFor();
  await context.close();
});

describe('documents', () => {
  const send = (body: object, headers: Record<string, string> = {}) =>
    fetch(`${service.origin}/graphql`, {
      method: 'POST', headers: { ...JSON_HEADERS, ...headers }, body: JSON.stringify(body),
    }).then((answer) => answer.json() as Promise<{
      data: unknown; errors?: { extensions: { code: string } }[] }>);
  const text = { query: 'query { __typename }' };

  it.each([{ origin: 'https://elsewhere.example' }, { 'sec-fetch-site': 'same-origin' }])(
    'from a browser are taken by their hash alone: %p', async (headers) => {
      const refused = await send(text, headers as Record<string, string>);
      expect(refused.errors?.[0]?.extensions.code).toBe('DOCUMENT_NOT_PERSISTED');
    });

  it('from a program are taken as text', async () => {
    expect((await send(text)).errors).toBeUndefined();
  });

  it('that no page was built with are refused', async () => {
    const unknown = { documentId: `sha256:${'0'.repeat(64)}` };
    expect((await send(unknown)).errors?.[0]?.extensions.code).toBe('DOCUMENT_NOT_PERSISTED');
  });
});
