import { bytesToHex } from '@noble/hashes/utils.js';
import { signingPublicKey, signStatement, type SignedStatement } from '#pseudonym/signed';
import {
  choicesOf, fetchDirectory, licensedIn, openHere, readPractices, suits, type Practice, type Wishes,
} from './directory.ts';
import type { Transport } from './transport.ts';
import type { Wallet } from './wallet.ts';

const SEED = new Uint8Array(32).fill(7);
const clock = { now: () => new Date('2026-11-02T10:00:00Z') };
const providers = [{ id: 'a', name: 'Ada' }];

/** The directory by a service that answers so. */
async function directoryOf(status: number, text: string) {
  const transport: Transport = () => Promise.resolve({
    status, redirected: false, header: () => null, text: () => Promise.resolve(text),
    bytes: () => Promise.resolve(new TextEncoder().encode(text)),
  });
  const vaultKey = bytesToHex(await signingPublicKey(SEED));
  return fetchDirectory({ transport, clock, vaultKey, openDirectory: openHere });
}

describe('the directory', () => {
  let signed: SignedStatement;
  let forged: SignedStatement;
  let other: SignedStatement;
  beforeAll(async () => {
    signed = await signStatement(SEED, 'directory', { version: 1, providers });
    forged = await signStatement(new Uint8Array(32).fill(8), 'directory', { version: 1, providers });
    other = await signStatement(SEED, 'relay-key', { version: 1, providers });
  });

  it('is what the vault signed, whole', async () => {
    expect(await directoryOf(200, JSON.stringify(signed)))
      .toEqual({ version: 1, practices: providers });
  });

  it.each([
    ['signed by somebody else', () => [200, JSON.stringify(forged)], 'NOT_THE_VAULT'],
    ['signed as something else', () => [200, JSON.stringify(other)], 'NOT_THE_VAULT'],
    ['changed after it was signed',
      () => [200, JSON.stringify({ ...signed, body: signed.body.replace('Ada', 'Eva') })],
      'NOT_THE_VAULT'],
    ['not published yet', () => [404, '{"code":"NOT_FOUND"}'], 'STOPPED'],
    ['the page of a network', () => [200, '<html>Sign in</html>'], 'PORTAL'],
    ['half of a file', () => [200, JSON.stringify(signed).slice(0, 50)], 'PORTAL'],
    ['null', () => [200, 'null'], 'PORTAL'],
  ] as const)('is refused where it is %s', async (_what, answer, code) => {
    const [status, text] = answer() as [number, string];
    await expect(directoryOf(status, text)).rejects.toMatchObject({ code });
  });
});

const practice = (name: string, more: Partial<Practice> = {}): Practice => ({
  id: name, name, languages: ['en'], specialities: ['STRESS'], modalities: ['VIDEO'],
  gender: 'FEMALE', timeZone: 'Europe/Berlin',
  licences: [{ jurisdiction: 'DE', expires: '2026-12-31' }], keys: null, ...more });
const ADA = practice('Ada', { languages: ['en', 'de'], specialities: ['STRESS', 'WORK'] });
const TOM = practice('Tom', {
  languages: ['es'], modalities: ['PHONE', 'VIDEO'], gender: 'MALE', specialities: ['GRIEF'],
  licences: [{ jurisdiction: 'ES', expires: '2027-06-30' }, { jurisdiction: 'DE', expires: '2026-11-01' }] });

describe('a directory that this wallet reads', () => {
  const walletOf = (version: number, seen: number) => {
    const content = { directoryVersion: seen };
    const forgotten: number[] = [];
    const wallet = {
      content,
      doors: {
        readDirectory: () => Promise.resolve({ version, practices: [ADA] }),
        forgetDirectory: () => { forgotten.push(version); },
      },
      change: (next: () => object) => {
        Object.assign(content, next());
        return Promise.resolve();
      },
    } as unknown as Wallet;
    return { wallet, content, forgotten };
  };

  it('is followed as it grows, and one older than was seen brings nobody back', async () => {
    for (const [version, seen, then] of [[3, 2, 3], [3, 3, 3], [1, 0, 1]] as const) {
      const { wallet, content, forgotten } = walletOf(version, seen);
      expect(await readPractices(wallet)).toEqual([ADA]);
      expect([content.directoryVersion, forgotten]).toEqual([then, []]);
    }
    const { wallet, content, forgotten } = walletOf(2, 3);
    await expect(readPractices(wallet)).rejects.toMatchObject({ code: 'OLD_DIRECTORY', fate: 'read' });
    expect([content.directoryVersion, forgotten]).toEqual([3, [2]]);
  });

  it('writes nothing where nothing is new', async () => {
    const { wallet } = walletOf(3, 3);
    const writes: unknown[] = [];
    const change = (next: unknown) => Promise.resolve(writes.push(next));
    await readPractices(Object.assign(wallet, { change }));
    expect(writes).toEqual([]);
  });
});

it('who is licensed is licensed there, and on that day', () => {
  const names = (jurisdiction: string, day: string) =>
    licensedIn([ADA, TOM], jurisdiction, day).map(({ name }) => name);
  expect(names('DE', '2026-11-01')).toEqual(['Ada', 'Tom']);
  expect(names('DE', '2026-11-02')).toEqual(['Ada']);
  expect(names('ES', '2027-06-30')).toEqual(['Tom']);
  expect([names('ES', '2027-07-01'), names('FR', '2026-11-01')]).toEqual([[], []]);
});

describe('who suits', () => {
  const ALL: Wishes = {
    jurisdiction: 'DE', languages: [], modality: null, gender: null, speciality: null };
  const found = (wishes: Partial<Wishes>) =>
    [ADA, TOM].filter((one) => suits(one, { ...ALL, ...wishes })).map(({ name }) => name);

  it.each<[Partial<Wishes>, string[]]>([
    [{}, ['Ada', 'Tom']], [{ languages: ['de'] }, ['Ada']], [{ languages: ['de', 'es'] }, ['Ada', 'Tom']],
    [{ languages: ['fr'] }, []], [{ modality: 'PHONE' }, ['Tom']], [{ modality: 'VIDEO' }, ['Ada', 'Tom']],
    [{ modality: 'IN_PERSON' }, []], [{ gender: 'MALE' }, ['Tom']], [{ gender: 'NONBINARY' }, []],
    [{ speciality: 'GRIEF' }, ['Tom']], [{ speciality: 'OTHER' }, []],
    [{ languages: ['es'], gender: 'FEMALE' }, []], [{ modality: 'PHONE', speciality: 'WORK' }, []],
    [{ languages: ['en'], modality: 'PHONE' }, []], [{ gender: 'MALE', speciality: 'WORK' }, []],
    [{ languages: ['es'], modality: 'PHONE', gender: 'MALE', speciality: 'GRIEF' }, ['Tom']],
  ])('is what all wishes say: %j', (wishes, names) => { expect(found(wishes)).toEqual(names); });

  it('is chosen from all that there is, each once and in order, and what is wished for stays', () => {
    const languages = (one: Practice) => one.languages;
    expect(choicesOf([TOM, ADA, ADA], languages)).toEqual(['de', 'en', 'es']);
    expect(choicesOf([ADA], languages, ['fr', 'en'])).toEqual(['de', 'en', 'fr']);
    expect(choicesOf([], languages)).toEqual([]);
  });
});
