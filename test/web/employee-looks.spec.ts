import type { Page } from 'playwright-core';
import { faultsInEveryLook } from './accessible.ts';
import type { Seat } from './browser.ts';
import {
  agree, chooseFirstTime, enterCode, fillWallet, press, reach, unlock,
} from './employee.person.ts';
import { employeePortal } from './employee.portal.ts';
import { idle } from './idle.ts';
import { pictureOf } from './pictures.ts';

/** The screens behind the lock in every look, as `screens.spec.ts` has those before it. */

const portal = employeePortal();

const PAINTED_MS = 180_000;

/** Look at a screen, and go on where it was left. */
async function look({ page }: Seat, faults: string[], name: string): Promise<void> {
  await idle(page);
  for (const [device, width] of [['phone', 390], ['desktop', 1280]] as const) {
    await page.setViewportSize({ width, height: 800 });
    await pictureOf(page, `employee-${name.replaceAll(' ', '-')}-${device}`);
  }
  faults.push(...await faultsInEveryLook(page, name));
}

async function backHome(page: Page): Promise<void> {
  await press(page, 'Appointments');
  await reach(page, 'Your sessions');
}

it('the first steps have no fault in any look', async () => {
  const seat = await portal.browser.seat({ origin: portal.scenario.origin });
  const faults: string[] = [];
  await seat.page.goto('/employee');
  await reach(seat.page, 'Paid for, and nobody’s business');
  await look(seat, faults, 'welcome');
  await enterCode(seat.page, portal.scenario.codes[0] ?? '');
  await reach(seat.page, 'Lock this device');
  await look(seat, faults, 'passphrase');
  expect(faults).toEqual([]);
  expect({ said: seat.said, violations: seat.violations }).toEqual({ said: [], violations: [] });
}, PAINTED_MS);

it('the screens behind the lock have no fault in any look', async () => {
  const seat = await portal.browser.seat({ origin: portal.scenario.origin });
  const { page } = seat;
  const faults: string[] = [];
  await fillWallet(page, portal.scenario.codes[1] ?? '');
  await look(seat, faults, 'home');
  await press(page, 'Find a time');
  await page.locator('.first-layer').waitFor();
  await look(seat, faults, 'agree');
  await press(page, 'Back');
  await agree(page);
  await look(seat, faults, 'questions');
  await press(page, 'Show the earliest times');
  await page.locator('.time').first().waitFor();
  await look(seat, faults, 'times');
  await press(page, 'Back');
  await chooseFirstTime(page);
  await look(seat, faults, 'confirm');
  await press(page, 'Book with one session');
  await reach(page, 'Booked');
  await backHome(page);
  await look(seat, faults, 'home with an appointment');
  await press(page, 'Take a session out as a code');
  await press(page, 'Take one session out');
  await page.locator('.bearer').waitFor();
  await look(seat, faults, 'a code');
  await backHome(page);
  await press(page, 'This device and your twelve words');
  await reach(page, 'This device');
  await look(seat, faults, 'settings');
  await press(page, 'Lock');
  await reach(page, 'Locked');
  await look(seat, faults, 'locked');
  expect(faults).toEqual([]);
  expect({ said: seat.said, violations: seat.violations }).toEqual({ said: [], violations: [] });
}, PAINTED_MS);

it('an announced end is read before there is a case and after, and has no fault in any look', async () => {
  const { cluster } = portal.scenario.service;
  await cluster.query('vault', `INSERT INTO programme_end (programme, number, last_day)
    SELECT DISTINCT programme, 1, current_date + 30 FROM programme_period`);
  const seat = await portal.browser.seat({ origin: portal.scenario.origin });
  const { page } = seat;
  const faults: string[] = [];
  await fillWallet(page, portal.scenario.codes[2] ?? '');
  const notice = page.getByText(/^The programme of your employer ends on /);
  await notice.waitFor();
  await look(seat, faults, 'home before an end');
  expect(await page.getByText('Then new ones come').count()).toBe(0);
  await page.getByText('Then they expire.').waitFor();
  await agree(page);
  await backHome(page);
  await notice.waitFor();
  await cluster.query('vault', 'UPDATE programme_end SET last_day = current_date - 1');
  await press(page, 'Lock');
  await reach(page, 'Locked');
  await unlock(page);
  await page.getByText(/^The programme of your employer ended on /).waitFor();
  expect(faults).toEqual([]);
  expect({ said: seat.said, violations: seat.violations }).toEqual({ said: [], violations: [] });
}, PAINTED_MS);
