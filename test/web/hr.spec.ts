import { printedLetters } from '../../demo/story/printer.ts';
import { openBrowser, type OpenedBrowser, type Seat } from './browser.ts';
import {
  chooseFile, codeOf, describeProgramme, join, newEmployer, open, openYear, press, signIn,
} from './hr.person.ts';
import { openService, type WebService } from './service.ts';

/** An HR team sets itself up, by hand, from an invitation to printed letters. */

let service: WebService;
let browser: OpenedBrowser;
beforeAll(async () => {
  [service, browser] = await Promise.all([openService(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

const seat = (options: object = {}) => browser.seat({ origin: service.origin, ...options });

async function owner(options: object = {}): Promise<Seat & { readonly email: string }> {
  const taken = await seat(options);
  const { email, token } = await newEmployer(service.world);
  await join(taken.page, token);
  return { ...taken, email };
}

it('leads from an invitation to a year with letters, one mistake at a time', async () => {
  const { page, sent, said, violations } = await owner();
  await page.getByText('1 of 5 done').waitFor();
  await open(page, 'Programme', 'New programme');
  await page.getByLabel('Name').fill('Care for everyone');
  await chooseFile(page, 'site,department,headcount\nBerlin,Care,many\n,IT,20\n');
  const faults = page.getByRole('table');
  await faults.getByText('This is not a whole number from 0 up.').waitFor();
  expect(await faults.getByRole('rowheader').allTextContents()).toEqual(['2', '3']);
  expect(await page.getByRole('button', { name: 'Create the programme' }).count()).toBe(0);
  await describeProgramme(page);
  const year = await openYear(page);
  await page.getByRole('link', { name: 'Hand out its letters' }).click();
  await page.getByText('155 letters').waitFor();
  await open(page, 'Overview');
  await page.getByText('Whoever runs the service has them made').waitFor();
  expect(await page.getByRole('link', { name: 'Hand out the letters' }).count()).toBe(0);
  const [{ id }] = await service.cluster.query<{ id: string }>(
    'gateway', 'SELECT id FROM programme') as [{ id: string }];
  const letters = await printedLetters(service.world.scenario.gatewayOperator, id, year.label);
  expect(letters.map(({ site, department }) => `${site}: ${department}`).filter(
    (name, place, all) => all.indexOf(name) === place).sort())
    .toEqual(['Berlin: Care', 'Berlin: IT', 'Madrid: Sales']);
  await page.reload();
  await page.getByText('3 of 5 done').waitFor();
  await page.getByRole('link', { name: 'Hand out the letters' }).first().click();
  for (const name of ['Berlin: Care', 'Berlin: IT', 'Madrid: Sales']) {
    await press(page, `Handed out: ${name}`);
    await page.getByRole('button', { name: `Not after all: ${name}` }).waitFor();
  }
  await open(page, 'Overview');
  await page.getByText('4 of 5 done').waitFor();
  expect(await page.getByRole('heading', { name: `The year ${year.name}` }).count()).toBe(1);
  expect(sent.filter(({ url }) => !url.startsWith(service.origin))).toEqual([]);
  expect([said, violations]).toEqual([[], []]);
});

it('sells credits by what was previewed; a declined card buys nothing and says what to do', async () => {
  const { page } = await owner();
  await describeProgramme(page);
  await open(page, 'Buy credits');
  await page.getByLabel('Sessions').fill('40');
  await page.getByLabel('By card').check();
  await page.getByLabel('Test card').selectOption('sandbox-declined');
  await press(page, 'Pay €3,800.00 for 40 sessions');
  await page.getByText('The card was declined.').waitFor();
  expect(await page.getByText(/(Paid|Ordered): invoice/).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Download the invoice' }).count()).toBe(0);
  await press(page, 'Use another card');
  await page.getByLabel('Test card').selectOption('sandbox-ok');
  await press(page, 'Pay €3,800.00 for 40 sessions');
  await page.getByText(/^Paid: invoice INV-/).waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'), page.getByRole('link', { name: 'Download the invoice' }).click()]);
  expect(file.suggestedFilename()).toMatch(/^INV-\d{4}-\d{6}\.pdf$/);
  await press(page, 'Buy more');
  await page.getByLabel('Sessions').fill('10');
  await page.getByLabel('By invoice').check();
  await press(page, 'Order 10 sessions for €950.00');
  await page.getByText(/^Ordered: invoice INV-/).waitFor();
  await open(page, 'Invoices');
  await page.getByRole('tab').first().waitFor();
  const tabs = await page.getByRole('tab').allTextContents();
  expect(tabs).toEqual(['All (2)', 'To be paid (1)', 'Overdue (0)', 'Paid (1)']);
  await page.getByRole('tab', { name: 'To be paid' }).click();
  expect(await page.getByRole('table').getByRole('row').count()).toBe(2);
  await open(page, 'Overview');
  await page.locator('.figure-number').first().getByText('40', { exact: true }).waitFor();
});

it('asks for the second factor from then on, takes each code once, and recovery codes', async () => {
  const { page, email } = await owner();
  await page.getByRole('link', { name: 'Account', exact: true }).click();
  await press(page, 'New recovery codes');
  const first = await codeOf(page);
  await page.locator('.code-form').getByLabel('Code of the app').fill(first);
  await press(page, 'Make new recovery codes');
  await page.getByText('They are shown this once.').waitFor();
  const recovery = await page.locator('.recovery li').allTextContents();
  expect(recovery).toHaveLength(10);
  await press(page, 'I have kept them');
  await press(page, 'Sign out');
  await signIn(page, email);
  await page.getByLabel('Code of your authenticator app').fill(first);
  await press(page, 'Sign in');
  await page.getByText('This code is not right, or was used before.').waitFor();
  await page.getByLabel('Code of your authenticator app').fill(recovery[3] ?? '');
  await press(page, 'Sign in');
  await page.getByRole('navigation').waitFor();
  await page.getByRole('link', { name: 'Account', exact: true }).click();
  await page.getByText('9 recovery codes are left.').waitFor();
  await page.getByText(/^C-[0-9A-F]{8}$/).waitFor();
});

it('lets a colleague in as what she is, and out at once', async () => {
  const { page } = await owner();
  await describeProgramme(page);
  await open(page, 'Team');
  for (const part of ['ada', 'a@b', 'ada@fernside', 'ada fernside@example.org']) {
    await page.getByLabel('Work e-mail').fill(part);
    await press(page, 'Make an invitation');
    await page.getByText('This is no whole e-mail address.').waitFor();
    expect(await page.getByLabel('Work e-mail').getAttribute('aria-invalid')).toBe('true');
  }
  await page.getByLabel('Work e-mail').fill('ada@fernside.example');
  await press(page, 'Make an invitation');
  const link = await page.locator('.link-to-copy').textContent() ?? '';
  const ada = await seat();
  await join(ada.page, decodeURIComponent(link.split('#')[1] ?? ''));
  await ada.page.getByRole('navigation').getByRole('link').first().waitFor();
  const places = await ada.page.getByRole('navigation').getByRole('link').allTextContents();
  expect(places).toEqual(['Overview', 'Programme', 'Usage', 'Privacy']);
  await press(page, 'Done');
  await press(page, 'Remove ada@fernside.example');
  await page.getByLabel(/^Type/).fill('ada@fernside.example');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('cell', { name: 'Administrator' }).waitFor();
  await open(ada.page, 'Usage');
  await ada.page.getByText('Your sign-in has ended').waitFor();
  await press(ada.page, 'Sign in again');
  await ada.page.getByLabel('Work e-mail').waitFor();
  await page.getByRole('link', { name: 'What the team did' }).click();
  await page.getByRole('cell', { name: 'Removed from the team' }).waitFor();
});

it('is worked by the keyboard alone: search, shortcuts, and none of it while typing', async () => {
  const { page } = await owner();
  await describeProgramme(page);
  await page.locator('body').press('/');
  await page.getByLabel('What are you looking for?').fill('inv');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Invoices' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('g');
  await page.keyboard.press('b');
  await page.getByRole('heading', { level: 1, name: 'Buy credits' }).waitFor();
  await page.getByLabel('Sessions').press('/');
  expect(await page.getByRole('dialog').count()).toBe(0);
});

it('says what to do when the connection is lost, and goes on when it is back', async () => {
  const { page, context } = await owner();
  await describeProgramme(page);
  await page.route('**/graphql', (route) => route.abort());
  await open(page, 'Invoices');
  await page.getByText('The service cannot be reached from here').waitFor();
  await page.unroute('**/graphql');
  await press(page, 'Try again');
  await page.getByText('No invoice yet').waitFor();
  await context.close();
});

it('sends its cookie to /graphql alone, and names nothing in addresses', async () => {
  const { page, sent, context } = await owner();
  await page.goto('/hr/usage');
  await page.getByRole('heading', { level: 1 }).waitFor();
  const cookies = await context.cookies();
  expect(cookies.map(({ name, path, httpOnly, sameSite }) => ({ name, path, httpOnly, sameSite })))
    .toEqual([{ name: 'sotto_hr', path: '/graphql', httpOnly: true, sameSite: 'Strict' }]);
  expect(sent.filter(({ headers }) => headers['referer'])).toEqual([]);
  expect(sent.some(({ url }) => url.includes('@') || url.includes('token'))).toBe(false);
});

it('speaks Spanish throughout', async () => {
  const { page } = await seat({ language: 'es-ES' });
  const { email, token } = await newEmployer(service.world);
  await page.goto(`/hr/join#${encodeURIComponent(token)}`);
  await page.getByLabel('Elija una contraseña').fill('tres palabras sueltas');
  await press(page, 'Guardar la contraseña y entrar');
  await page.getByRole('heading', { level: 1, name: 'Configurar un segundo factor' }).waitFor();
  // As if she had added a passkey.
  await service.cluster.query('gateway', `INSERT INTO hr_passkey (id, user_id, credential_id,
    public_key, counter, transports, name, added_on)
    SELECT gen_random_uuid(), id, '\\x01', '\\x01', 0, '{}', 'x', '2026-11-01' FROM hr_user
    WHERE email = $1`, [email]);
  await page.reload();
  await page.getByText('1 de 5 hechos').waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('es');
  await open(page, 'Uso');
  await page.getByText('Aún no hay ningún programa').waitFor();
});
