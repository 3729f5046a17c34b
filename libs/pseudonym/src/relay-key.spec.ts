import { randomBytes } from 'node:crypto';
import { toBase64Url } from './bytes.ts';
import { encodeKeyConfig } from './ohttp.ts';
import { readRelayKey } from './relay-key.ts';
import { deriveRelayKey } from './sealed.ts';
import { signingPublicKey, signStatement } from './signed.ts';

describe('a statement of the relay key', () => {
  const seed = randomBytes(32);
  let config: string;
  let pinned: Uint8Array;
  beforeAll(async () => {
    config = toBase64Url(encodeKeyConfig((await deriveRelayKey(randomBytes(32))).config));
    pinned = await signingPublicKey(seed);
  });

  const read = async (body: Record<string, string>, today: string, signer = seed) =>
    readRelayKey(pinned, await signStatement(signer, 'relay-key', body), today);

  it('is good up to its last day, by the reader\'s own clock', async () => {
    const body = { config, notAfter: '2026-11-16' };
    expect((await read(body, '2026-11-02')).kind).toBe('valid');
    expect((await read(body, '2026-11-16')).kind).toBe('valid');
    expect(await read(body, '2026-11-17')).toEqual({ kind: 'expired', notAfter: '2026-11-16' });
    expect((await read(body, '2027-01-01')).kind).toBe('expired');
  });

  it.each([
    ['no last day', {}], ['another kind of day', { notAfter: 'never' }],
    ['a key that is none', { config: 'AAAA', notAfter: '2026-11-16' }],
  ])('with %s is for nobody', async (_what, odd) => {
    expect(await read({ config, ...odd } as Record<string, string>, '2026-11-02'))
      .toEqual({ kind: 'invalid' });
  });

  it('of another vault is for nobody, whatever its day', async () => {
    const body = { config, notAfter: '2026-11-16' };
    expect(await read(body, '2026-11-02', randomBytes(32))).toEqual({ kind: 'invalid' });
    const other = await signStatement(seed, 'directory', body);
    expect(await readRelayKey(pinned, { ...other, type: 'relay-key' }, '2026-11-02'))
      .toEqual({ kind: 'invalid' });
  });
});
