import { readFileSync } from 'node:fs';
import { extractText, getDocumentProxy } from 'unpdf';
import { written } from '#wallet/documents';
import { operatorCommands } from '../../apps/gateway/src/operator/program.ts';
import { Printer } from '../../demo/story/printer.ts';
import { connectionsOf } from '../e2e/sockets.ts';
import { planCourier, type OwnCourier } from '../simulation/courier.ts';
import { openBrowser, type OpenedBrowser, type Seat, type Sent } from './browser.ts';
import {
  agree, bookFirstTime, choosePassphrase, fillWallet, press, reach,
} from './employee.person.ts';
import { openEmployeeScenario, type EmployeeScenario } from './employee.scenario.ts';
import { faultsOf } from './outgoing.ts';
import { openService } from './service.ts';

/** Gateway, worker and a courier of its own, as three processes, and a member's real browser. */

let plan: OwnCourier;
let scenario: EmployeeScenario;
let browser: OpenedBrowser;
beforeAll(async () => {
  plan = await planCourier({ ORGANISATIONS: 'three' });
  scenario = await openEmployeeScenario(
    await openService({ members: 60, providers: 2, seed: 1 }, { courier: plan }));
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await scenario?.close();
});

const sit = () => browser.seat({ origin: plan.origin, width: 390, height: 844 });
const gateway = () => scenario.service.world.service.origin;
const toGateway = (sent: readonly Sent[]) => sent.filter(({ url }) => url.startsWith(gateway()));
const pathsAtGateway = (sent: readonly Sent[]) => toGateway(sent).map(({ url }) => url);

/** What was sent during a step. */
async function during({ sent }: Seat, step: () => Promise<unknown>): Promise<readonly Sent[]> {
  const before = sent.length;
  await step();
  return sent.slice(before);
}

/** The names of the documents that were asked for. */
function namesOf(sent: readonly Sent[]): string[] {
  const { gateway: texts } = JSON.parse(
    readFileSync('dist/web/documents/wallet.json', 'utf8')) as { gateway: Record<string, string> };
  return sent.filter(({ method }) => method === 'POST').map(({ body }) => {
    const { documentId } = JSON.parse(String(body)) as { documentId: string };
    return /^\s*\w+ (\w+)/.exec(texts[documentId] ?? '')?.[1] ?? 'unknown';
  });
}

it('a member\'s browser asks the gateway while she claims, and speaks to the courier alone else', async () => {
  const first = await sit();
  const opening = await during(first, async () => {
    await first.page.goto('/employee');
    await reach(first.page, 'Paid for, and nobody’s business');
  });
  expect(pathsAtGateway(opening)).toEqual([]);
  let words: string[] = [];
  const claiming = await during(first, async () => {
    words = await fillWallet(first.page, scenario.codes[0] ?? '');
  });
  expect([...new Set(namesOf(toGateway(claiming)))].sort())
    .toEqual(['ClaimCode', 'IssueCredits', 'PublishedKeys']);
  expect(new Set(pathsAtGateway(claiming))).toEqual(new Set([`${gateway()}/graphql`]));
  const booking = await during(first, async () => {
    await agree(first.page);
    await bookFirstTime(first.page);
  });
  expect(pathsAtGateway(booking)).toEqual([]);
  const second = await sit();
  const restoring = await during(second, async () => {
    await second.page.goto('/employee/return');
    await second.page.getByLabel('Your twelve words').fill(words.join(' '));
    await press(second.page, 'Bring it back');
    await choosePassphrase(second.page);
    await second.page.locator('.appointment').waitFor();
  });
  expect(restoring.filter(({ url }) => url.includes('/issued')).length).toBeGreaterThan(0);
  expect(pathsAtGateway(restoring)).toEqual([]);
  for (const { context, sent, said, violations } of [first, second]) {
    await context.close();
    const rest = sent.filter((one) => !toGateway(sent).includes(one));
    expect(faultsOf(rest, plan.origin)).toEqual([]);
    for (const { headers } of toGateway(sent)) {
      expect([headers['cookie'], headers['referer']]).toEqual([undefined, undefined]);
    }
    expect(violations).toEqual([]);
    expect(said).toEqual([]);
  }
});

it('the courier is connected with the gateway and with browsers, and writes no line for a request', async () => {
  const { courier } = scenario.service.world;
  const { page, context, sent } = await sit();
  await page.goto('/employee');
  await reach(page, 'Paid for, and nobody’s business');
  expect(sent.length).toBeGreaterThan(3);
  const [own, theirs] = [plan.origin, gateway()].map((origin) => Number(new URL(origin).port));
  const peers = connectionsOf(courier?.pid ?? 0);
  expect(peers.length).toBeGreaterThan(0);
  expect(peers.filter(({ local, remote }) => local !== own && remote !== theirs)).toEqual([]);
  const lines = courier?.written().trim().split('\n') ?? [];
  expect(lines.map((line) => (JSON.parse(line) as { event?: string }).event ?? 'ready').sort())
    .toEqual(['listening', 'ready']);
  await context.close();
});

it('an operator asks the vault through the courier, and is told so where she did not name it', async () => {
  const { gatewayOperatorToken, vaultOperatorToken, vaultSigningPublicKey } =
    scenario.service.world.brief;
  const env = {
    SOTTO_ORIGIN: gateway(), GATEWAY_OPERATOR_TOKEN: gatewayOperatorToken,
    VAULT_OPERATOR_TOKEN: vaultOperatorToken, VAULT_SIGNING_PUBLIC_KEY: vaultSigningPublicKey,
  };
  const run = async (...words: string[]) => {
    const printed: string[] = [];
    await operatorCommands(env, (line) => { printed.push(line); })
      .parseAsync(words, { from: 'user' });
    return printed.join('\n');
  };
  expect(await run('--courier', plan.origin, 'operations', '--vault')).toContain('Problems');
  await expect(run('operations', '--vault')).rejects.toThrow('--courier');
});

it('letters name the courier\'s address', async () => {
  const { programmeId, period, service: { world } } = scenario;
  const printer = await Printer.open();
  const { printLetters } = await world.scenario.gatewayOperator.ask(
    written<{ printLetters: { file: string } }>(`mutation ($input: PrintLettersInput!) {
      printLetters(input: $input) { ... on LettersPrinted { file } } }`),
    { input: { programmeId, period, recipient: printer.recipient, language: 'EN', again: 1 } });
  const pdf = await printer.decrypt(Buffer.from(printLetters.file, 'base64'));
  const { text } = await extractText(await getDocumentProxy(pdf), { mergePages: true });
  expect(text).toContain(`${new URL(plan.origin).host}/employee`);
});

describe('a gateway with a courier of its own', () => {
  it('serves no page of members, and takes no sealed request from anybody else', async () => {
    const page = await fetch(`${gateway()}/employee`, { redirect: 'manual' });
    expect(page.status).toBe(404);
    expect(await page.text()).toContain(`${plan.origin}/employee`);
    const relayed = await fetch(`${gateway()}/relay`, {
      method: 'POST', headers: { 'content-type': 'message/ohttp-req' }, body: new Uint8Array(4096) });
    expect(relayed.status).toBe(403);
  });

  it('answers the courier\'s page for claiming alone: not with one of HR\'s documents', async () => {
    const { gateway: documents } = JSON.parse(
      readFileSync('dist/web/documents/hr.json', 'utf8')) as { gateway: Record<string, string> };
    for (const documentId of Object.keys(documents)) {
      const answer = await fetch(`${gateway()}/graphql`, {
        method: 'POST', body: JSON.stringify({ documentId }),
        headers: { 'content-type': 'application/json', 'x-sotto-client': 'web', 'origin': plan.origin },
      });
      const { errors } = await answer.json() as { errors: { extensions: { code: string } }[] };
      expect(errors[0]?.extensions.code).toBe('DOCUMENT_NOT_PERSISTED');
    }
  });
});

it('members read who runs what on the first screen, and among who sees what', async () => {
  const { page, context } = await sit();
  await page.goto('/employee');
  await page.getByText('Three organisations. One knows letters').waitFor();
  await press(page, 'Who sees what');
  await page.getByRole('heading', { name: 'Whoever brings you this page' }).waitFor();
  await page.getByText('It ends if two of them put together').waitFor();
  await context.close();
});
