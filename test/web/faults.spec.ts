import { randomUUID } from 'node:crypto';
import type { Page, Route } from 'playwright-core';
import { claimCredits } from '#wallet/claim';
import { WalletScene } from '../e2e/wallets.ts';
import { openBrowser, type OpenedBrowser } from './browser.ts';

/**
 * Every passing fault has its own true words and a way to try again, on each surface and at each
 * endpoint; none is told as an attack.
 */

let scene: WalletScene;
let service: { readonly origin: string };
let browser: OpenedBrowser;
/** Words with a letter behind them: to bring it back asks both domains for its keys. */
let phrase: string;
beforeAll(async () => {
  [scene, browser] = await Promise.all([WalletScene.open(), openBrowser()]);
  service = scene.scenario;
  const claiming = await scene.wallet();
  phrase = claiming.phrase;
  await claimCredits(claiming.wallet, scene.nextCode());
  scene.letFilesBeMadeAnew();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await scene?.close();
});

type Fault = readonly [name: string, title: string, cause: (route: Route) => Promise<void>];

const TITLES = {
  portal: 'This network wants something first',
  blocked: 'This network does not let the request through',
  crowded: 'Too many requests come from your network',
  away: 'The service is away for a moment',
  unreachable: 'The service cannot be reached from here',
} as const;

const answered = (status: number, title: string, headers: Record<string, string> = {}): Fault => [
  `HTTP ${status}`, title, (route) => route.fulfill({
    status, headers: { 'content-type': 'text/html', ...headers },
    body: `<!doctype html><title>${status}</title><h1>Sorry</h1>`,
  })];
const broken = (reason: string): Fault => [
  reason, TITLES.unreachable, (route) => route.abort(reason)];

const FAULTS: readonly Fault[] = [
  ...[200, 203, 401, 407, 511].map((status) => answered(status, TITLES.portal)),
  ...[302, 307].map((status) => answered(status, TITLES.portal, { location: '/login' })),
  ...[400, 403, 404, 405, 413, 414, 431, 451].map((status) => answered(status, TITLES.blocked)),
  answered(429, TITLES.crowded),
  ...[408, 500, 502, 503, 504, 520, 522].map((status) => answered(status, TITLES.away)),
  ...['aborted', 'namenotresolved', 'connectionrefused', 'connectionreset', 'timedout'].map(broken),
];
/** How a person of each surface makes it ask, and what she sees once it goes well again. */
const SURFACES = {
  hr: {
    ask: (page: Page) => page.goto('/hr'),
    retry: 'Try again', well: (page: Page) => page.getByLabel('Work e-mail'),
  },
  therapist: {
    ask: async (page: Page) => {
      await page.goto('/therapist');
      // Another one each time: the work that a sign-in costs grows with the failures of a login.
      await page.getByLabel('Login').fill(`dr-nobody-${randomUUID()}`);
      await page.getByLabel('Password').fill('not the password');
      await page.getByRole('button', { name: 'Sign in' }).click();
    },
    retry: 'Sign in', well: (page: Page) => page.getByText('Login or password is wrong'),
  },
  employee: {
    ask: async (page: Page) => {
      await page.goto('/employee/return');
      await page.getByLabel('Your twelve words').fill(phrase);
      await page.getByRole('button', { name: 'Bring it back' }).click();
    },
    retry: 'Try again', well: (page: Page) => page.getByText('Found. Lock it on this device.'),
  },
} as const;

const TABLE = [
  ['hr', '/graphql'],
  ...(['therapist', 'employee'] as const).flatMap((surface) => [
    [surface, '/signed/relay-key.json'], [surface, '/relay'],
  ] as const),
] as const;

it.each(TABLE)('%s, at %s: each fault is told as what it is, and passes', async (
  surface, endpoint,
) => {
  const { ask, retry, well } = SURFACES[surface];
  const { context, page } = await browser.seat({ origin: service.origin, width: 390 });
  const wrong: string[] = [];
  let before: Fault[2] | undefined;
  for (const [name, title, cause] of FAULTS) {
    // One after the other without a gap: a page that sends by itself finds no moment that is well.
    await page.route(`**${endpoint}`, cause);
    if (before) await page.unroute(`**${endpoint}`, before);
    const met = page.waitForRequest(`**${endpoint}`);
    if (before) await page.getByRole('button', { name: retry, exact: true }).click();
    else await ask(page);
    before = cause;
    await met;
    const notice = page.locator('.notice', { hasText: title }).last();
    await notice.waitFor().catch(() => { wrong.push(`${name}: not “${title}”`); });
    if (/between you and|signature/.test(await page.locator('body').innerText())) {
      wrong.push(`${name} is told as an attack`);
    }
  }
  expect(wrong).toEqual([]);
  await page.unrouteAll();
  await page.getByRole('button', { name: retry, exact: true }).click();
  await well(page).waitFor();
  await context.close();
}, 240_000);

it('says when to come again where that is known', async () => {
  const { context, page } = await browser.seat({ origin: service.origin });
  await page.route('**/graphql', answered(429, '', { 'retry-after': '30' })[2]);
  await SURFACES.hr.ask(page);
  await page.getByText('It can be tried again in 30 seconds.').waitFor();
  await context.close();
});

it('says what was not sent, what may have been sent, and what was refused', async () => {
  const { context, page } = await browser.seat({ origin: service.origin });
  const { ask } = SURFACES.therapist;
  const said = async (endpoint: string, cause: Fault[2]) => {
    await page.goto('about:blank');
    await page.unrouteAll();
    await page.route(`**${endpoint}`, cause);
    await ask(page);
    return page.locator('.notice').first().innerText();
  };
  const [, , gone] = broken('connectionreset');
  const [, , refused] = answered(429, '');
  expect(await said('/signed/relay-key.json', gone)).toContain('Nothing was sent.');
  expect(await said('/relay', gone)).toContain('It may have arrived');
  expect(await said('/relay', refused)).toContain('It was refused, and nothing was done.');
  await context.close();
});

describe('a device whose clock is off', () => {
  const at = async (days: number) => {
    const seat = await browser.seat({ origin: service.origin });
    await seat.page.clock.setFixedTime(Date.now() + days * 86_400_000);
    await SURFACES.therapist.ask(seat.page);
    return seat;
  };

  it('by 400 days ahead is told to be, and not that somebody is in between', async () => {
    const { context, page } = await at(400);
    await page.getByText('The date of this device is wrong').waitFor();
    expect(await page.locator('.notice').innerText()).toContain('Nothing was sent.');
    await context.close();
  });

  it('by 400 days behind works, as all that matters is by the service\'s time', async () => {
    const { context, page } = await at(-400);
    await page.getByText('Login or password is wrong').waitFor();
    await context.close();
  });

  it('and one that is right, with an old key, is told that the key is old', async () => {
    const seat = await browser.seat({ origin: service.origin });
    const { page, context } = seat;
    await page.clock.setFixedTime(Date.now() + 400 * 86_400_000);
    const now = new Date(Date.now() + 400 * 86_400_000).toISOString();
    await page.route('**/time', (route) => route.fulfill({ json: { now } }));
    await SURFACES.therapist.ask(page);
    await page.getByText('The key of the service is out of date').waitFor();
    await context.close();
  });
});

it('a wrong signature is told as what it is', async () => {
  const { context, page } = await browser.seat({ origin: service.origin });
  await page.route('**/signed/relay-key.json', async (route) => {
    const answer = await route.fetch();
    const key = await answer.json() as { signature: string };
    key.signature = `${key.signature.startsWith('A') ? 'B' : 'A'}${key.signature.slice(1)}`;
    await route.fulfill({ response: answer, json: key });
  });
  await SURFACES.employee.ask(page);
  await page.getByText('Something is between you and the service').waitFor();
  expect(await page.locator('.notice').innerText()).not.toContain('Nothing was sent.');
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await context.close();
});
