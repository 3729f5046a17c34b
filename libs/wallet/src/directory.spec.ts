import { bytesToHex } from '@noble/hashes/utils.js';
import { signingPublicKey, signStatement, type SignedStatement } from '#pseudonym/signed';
import { fetchDirectory, openHere } from './directory.ts';
import type { Transport } from './transport.ts';

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
