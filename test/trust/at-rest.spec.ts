import { referralOf } from '../../demo/story/care.ts';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { testCluster, type TestCluster } from '#local/testing';
import { openWorld, type World } from '../simulation/world.ts';
import { dumpDatabase } from './dump.ts';
import { FORWARDED_FOR, goThrough, saidIn, type Flow } from './flow.ts';
import type { Secret } from './needles.ts';
import { Search, type Haystack } from './search.ts';

/**
 * What each domain keeps of what it has handed out itself: no secret lies in its own tables as it
 * was given, and nothing of a person stands in its own log.
 */

let cluster: TestCluster;
let world: World;
let flow: Flow;

beforeAll(async () => {
  cluster = await testCluster();
  world = await openWorld({ members: 60, providers: 4, seed: 9 }, { cluster });
  flow = await goThrough(world);
}, 240_000);

afterAll(async () => {
  await world.close();
  await cluster.drop();
});

const said = (...fields: string[]) => () => saidIn(world, fields);
const labelled = (label: string, values: readonly string[]): Secret[] =>
  values.map((value) => ({ label, value }));
const ofWallet = (label: string, read: (wallet: Flow['client']['wallet']) => string[]) =>
  () => labelled(label, read(flow.client.wallet));
const keysOf = (domain: 'gateway' | 'vault') => () =>
  Object.entries(world.service.secrets[domain])
    .filter(([name]) => !name.endsWith('_PUBLIC_KEY'))
    .map(([label, value]) => ({ label, value: String(value) }));

type Row = [what: string, values: () => Secret[]];
const SECRETS: Row[] = [
  ['passwords of HR', () => labelled('password', [flow.employer.password])],
  ['passwords that were sent', said('password', 'newPassword', 'current', 'next')],
  ['first passwords of therapists', said('initialPassword')],
  ['secrets of authenticators', said('typed', 'uri')],
  ['recovery codes', said('recoveryCodes')],
  ['tokens of sessions, invitations and resets', said('token', 'invitationToken')],
  ['links', said('link')],
  ['what is sent as authorisation, operators\' too', said('authorization')],
  ['the session cookie', () => labelled('cookie', [flow.cookie])],
  ['tokens against forged requests', said('csrfToken')],
  ['seeds and keys of the gateway', keysOf('gateway')],
  ['seeds and keys of the vault', keysOf('vault')],
  ['codes that were typed', said('code')],
  ['codes of letters', () => labelled('code of a letter', flow.codes)],
  ['credits', said('entryCredit', 'credit')],
  ['credits that were not spent', ofWallet('credit', (wallet) =>
    wallet.content.credits.map(({ credit }) => credit))],
  ['the secret of a case', ofWallet('case secret', (wallet) =>
    [wallet.caseAuthorization(flow.employer.programmeId).slice(5)])],
  ['a wallet\'s phrase', () => labelled('phrase', [flow.client.phrase])],
  ['a wallet\'s roots', ofWallet('root', ({ content }) => Object.values(content.roots))],
];
/** What may be stored where it belongs, and yet stands in no log. */
const PERSONAL: Row[] = [
  ['e-mail addresses', said('ownerEmail', 'email')],
  ['names of therapists and customers', said('name', 'site', 'department')],
  ['logins, handles and licences', said('login', 'handle', 'number')],
  ['where a session is held', said('address', 'directions', 'atTheDoor', 'phone', 'videoLink')],
  ['the address of a caller', () => labelled('forwarded for', [FORWARDED_FOR])],
  ['keys of claims', ofWallet('claim key', (wallet) =>
    [wallet.claimKey(0)])],
  ['the hash of a case', ofWallet('case hash', (wallet) =>
    [wallet.caseKey(flow.employer.programmeId)])],
  ['spent credits\' marks', ofWallet('nullifier', (wallet) =>
    wallet.content.credits.map(({ id }) => id))],
  ['what is booked', () => labelled('authorisation', flow.client.bookings.flatMap(
    ({ authorisationId, startsAt }) => [authorisationId, startsAt]))],
  ['referrals and therapists', () => labelled('referral',
    [referralOf(flow.client), flow.client.providerId])],
];

const tables = async (): Promise<Haystack[]> => (await Promise.all(
  (['gateway', 'vault'] as const).map((domain) =>
    dumpDatabase(cluster, domain, 'rows')))).flat();
const logs = (): Haystack[] => (['gateway', 'worker'] as const).map((part) => (
  { place: `${part}.log`, bytes: Buffer.from(world.log(part)) }));

/** What was found and where; a hash of a secret is no secret where only it is kept. */
function found(values: Secret[], all: Haystack[], hashesToo: boolean): string[] {
  expect(values.length).toBeGreaterThan(0);
  const search = new Search(values);
  return all.flatMap((part) => search.in(part))
    .filter(({ encoding }) => hashesToo || !encoding.startsWith('sha256'))
    .map(({ label, encoding, place }) => `${label} (${encoding}) in ${place}`);
}

describe('in the tables of both domains, as given, in hexadecimal or base64, lie no', () => {
  let stored: Haystack[];
  beforeAll(async () => { stored = await tables(); });

  it.each(SECRETS)('%s', (_, values) => {
    expect(found(values(), stored, false)).toEqual([]);
  });
});

describe('in the logs of both domains, in any form or as a hash, stand no', () => {
  it.each([...SECRETS, ...PERSONAL])('%s', (_, values) => {
    expect(world.log('gateway')).not.toBe('');
    expect(world.log('worker')).toContain('second-factor-refused');
    expect(found(values(), logs(), true)).toEqual([]);
  });
});

describe('once one of each is planted, the search sees', () => {
  let planted: { tables: Haystack[]; logs: Haystack[] };
  beforeAll(async () => {
    const values = [...SECRETS, ...PERSONAL].map(([, of]) => String(of()[0]!.value));
    await cluster.query('gateway', `INSERT INTO vault_statement VALUES ('directory', $1, '')
      ON CONFLICT (type) DO UPDATE SET body = $1`, [values.join(' and ')]);
    const encoded = values.map((value) => Buffer.from(`of ${value}`).toString('base64'));
    appendFileSync(join(world.folder, 'worker.log'), encoded.join('\n'));
    planted = { tables: await tables(), logs: logs() };
  });

  it.each([...SECRETS, ...PERSONAL])('%s', (_, values) => {
    expect(found(values(), planted.tables, false)).not.toEqual([]);
    expect(found(values(), planted.logs, true)).not.toEqual([]);
  });
});
