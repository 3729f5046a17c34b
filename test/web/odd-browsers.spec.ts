import type { Page } from 'playwright-core';
import fc from 'fast-check';
import { dateFormat, knownZone, regionalTag, usableTags } from '../../apps/web/ui/locale.ts';
import { openBrowser, type OpenedBrowser } from './browser.ts';
import { REQUIREMENTS } from './missing-requirements.ts';
import { openService, type WebService } from './service.ts';

/** Odd settings, blocked storage and missing features never blank a page. */

let service: WebService;
let browser: OpenedBrowser;
beforeAll(async () => {
  [service, browser] = await Promise.all([openService(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

/** What each surface shows to somebody who comes for the first time, in English or Spanish. */
const FIRST = {
  hr: /Sotto (for HR|para RR\. ?HH\.|para RRHH|.+)/,
  employee: /Paid for|Pagado/,
  therapist: /Sotto/,
} as const;
const SURFACES = ['hr', 'employee', 'therapist'] as const;

/** Open each surface in a browser that was changed before any script of ours. */
async function eachSurface(change: string, then: (page: Page, surface: string) => Promise<void>) {
  const { context, page } = await browser.seat({ origin: service.origin });
  await context.addInitScript({ content: change });
  for (const surface of SURFACES) {
    await page.goto(`/${surface}`);
    await page.getByRole('heading', { level: 1, name: FIRST[surface] }).waitFor();
    await then(page, surface);
  }
  await context.close();
}

const ODD_TAGS = [
  'en-US@posix', 'C', 'POSIX', '', 'xx-invalid-toolonglanguagetag', 'es_ES.UTF-8', 'en-', '-', '*',
  'i-klingon', 'x-private', 'de-DE-1996-1996', '\u0000', 'en US',
];

describe('whatever a device names its languages', () => {
  it.each([
    ['one with a modifier', '["en-US@posix"]', 'en'], ['none', '[]', 'en'],
    ['nothing at all', 'undefined', 'en'], ['odd ones', JSON.stringify(ODD_TAGS.slice(1)), 'es'],
    ['no texts', '[null, 7, {}]', 'en'],
  ])('%s: no page is blank', async (_what, languages, lang) => {
    await eachSurface(`Object.defineProperty(navigator, 'languages', { get: () => ${languages} });
      Object.defineProperty(navigator, 'language', { get: () => undefined });`,
    async (page) => {
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(lang);
    });
  }, 60_000);

  it('a date is written for any tag and any zone', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...ODD_TAGS));
    fc.assert(fc.property(fc.array(fc.oneof(texts, fc.anything())), texts, (tags, zone) => {
      const tag = regionalTag('en', usableTags(tags));
      const timeZone = knownZone(zone);
      expect(new Intl.DateTimeFormat(tag, timeZone ? { timeZone } : {}).format(0)).not.toBe('');
      expect(dateFormat('es', { dateStyle: 'long', timeZone: zone }).format(0)).not.toBe('');
    }));
    for (const zone of ['Etc/Unknown', '', 'UTC+1', 'Mars/Olympus', undefined, null]) {
      expect([zone, knownZone(zone)]).toEqual([zone, undefined]);
    }
    expect(usableTags(['es_ES.UTF-8', 'en-US@posix', 'C'])).toEqual(['es-ES', 'en-US']);
  });
});

describe('where storage is blocked', () => {
  const blocked = ['localStorage', 'sessionStorage'].map((name) => `Object.defineProperty(
    window, '${name}', { get() { throw new DOMException('denied', 'SecurityError'); } });`).join('\n');

  it('every surface works, and what is chosen holds while the page is open', async () => {
    await eachSurface(blocked, async (page) => {
      await page.getByLabel('Colours').selectOption('dark');
      expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
      await page.getByLabel('Language').selectOption('es');
      await page.getByLabel('Idioma').waitFor();
    });
  }, 60_000);

  it.each([
    ['full', "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };"],
    ['missing', 'delete window.localStorage; delete window.sessionStorage; delete window.caches;'
      + 'Object.defineProperty(Navigator.prototype, "serviceWorker", { value: undefined });'],
  ])('or %s, no page is blank', async (_how, change) => {
    await eachSurface(change, () => Promise.resolve());
  }, 60_000);
});

const CASES = Object.entries(REQUIREMENTS).flatMap(([need, { words, ways }]) =>
  Object.entries(ways).map(([way, change]) => [need, way, words, change] as const));
/** Makes the page's patience short, for what never answers. */
const HASTE = `{ const { setTimeout } = window;
  window.setTimeout = (work, ms) => setTimeout(work, ms === 15_000 ? 1_000 : ms); }`;

describe('a browser that cannot keep a wallet', () => {
  it.each(CASES)('whose %s %s is told so before anything is asked', async (
    _need, way, words, change,
  ) => {
    const never = way.startsWith('never');
    const { context, page } = await browser.seat({ origin: service.origin, width: 390 });
    await context.addInitScript({ content: never ? change + HASTE : change });
    for (const path of ['/employee', '/employee/start', '/employee/return']) {
      await page.goto(path);
      await page.getByRole('heading', { name: 'This browser cannot be used here' }).waitFor();
      const told = await page.locator('main li').allInnerTexts();
      expect(told.join('\n')).toContain(words);
      // A page in haste may take what is slow for what never answers.
      if (!never) expect(told).toHaveLength(1);
      expect(await page.locator('main input').count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Leave quickly' }).isVisible()).toBe(true);
      if (!way.startsWith('is missing')) break;
    }
    await context.close();
  }, 60_000);

  it('leaves nothing behind by trying', async () => {
    const { context, page } = await browser.seat({ origin: service.origin });
    await page.goto('/employee/start');
    await page.getByLabel('Code from your letter').waitFor();
    expect(await page.evaluate(async () => indexedDB.databases())).toEqual([]);
    await context.close();
  });

  it('is not one whose worker\'s script did not come', async () => {
    const { context, page } = await browser.seat({ origin: service.origin });
    await page.route('**/echo.worker-*.js', (route) => route.abort());
    await page.goto('/employee/start');
    await page.getByLabel('Code from your letter').waitFor();
    await context.close();
  });

  it.each([[400], [2]])('whose date is %d days ahead is told so in both languages', async (days) => {
    for (const [language, words] of [
      ['en-GB', 'The date of this device is wrong'],
      ['es-ES', 'La fecha de este dispositivo no es correcta']] as const) {
      const { context, page } = await browser.seat({ origin: service.origin, language });
      await page.clock.setFixedTime(Date.now() + days * 86_400_000);
      await page.goto('/employee/start');
      await page.getByRole('heading', { name: words }).waitFor();
      expect(await page.locator('main input, main li').count()).toBe(0);
      await context.close();
    }
  }, 60_000);

  it.each([['is behind', -400, false], ['cannot be compared', 400, true]])(
    'is not one whose date %s', async (_how, days, silent) => {
      const { context, page } = await browser.seat({ origin: service.origin });
      if (silent) await page.route('**/time', (route) => route.abort());
      await page.clock.setFixedTime(Date.now() + days * 86_400_000);
      await page.goto('/employee/start');
      await page.getByLabel('Code from your letter').waitFor();
      await context.close();
    });

  it('is not one without Promise.withResolvers', async () => {
    await eachSurface('delete Promise.withResolvers;', () => Promise.resolve());
  });
});

/** What each console needs; the portal needs more. */
const CONSOLES = { hr: ['https'], therapist: ['keys', 'sealing', 'packing', 'https'] };

describe('a browser in which nobody could sign in', () => {
  const missing = CASES.filter(([need, way]) =>
    need !== 'random' && way.startsWith('is missing'));
  it.each(missing)(
    'whose %s %s is told so by each console that needs it, and by no other', async (
      need, _way, words, change,
    ) => {
      const { context, page } = await browser.seat({ origin: service.origin, width: 390 });
      await context.addInitScript({ content: change });
      for (const [surface, needs] of Object.entries(CONSOLES)) {
        await page.goto(`/${surface}`);
        if (!needs.includes(need)) {
          await page.getByLabel('Password').waitFor();
          continue;
        }
        await page.getByRole('heading', { name: 'This browser cannot be used here' }).waitFor();
        expect(await page.locator('main li').allInnerTexts()).toEqual([expect.stringContaining(words)]);
        expect(await page.locator('main input').count()).toBe(0);
        await page.getByLabel('Language').selectOption('es');
        await page.getByRole('heading', { name: 'Este navegador no sirve aquí' }).waitFor();
        await page.getByLabel('Idioma').selectOption('en');
      }
      await context.close();
    }, 60_000);

  it('by plain http from another machine is told to come by https, before a password is asked for',
    async () => {
      const { context, page } = await browser.seat({ origin: service.origin });
      // As a name in a network leads to this machine: there the browser has no keys at all.
      await context.route('http://sotto.test/**', async (route) => {
        const { pathname } = new URL(route.request().url());
        const response = await route.fetch({ url: `${service.origin}${pathname}` });
        await route.fulfill({ response });
      });
      for (const surface of SURFACES) {
        await page.goto(`http://sotto.test/${surface}`);
        await page.getByRole('heading', { name: 'This browser cannot be used here' }).waitFor();
        expect(await page.evaluate(() => 'subtle' in crypto && crypto.subtle !== undefined)).toBe(false);
        await page.getByText('a protected connection. Open the address with https://').waitFor();
        expect(await page.locator('main input').count()).toBe(0);
      }
      await context.close();
    }, 60_000);
});

describe('a part of a page that breaks', () => {
  it('on the portal keeps the crisis line and the way out, and says nothing of what was there',
    async () => {
      const { context, page, said } = await browser.seat({ origin: service.origin, width: 390 });
      // A worker that is quick enough has the part already.
      await page.addInitScript('delete Navigator.prototype.serviceWorker;');
      await page.route('**/assets/who-*.js', (route) => route.abort());
      await page.goto('/employee');
      await page.getByRole('button', { name: 'Who sees what' }).click();
      await page.getByText('A part of this page did not come').waitFor();
      expect(await page.getByRole('button', { name: 'Leave quickly' }).isVisible()).toBe(true);
      expect(await page.locator('.crisis summary').first().isVisible()).toBe(true);
      await page.unrouteAll();
      await page.getByRole('button', { name: 'Load the page again' }).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(said.join(' ')).not.toContain('componentStack');
      await context.close();
    });

  it.each(SURFACES)(
    'on %s never blanks it', async (surface) => {
      const { context, page } = await browser.seat({ origin: service.origin });
      // React asks for this when it draws a select: where it throws, drawing fails.
      await context.addInitScript({ content: `const { createElement } = Document.prototype;
        Document.prototype.createElement = function (name, ...rest) {
          if (name === 'select') throw new Error('Quist, 12 May, secret');
          return createElement.call(this, name, ...rest);
        };` });
      await page.goto(`/${surface}`);
      await page.getByText('This page broke').waitFor();
      expect(await page.locator('body').innerText()).not.toContain('Quist');
      const way = surface === 'employee' ? 'Leave quickly' : 'Sign out';
      expect(await page.getByRole('button', { name: way }).isVisible()).toBe(true);
      if (surface === 'employee') {
        expect(await page.locator('.crisis summary').first().isVisible()).toBe(true);
      }
      await context.close();
    });

  it('whose words did not come says so in every language', async () => {
    const { context, page } = await browser.seat({ origin: service.origin });
    await page.route(/assets\/en-.*\.js/, (route) => route.abort());
    await page.goto('/hr');
    await page.getByText('A part of this page did not come').waitFor();
    await page.getByText('Falta una parte de esta página').waitFor();
    await context.close();
  });
});

describe('the first screen', () => {
  it('loses no press and no focus to what it tries meanwhile', async () => {
    const { page, context } = await browser.seat({ origin: service.origin, width: 390 });
    const free = Promise.withResolvers<undefined>();
    const held = Promise.withResolvers<undefined>();
    await context.route(/\/assets\/requirements-[^/]*\.js$/, async (route) => {
      held.resolve(undefined);
      await free.promise;
      return route.continue();
    });
    await page.goto('/employee');
    await held.promise;
    const button = page.getByRole('button', { name: 'I have a letter with a code' });
    await button.focus();
    await button.hover();
    await page.mouse.down();
    const tried = page.waitForEvent('worker');
    free.resolve(undefined);
    const worker = await tried;
    if (page.workers().includes(worker)) await worker.waitForEvent('close');
    // What was found out is on the screen by then.
    await page.evaluate(() => new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(resolve));
    }));
    expect(await button.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.mouse.up();
    await page.getByLabel('Code from your letter').waitFor();
    await context.close();
  });
});
