import { randomBytes, randomUUID } from 'node:crypto';
import type { LogFields } from '#platform/logging';
import type { JsonValue } from '#pseudonym/canonical';
import { signingPublicKey, verifyStatement } from '#pseudonym/signed';
import { checkTerms, type StatedTerms } from '#pseudonym/terms-leaf';
import { faultSince, logOf, readLog, type TermsLog } from '#pseudonym/terms-log';
import { departmentsOf, hold, termsOf } from '../../test/terms.ts';
import { issuerKey, openPeriod, openVault, type Vault } from '../../test/vault.ts';
import { Signer } from '../foundation/signer.ts';
import { WORKER_CONFIG } from '../foundation/tokens.ts';
import { MirrorKeysProcessor } from '../keys/mirror-keys.processor.ts';
import { ReturnLogProcessor } from './return-log.processor.ts';

const PERIOD = '2026-10';
const DIRECTORY = `query ($programmeId: ID!, $period: String!) {
  keyDirectory(programmeId: $programmeId, period: $period) { type body signature } }`;

interface Carried {
  readonly type: string;
  readonly body: string;
  readonly signature: string;
}

const read = async <T>(vault: Vault, { type, body, signature }: Carried): Promise<T> => {
  const { signingSeed } = vault.app.get<{ signingSeed: Uint8Array }>(WORKER_CONFIG);
  const text = Buffer.from(body, 'base64url').toString('utf8');
  const reading = await verifyStatement(
    await signingPublicKey(signingSeed), type, { type, body: text, signature });
  if (reading.kind === 'invalid') throw new Error('not signed by this vault');
  return reading.body as T;
};
const jobs = <T>(vault: Vault, name: string) => vault.cluster.query<{ payload: T }>('vault',
  'SELECT payload FROM outbox WHERE name = $1 ORDER BY position', [name]);
const published = async (vault: Vault): Promise<{ log: TermsLog; carried: Carried }> => {
  const carried = (await jobs<Carried>(vault, 'log.published')).at(-1)!.payload;
  return { log: readLog(await read<JsonValue>(vault, carried))!, carried };
};
const stated = async (vault: Vault, programme: string): Promise<StatedTerms> =>
  read(vault, await vault.get<Carried>(DIRECTORY, { programmeId: programme, period: PERIOD }));

const keysFor = (blocks: readonly string[]) => [null, ...blocks].map((block) => {
  const { keyId, spki } = issuerKey(block ? 'entry' : 'session');
  return { keyId, spki, kind: block ? 'entry' as const : 'session' as const, block,
    notBefore: '2026-10-01', notAfter: '2027-09-30' };
});
type Keys = ReturnType<typeof keysFor>;
const mirror = (vault: Vault, programme: string, keys: Keys) =>
  vault.app.get(MirrorKeysProcessor, { strict: false })
    .process({ programme, period: PERIOD, keys });
const take = (vault: Vault, programme: string) =>
  hold(vault, termsOf({ programme, departments: departmentsOf(92, 120) }));

describe('the log of terms', () => {
  const said: LogFields[] = [];
  const secrets = randomBytes(32).toString('hex');
  let vault: Vault;
  beforeAll(async () => {
    vault = await openVault(8, { write: (_level, fields) => { said.push(fields); } }, { secrets });
  });
  afterAll(() => vault.close());

  it('is published before there is anything in it', async () => {
    expect((await published(vault)).log).toEqual(logOf([]));
  });

  it('gets one leaf for a period once its terms are confirmed and the last of its keys is there',
    async () => {
      const programme = randomUUID();
      const { log: before } = await published(vault);
      const keys = keysFor(['B1', 'B2']);
      await take(vault, programme);
      await mirror(vault, programme, keys.slice(0, 2));
      expect((await stated(vault, programme)).log).toBeNull();
      expect((await published(vault)).log).toEqual(before);
      await mirror(vault, programme, keys.slice(2));
      const { log } = await published(vault);
      expect([log.head.size, faultSince(before.head, log)]).toEqual([before.head.size + 1, null]);
      const leaf = log.leaves.at(-1);
      const own = await stated(vault, programme);
      const groups = ['B1', 'B2'].map((block) =>
        checkTerms(own, { programme, period: PERIOD, block, sessions: 8 }, log));
      expect(groups).toEqual([92, 120].map((people) =>
        ({ kind: 'accepted', group: { people, of: 212, leaf } })));
      // All of it again, as after a restore of the gateway: nothing more.
      await mirror(vault, programme, keys);
      expect((await published(vault)).log).toEqual(log);
      expect((await jobs(vault, 'terms.logged')).map(({ payload }) => payload))
        .toEqual([{ programme, period: PERIOD, leaf }]);
    });

  it('tells the gateway of the leaf before of the keys, so that no claim comes earlier', async () => {
    const { programme } = await openPeriod(vault);
    const rows = await vault.cluster.query<{ name: string }>('vault',
      `SELECT name FROM outbox WHERE payload ->> 'programme' = $1 OR name = 'log.published'
       ORDER BY position`, [programme]);
    const names = rows.map(({ name }) => name);
    expect(names.filter((name) => name === 'terms.logged')).toHaveLength(1);
    const again = randomUUID();
    await take(vault, again);
    await mirror(vault, again, keysFor(['B1', 'B2']));
    const order = await vault.cluster.query<{ name: string }>('vault',
      'SELECT name FROM outbox ORDER BY position DESC LIMIT 3');
    expect(order.map(({ name }) => name)).toEqual(['keys.mirrored', 'terms.logged', 'log.published']);
  });

  it('shows nothing but hashes, and another one for the same terms of another programme', async () => {
    const { log } = await published(vault);
    expect(Object.keys(log).sort()).toEqual(['head', 'leaves']);
    expect(log.leaves.every((leaf) => /^[0-9a-f]{64}$/.test(leaf))).toBe(true);
    expect(new Set(log.leaves).size).toBe(log.leaves.length);
    const salts = await vault.cluster.query<{ salt: string }>('vault', 'SELECT salt FROM logged_terms');
    expect(new Set(salts.map(({ salt }) => salt)).size).toBe(log.leaves.length);
  });

  it('keeps its order and has no gaps, however many periods come at once', async () => {
    const { log: before } = await published(vault);
    const programmes = Array.from({ length: 5 }, () => randomUUID());
    await Promise.all(programmes.map((programme) => take(vault, programme)));
    await Promise.all(programmes.map((programme) => mirror(vault, programme, keysFor(['B1', 'B2']))));
    const { log } = await published(vault);
    expect([log.head.size, faultSince(before.head, log)]).toEqual([before.head.size + 5, null]);
    for (const programme of programmes) {
      expect(checkTerms(await stated(vault, programme),
        { programme, period: PERIOD, block: 'B1' }, log)).toMatchObject({ kind: 'accepted' });
    }
  });

  it.each(['terms_log', 'logged_terms'])('refuses every change of %s, to everybody', async (table) => {
    for (const change of [`UPDATE ${table} SET leaf = leaf`, `DELETE FROM ${table}`]) {
      await expect(vault.cluster.query('vault', change)).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('of a vault that was restored is as it was, in whatever order it is told all again', async () => {
    const programmes = Array.from({ length: 3 }, () => randomUUID());
    const keys = programmes.map(() => keysFor(['B1', 'B2']));
    for (const [at, programme] of programmes.entries()) {
      await take(vault, programme);
      await mirror(vault, programme, keys[at]!);
    }
    const { log, carried } = await published(vault);
    const told: LogFields[] = [];
    const restored = await openVault(
      4, { write: (_level, fields) => { told.push(fields); } }, { secrets });
    try {
      const giveBack = restored.app.get(ReturnLogProcessor, { strict: false });
      await giveBack.process(carried as never);
      await giveBack.process(carried as never);
      for (const [at, programme] of [...programmes.entries()].reverse()) {
        await take(restored, programme);
        await mirror(restored, programme, keys[at]!);
      }
      expect((await published(restored)).log).toEqual(log);
      for (const programme of programmes) {
        const { log: opening } = await stated(vault, programme);
        expect((await stated(restored, programme)).log).toEqual(opening);
      }
      // It goes on from there.
      await openPeriod(restored);
      expect(faultSince(log.head, (await published(restored)).log)).toBeNull();
      expect(told.filter(({ event }) => event === 'terms-log-differs')).toEqual([]);
    } finally {
      await restored.close();
    }
  });

  it('is not replaced by one that somebody else signed, nor by another one of its own', async () => {
    const { log, carried } = await published(vault);
    const giveBack = vault.app.get(ReturnLogProcessor, { strict: false });
    const signature = `${carried.signature.startsWith('A') ? 'B' : 'A'}${carried.signature.slice(1)}`;
    await expect(giveBack.process({ ...carried, signature } as never)).rejects.toThrow('not signed');
    const fork = logOf([...log.leaves.slice(1), 'ab'.repeat(32), 'cd'.repeat(32)]);
    await giveBack.process(await vault.app.get(Signer, { strict: false })
      .sign('terms-log', fork as unknown as JsonValue));
    expect(said.map(({ event }) => event)).toContain('terms-log-differs');
    await openPeriod(vault);
    expect(faultSince(log.head, (await published(vault)).log)).toBeNull();
  });
});
