import type { Page } from 'playwright-core';
import type { Seat } from './browser.ts';
import { agree, fillWallet, press, reach } from './employee.person.ts';
import { employeePortal } from './employee.portal.ts';
import { pictureOf } from './pictures.ts';
import { signInAt, visit } from './therapist.person.ts';

/** Client and therapist find each other: both screens show the same place to meet. */

const portal = employeePortal();
const WAYS = ['Video', 'Phone', 'In person'];
/** What `meetingOf` of the story gives the therapists, and what tells of any of it. */
const PLACES = ['meet.example.org', '+49 40 555 0101', 'Lindenhof 1', 'Ring at "Practice 1"'];
const DETAILS = /meet\.example\.org|\+49 40|Lindenhof|Practice 1/;

let client: Seat;
let page: Page;
beforeAll(async () => {
  client = await portal.sit();
  page = client.page;
  await fillWallet(page, portal.nextCode());
}, 120_000);
afterAll(() => client?.context.close());

/** Find a time by a way of meeting, and go to what is asked before it is booked. */
async function choose(way: string): Promise<void> {
  await press(page, 'Find a time');
  await reach(page, 'Three questions');
  await page.getByLabel(way, { exact: true }).check();
  await press(page, 'Show the earliest times');
  await page.locator('.time').first().click();
  await reach(page, 'Book this time?');
}

const meeting = (way: string) =>
  page.locator('.appointment').filter({ hasText: `· ${way} ·` }).locator('.meeting');

describe('the place to meet', () => {
  it('is on no screen before a session is booked', async () => {
    await agree(page);
    await press(page, 'Back');
    for (const way of WAYS) {
      await choose(way);
      expect(await page.locator('body').textContent()).not.toMatch(DETAILS);
      await press(page, 'Back');
      await press(page, 'Back');
      await press(page, 'Back');
      await reach(page, 'Your sessions');
    }
  });

  it.each([
    ['Video', ['It opens somebody else’s service: meet.example.org.', 'Quiet|[A-Z][a-z]+ [A-Z][a-z]+ \\d{4}']],
    ['Phone', ['\\+49 40 555 0101', 'Hide your own number first', '#31#']],
    ['In person', ['Lindenhof 1', 'Second floor', 'Ring at "Practice 1"']],
  ])('is shown once it is booked, and on the first screen from then on: %s', async (way, words) => {
    await choose(way);
    await press(page, 'Book with one session');
    await reach(page, 'Booked');
    for (const word of words) {
      expect(await page.locator('.meeting').textContent()).toMatch(new RegExp(word));
    }
    await pictureOf(page, `employee-booked-${way.toLowerCase().replace(' ', '-')}-phone`);
    await press(page, 'Done');
    for (const word of words) expect(await meeting(way).textContent()).toMatch(new RegExp(word));
  });

  it('is opened as a stranger: no referrer, no opener; and a call shows no link to tap', async () => {
    const link = meeting('Video').getByRole('link', { name: 'Open the video room' });
    expect(await link.getAttribute('href')).toMatch(/^https:\/\/meet\.example\.org\//);
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    expect(await meeting('Phone').locator('a').count()).toBe(0);
    await pictureOf(page, 'employee-home-with-three-appointments-phone');
  });

  it('is the same on the therapist\'s Today, and a change reaches the client as one', async () => {
    const seen = new Set<string>();
    for (const therapist of portal.scenario.therapists) {
      const seat = await portal.browser.seat({ origin: portal.scenario.origin });
      await signInAt(seat.page, therapist);
      await seat.page.locator('.session').first().waitFor();
      const today = await seat.page.locator('main').textContent() ?? '';
      for (const word of PLACES) {
        if (today.includes(word)) seen.add(word);
      }
      await pictureOf(seat.page, `therapist-today-meeting-${therapist.name.slice(0, 3)}-desktop`);
      if (therapist.name.startsWith('Tom')) await moveTo(seat.page, 'Neuer Wall 7');
      await seat.context.close();
    }
    expect([...seen]).toHaveLength(4);
    await page.reload();
    await page.getByLabel('Passphrase of this device').fill('three unrelated words');
    await press(page, 'Unlock');
    await meeting('In person').getByText('Your therapist changed this after you booked').waitFor();
    expect(await meeting('In person').textContent()).toContain('Neuer Wall 7');
    expect(await meeting('Video').getByText('changed this').count()).toBe(0);
    const { said, violations } = client;
    expect({ said, violations }).toEqual({ said: [], violations: [] });
  });
});

/** The therapist moves; a number that can't be called is refused at its field. */
async function moveTo(console: Page, address: string): Promise<void> {
  await visit(console, 'Profile');
  await console.getByLabel('Your video room').fill('http://meet.example.org/room');
  await press(console, 'Save profile');
  await console.getByText('It must begin with https://.').waitFor();
  expect(await console.getByLabel('Your video room').getAttribute('aria-invalid')).toBe('true');
  await console.getByLabel('Your video room').fill('https://meet.example.org/practice-1');
  await console.getByLabel('Address of the practice').fill(address);
  await press(console, 'Save profile');
  await console.getByText('Saved').waitFor();
  await pictureOf(console, 'therapist-profile-meeting-desktop');
}
