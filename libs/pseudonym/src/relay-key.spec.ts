import { randomBytes } from 'node:crypto';
import { readRelayKey, relayKeyBody, relayKeyDays, type RelayKeyReading } from './relay-key.ts';
import { deriveRelayKey } from './sealed.ts';
import { signingPublicKey, signStatement } from './signed.ts';

describe('a statement of the relay keys', () => {
  const seed = randomBytes(32);
  let body: ReturnType<typeof relayKeyBody>;
  let pinned: Uint8Array;
  beforeAll(async () => {
    const keys = ['2026-11-15', '2026-11-16'].map(async (day, place) =>
      ({ day, config: (await deriveRelayKey(randomBytes(32), 7 + place)).config }));
    body = relayKeyBody(await Promise.all(keys), new Date('2026-11-15T00:00:01Z'), 5);
    pinned = await signingPublicKey(seed);
  });

  const read = async (stated: object, today: string, signer = seed) =>
    readRelayKey(pinned, await signStatement(signer, 'relay-key', stated as typeof body), today);
  const keyIdOf = (reading: RelayKeyReading) =>
    (reading.kind === 'valid' ? reading.config.keyId : reading.kind);

  it.each([
    ['2026-11-15', 7], ['2026-11-16', 8], ['2026-11-14', 7], ['2026-10-01', 7],
    ['2026-11-17', 'expired'], ['2027-01-01', 'expired'],
  ])('is read on %s as the key %s, by the reader\'s own clock', async (today, keyId) => {
    expect(keyIdOf(await read(body, today))).toBe(keyId);
  });

  it('says until when it was good', async () => {
    expect(await read(body, '2026-11-17')).toEqual({ kind: 'expired', notAfter: '2026-11-16' });
  });

  it.each([
    ['no last day', { notAfter: undefined }], ['another kind of last day', { notAfter: 'never' }],
    ['a last day with more before or after it', { notAfter: 'x2026-11-16' }],
    ['a last day and more', { notAfter: '2026-11-16T00' }],
    ['no keys', { keys: [] }], ['keys that are no list', { keys: 'AAAA' }],
    ['a key that is none', { keys: [{ day: '2026-11-15', config: 'AAAA' }] }],
    ['a key of no day', { keys: [{ config: 'AAAA' }] }], ['nothing for a key', { keys: [null] }],
  ])('with %s is for nobody', async (_what, odd) => {
    const stated = JSON.parse(JSON.stringify({ ...body, ...odd })) as object;
    expect(await read(stated, '2026-11-15')).toEqual({ kind: 'invalid' });
  });

  it('says how many bits name a file of issued batches', async () => {
    expect(await read(body, '2026-11-15')).toMatchObject({ kind: 'valid', issuedBits: 5 });
  });

  it.each([26, 25, -1, 0.5, '5', null, undefined, [5]])(
    'that names files by %j bits is for nobody', async (issuedBits) => {
      const stated = JSON.parse(JSON.stringify({ ...body, issuedBits })) as object;
      expect(await read(stated, '2026-11-15')).toEqual({ kind: 'invalid' });
    });

  it.each([0, 24])('that names files by %i bits is read', async (issuedBits) => {
    expect(await read({ ...body, issuedBits }, '2026-11-15')).toMatchObject({ issuedBits });
  });

  it('with a day that is none beside a key that is one is for nobody', async () => {
    for (const day of [undefined, null, 20261115, '', 'x2026-11-15', '2026-11-15x']) {
      const stated = { ...body, keys: [{ ...body.keys[0], day }] };
      expect(await read(JSON.parse(JSON.stringify(stated)) as object, '2026-11-15'))
        .toEqual({ kind: 'invalid' });
    }
    for (const config of [undefined, null, 7, '', '*']) {
      const stated = { ...body, keys: [{ ...body.keys[0], config }] };
      expect(await read(JSON.parse(JSON.stringify(stated)) as object, '2026-11-15'))
        .toEqual({ kind: 'invalid' });
    }
  });

  it('of no key at all has no last day', () => {
    expect(relayKeyBody([], new Date('2026-11-15T00:00:01Z'), 5)).toMatchObject({ notAfter: '' });
  });

  it('with one key that is none is for nobody, though the other would do', async () => {
    const keys = [...body.keys.slice(0, 1), { day: '2026-11-16', config: 'AAAA' }];
    expect(await read({ ...body, keys }, '2026-11-15')).toEqual({ kind: 'invalid' });
  });

  it('of another vault is for nobody, whatever its day', async () => {
    expect(await read(body, '2026-11-15', randomBytes(32))).toEqual({ kind: 'invalid' });
    const other = await signStatement(seed, 'directory', body);
    expect(await readRelayKey(pinned, { ...other, type: 'relay-key' }, '2026-11-15'))
      .toEqual({ kind: 'invalid' });
  });
});

it('a key is made a day ahead and held a day longer', () => {
  expect(relayKeyDays('2027-01-01')).toEqual(['2026-12-31', '2027-01-01', '2027-01-02']);
  expect(relayKeyDays('2028-02-29')).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
});
