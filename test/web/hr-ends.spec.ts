import { written } from '#wallet/documents';
import { daysAfter } from '#calendar/days';
import { faultsInEveryLook } from './accessible.ts';
import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import { describeProgramme, join, newEmployer, open, openYear } from './hr.person.ts';
import { pictureOf } from './pictures.ts';
import { openService, type WebService } from './service.ts';

const ANNOUNCE = written<{ announceEnd: { __typename: string } }>(
  `mutation ($input: AnnounceEndInput!) { announceEnd(input: $input) { __typename } }`);

describe('an announced end at the HR dashboard', () => {
  let service: WebService;
  let browser: OpenedBrowser;
  let seat: Seat;
  beforeAll(async () => {
    [service, browser] = await Promise.all([openService(), openBrowser()]);
    seat = await browser.seat({ origin: service.origin });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await service?.close();
  });

  it('is said on every screen, and no screen says a later last day or asks for more', async () => {
    const { page } = seat;
    const { id, token } = await newEmployer(service.world);
    await join(page, token);
    await describeProgramme(page);
    await openYear(page);
    const today = new Date().toISOString().slice(0, 10);
    await service.world.scenario.gatewayOperator.ask(
      ANNOUNCE, { input: { employerId: id, lastDay: daysAfter(today, 120) } });
    await page.reload();
    const notice = page.getByText(/^The programme ends on /);
    for (const [link, heading] of [
      ['Overview'], ['Programme', 'Care for everyone'], ['Buy credits'],
      ['Letters', 'Hand out the letters']] as const) {
      await open(page, link, heading);
      await notice.waitFor();
      const [, day = ''] = /ends on (.+)\.$/.exec(await notice.textContent() ?? '') ?? [];
      if (link === 'Overview') await page.locator('.facts', { hasText: day }).waitFor();
      if (link === 'Programme') await page.getByRole('row', { name: `Open ${day}` }).waitFor();
      if (link === 'Buy credits') {
        expect(await page.getByLabel('Sessions').inputValue()).toBe('');
      }
      expect(await faultsInEveryLook(page, `ends-${link}`)).toEqual([]);
      await pictureOf(page, `hr-ends-${link.toLowerCase().replace(' ', '-')}`);
    }
    expect([seat.said, seat.violations]).toEqual([[], []]);
  });
});
