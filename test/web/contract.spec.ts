import type { Page } from 'playwright-core';
import { faultsInEveryLook } from './accessible.ts';
import { openBrowser, type OpenedBrowser } from './browser.ts';
import { idle } from './idle.ts';
import { pictureOf } from './pictures.ts';
import { openService, type WebService } from './service.ts';

/** A contract is read on the device alone, by keyboard alone, whatever was pasted. */

let service: WebService;
let browser: OpenedBrowser;
beforeAll(async () => {
  [service, browser] = await Promise.all([openService(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

const CONTRACT = 'Consent to counseling\n\nEverything you say is confidential. Your counselor Dr. Amina '
  + 'Yusuf (423-555-0172) tells nobody, unless you are about to harm yourself or a court orders it. '
  + 'We may share information with trusted partners as needed. Records are kept as long as necessary. '
  + 'Only your counselor reads your notes.';

async function openReader(page: Page, words = { who: 'Who sees what', read: 'Read a contract' }) {
  await page.goto('/employee');
  await page.getByRole('contentinfo').getByRole('button', { name: words.who }).press('Enter');
  await page.getByRole('button', { name: words.read }).press('Enter');
  await page.getByRole('heading', { level: 1, name: words.read }).waitFor();
}

/** Paste a text, and go on by keys alone. */
async function paste(page: Page, text: string) {
  await page.getByRole('textbox').fill(text);
  await page.getByRole('textbox').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
}

it('says what a contract says and leaves open, sends nothing of it, and has no fault in any look', async () => {
  const seat = await browser.seat({ origin: service.origin });
  const { page } = seat;
  await openReader(page);
  await page.getByRole('button', { name: 'Read it' }).press('Enter');
  await page.getByText('Paste the text first.').waitFor();
  const before = seat.sent.length;
  await paste(page, CONTRACT);
  await page.getByRole('heading', { name: 'What it says' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('What it says');
  expect(await page.locator('.answers dd').allTextContents()).toEqual([
    'Only your counselor reads your notes.',
    'Your counselor Dr. Amina Yusuf (423-555-0172) tells nobody, unless you are about to harm yourself '
    + 'or a court orders it.',
    'Not said. Ask before you sign.', 'Not said. Ask before you sign.',
  ]);
  expect(await page.locator('.contract mark').allTextContents())
    .toEqual(['trusted partners', 'as needed', 'as long as necessary', 'Amina Yusuf', '423-555-0172']);
  expect(seat.sent.slice(before)
    .filter(({ url, body }) => `${url} ${String(body)}`.includes('Yusuf'))).toEqual([]);
  expect(seat.sent.slice(before).filter(({ url }) => !url.endsWith('/relay'))).toEqual([]);
  await idle(page);
  for (const [device, width] of [['phone', 390], ['desktop', 1280]] as const) {
    await page.setViewportSize({ width, height: 800 });
    await pictureOf(page, `employee-contract-${device}`);
  }
  expect(await faultsInEveryLook(page, 'contract')).toEqual([]);
  expect({ said: seat.said, violations: seat.violations }).toEqual({ said: [], violations: [] });
}, 180_000);

it('reads Spanish, and a hundred thousand characters, of which some turn others about', async () => {
  const seat = await browser.seat({ origin: service.origin, language: 'es-ES', width: 390 });
  const { page } = seat;
  await openReader(page, { who: 'Quién ve qué', read: 'Leer un contrato' });
  const piece = 'Compartimos datos \u202Ecuando sea\u202C nece\u200Bsario con <b>Lucía</b> Ortega\u0000\u0007. ';
  await paste(page, piece.repeat(Math.ceil(100_000 / piece.length)));
  await page.getByRole('heading', { name: 'Lo que dice', exact: true }).waitFor();
  const shown = await page.locator('.contract').textContent() ?? '';
  expect(shown).toContain('Compartimos datos cuando sea necesario con <b>Lucía</b> Ortega');
  expect(shown).not.toMatch(/[\u202A-\u202E\u200B\u0000\u0007]/);
  expect(await page.locator('.contract mark').first().textContent()).toBe('cuando sea necesario');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect({ said: seat.said, violations: seat.violations }).toEqual({ said: [], violations: [] });
}, 120_000);
