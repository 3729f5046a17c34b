import { randomBytes } from 'node:crypto';
import { written } from '#wallet/documents';
import { printedLetters } from '../../demo/story/printer.ts';
import { openBrowser, type OpenedBrowser } from './browser.ts';
import { describeProgramme, join, newEmployer, open, openYear } from './hr.person.ts';
import { openService, type WebService } from './service.ts';

/** Nothing on any of HR's screens tells that a code was claimed, in its bytes or its words. */

let service: WebService;
let browser: OpenedBrowser;
beforeAll(async () => {
  [service, browser] = await Promise.all([openService(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

const SCREENS = [['Overview', 'Overview'], ['Programme', 'Care for everyone'],
  ['Invoices', 'Invoices'], ['Usage', 'Usage'], ['Letters', 'Hand out the letters']] as const;
const CLAIM = written<{ claimCode: object }>(`mutation ($code: String!, $claimKey: String!) {
  claimCode(code: $code, claimKey: $claimKey) { __typename } }`);

it('shows the same bytes and words before and after twenty codes are claimed', async () => {
  const { page } = await browser.seat({ origin: service.origin });
  const { token } = await newEmployer(service.world);
  await join(page, token);
  await describeProgramme(page);
  await openYear(page);
  await page.getByRole('cell', { name: 'Open', exact: true }).waitFor();
  const walk = async () => {
    const answers: Promise<string>[] = [];
    const listen = (response: { url(): string; text(): Promise<string> }) => {
      if (response.url().endsWith('/graphql')) answers.push(response.text());
    };
    page.on('response', listen);
    const words: string[] = [];
    for (const [link, heading] of SCREENS) {
      await open(page, link, heading);
      // Whatever is still being fetched is shown with an ellipsis.
      await page.locator('main').filter({ hasText: '…' }).waitFor({ state: 'detached' });
      words.push(await page.locator('main').innerText());
    }
    page.off('response', listen);
    return { words, answers: (await Promise.all(answers)).sort() };
  };
  const [{ id, label }] = await service.cluster.query<{ id: string; label: string }>(
    'gateway', 'SELECT programme_id AS id, label FROM period') as [{ id: string; label: string }];
  const letters = await printedLetters(service.world.scenario.gatewayOperator, id, label);
  await walk();
  const before = await walk();
  for (const { code } of letters.slice(0, 20)) {
    const { claimCode } = await service.world.scenario.gateway.ask(
      CLAIM, { code, claimKey: randomBytes(32).toString('hex') });
    expect(claimCode).toEqual({ __typename: 'MemberSession' });
  }
  const after = await walk();
  expect(after).toEqual(before);
  const all = JSON.stringify(after);
  expect(letters.filter(({ code }) => all.includes(code))).toEqual([]);
});
