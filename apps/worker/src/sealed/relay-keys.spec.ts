import { randomUUID } from 'node:crypto';
import { canonicalJson } from '#pseudonym/canonical';
import { decodeResponse, encodeRequest } from '#pseudonym/http';
import type { KeyConfig } from '#pseudonym/ohttp';
import { readRelayKey, type RelayKeyBody } from '#pseudonym/relay-key';
import { sealRequest } from '#pseudonym/sealed';
import { signingPublicKey } from '#pseudonym/signed';
import { openVault, type Vault } from '../../test/vault.ts';
import { WORKER_CONFIG } from '../foundation/tokens.ts';
import { OpenRequestsProcessor } from './open-requests.processor.ts';
import { RelayKeys } from './relay-keys.service.ts';

let vault: Vault;
const SECRETS = 'b'.repeat(64);
beforeAll(async () => { vault = await openVault(8, undefined, { secrets: SECRETS }); });
afterAll(() => vault.close());

const renew = (worker = vault) => worker.app.get(RelayKeys, { strict: false }).renew();
const days = async () => (await vault.row<{ days: string[] }>(
  'SELECT array_agg(day::text ORDER BY day) AS days FROM relay_key')).days;
const secrets = () => vault.cluster.query<{ day: string; secret: Buffer }>('vault',
  'SELECT day::text AS day, secret FROM relay_key ORDER BY day');

/** The latest statement as it leaves the vault, and the key that a client takes from it. */
async function stated(today: string): Promise<{ body: RelayKeyBody; config: KeyConfig }> {
  const { payload } = await vault.row<{ payload: { body: string; signature: string } }>(
    `SELECT payload FROM outbox WHERE name = 'relay-key.published' ORDER BY position DESC LIMIT 1`);
  const body = Buffer.from(payload.body, 'base64url').toString('utf8');
  const { signingSeed } = vault.app.get<{ signingSeed: Uint8Array }>(WORKER_CONFIG);
  const reading = await readRelayKey(await signingPublicKey(signingSeed),
    { type: 'relay-key', body, signature: payload.signature }, today);
  if (reading.kind !== 'valid') throw new Error(`the statement is ${reading.kind}`);
  expect(canonicalJson(JSON.parse(body) as never)).toBe(body);
  return { body: JSON.parse(body) as RelayKeyBody, config: reading.config };
}

/** Seal a question, and a way to put it before a worker: whether it was answered. */
async function seal(config: KeyConfig): Promise<(worker?: Vault) => Promise<boolean>> {
  const { sealed, open } = await sealRequest(config, encodeRequest({
    method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql',
    headers: [['content-type', 'application/json']],
    content: new TextEncoder().encode(JSON.stringify({ query: '{ __typename }' })),
  }));
  return async (worker = vault) => {
    const [reply] = await worker.app.get(OpenRequestsProcessor, { strict: false })
      .process({ requests: [Buffer.from(sealed).toString('base64url')] });
    if (!reply) return false;
    const answer = await open(new Uint8Array(Buffer.from(reply, 'base64url')));
    return decodeResponse(answer).status === 200;
  };
}

it('states the keys of today and tomorrow, and what is sealed for either is opened', async () => {
  const { body } = await stated('2026-11-02');
  expect(body.keys.map(({ day }) => day)).toEqual(['2026-11-02', '2026-11-03']);
  expect(body.notAfter).toBe('2026-11-03');
  for (const day of ['2026-11-01', '2026-11-02', '2026-11-03']) {
    expect(await (await seal((await stated(day)).config))()).toBe(true);
  }
  await expect(stated('2026-11-04')).rejects.toThrow('expired');
});

it('a key opens on its day and on the next, and then it is destroyed',
  async () => {
    const recorded = await seal((await stated('2026-11-02')).config);
    const [{ secret } = { secret: Buffer.alloc(0) }] = await secrets();
    vault.clock.set('2026-11-03T00:00:01Z');
    await renew();
    expect(await days()).toEqual(['2026-11-02', '2026-11-03', '2026-11-04']);
    expect((await stated('2026-11-03')).body.keys.map(({ day }) => day))
      .toEqual(['2026-11-03', '2026-11-04']);
    expect(await recorded()).toBe(true);
    vault.clock.set('2026-11-04T00:00:01Z');
    await renew();
    expect(await days()).toEqual(['2026-11-03', '2026-11-04', '2026-11-05']);
    expect(await recorded()).toBe(false);
    expect(await vault.row('SELECT count(*)::integer AS n FROM relay_key WHERE secret = $1', [secret]))
      .toEqual({ n: 0 });
  });

it('no two keys are alike or follow from one another, nor do two vaults of the same secrets agree',
  async () => {
    const other = await openVault(2, undefined, { secrets: 'a'.repeat(64) });
    const twin = await openVault(2, undefined, { secrets: 'a'.repeat(64) });
    try {
      const publicKeys = [vault, other, twin].flatMap(({ app }) =>
        app.get(RelayKeys, { strict: false }).configs
          .map(({ config }) => Buffer.from(config.publicKey).toString('hex')));
      expect(new Set(publicKeys).size).toBe(publicKeys.length);
    } finally {
      await other.close();
      await twin.close();
    }
  });

it('of several workers one makes the keys of a day, and the others open by them at once', async () => {
  const twin = await openVault(2, undefined, { cluster: vault.cluster, secrets: SECRETS });
  try {
    twin.clock.set('2026-11-07T00:00:01Z');
    vault.clock.set('2026-11-07T00:00:01Z');
    await Promise.all([renew(), renew(twin), renew(), renew(twin)]);
    expect(await days()).toEqual(['2026-11-07', '2026-11-08']);
    twin.clock.set('2026-11-08T00:00:01Z');
    await renew(twin);
    const { body, config } = await stated('2026-11-09');
    expect(body.keys.map(({ day }) => day)).toEqual(['2026-11-08', '2026-11-09']);
    const request = await seal(config);
    expect(await request()).toBe(true);
    expect(await request(twin)).toBe(true);
  } finally {
    await twin.app.close();
  }
});

it('what a crash of the server empties is made and stated anew, and clients are told to try again',
  async () => {
    vault.clock.set('2026-11-08T09:00:00Z');
    const before = await stated('2026-11-08');
    const lost = await seal(before.config);
    const unknown = await seal({ ...before.config, keyId: (before.config.keyId + 128) % 256 });
    await vault.cluster.query('vault', 'TRUNCATE relay_key');
    expect(await unknown()).toBe(false);
    await renew();
    expect(await days()).toEqual(['2026-11-08', '2026-11-09']);
    expect(await lost()).toBe(false);
    const after = await stated('2026-11-08');
    expect(Date.parse(after.body.statedAt)).toBeGreaterThan(Date.parse(before.body.statedAt));
    expect(await (await seal(after.config))()).toBe(true);
  });

it('states by how many bits files are named as soon as confirmed terms ask for more, and once', async () => {
  vault.clock.set('2026-11-08T10:00:00Z');
  const count = async () => (await vault.row<{ n: number }>(
    `SELECT count(*)::integer AS n FROM outbox WHERE name = 'relay-key.published'`)).n;
  const programme = randomUUID();
  await renew();
  const before = (await stated('2026-11-08')).body;
  const statements = await count();
  await vault.cluster.query('vault', `INSERT INTO programme_period VALUES
    ($1, '2026-10', '2026-10-01', '2027-10-01', '2027-10-30', 10, 9, 'EUR', 9500,
     '2026-08-02', 450)`, [programme]);
  await vault.cluster.query('vault', `INSERT INTO programme_block (programme, period, block,
    headcount) VALUES ($1, '2026-10', 'B1', 2000), ($1, '2026-10', 'B2', 96)`, [programme]);
  await renew();
  vault.clock.set('2026-11-08T10:01:00Z');
  await renew();
  await renew();
  const { body } = await stated('2026-11-08');
  // Ten credits each are two pieces; some 64 pieces share a name.
  expect([before.issuedBits, body.issuedBits]).toEqual([0, 7]);
  expect(body.keys).toEqual(before.keys);
  expect(await count()).toBe(statements + 1);
});

it('is in a table that is not logged, and no auditor reads', async () => {
  expect(await vault.row(`SELECT relpersistence AS kind FROM pg_class WHERE relname = 'relay_key'`))
    .toEqual({ kind: 'u' });
  expect(await vault.row(`SELECT has_table_privilege('vault_auditor', 'relay_key', 'SELECT') AS may`))
    .toEqual({ may: false });
});
