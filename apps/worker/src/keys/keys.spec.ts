import { randomUUID } from 'node:crypto';
import { signingPublicKey, verifyStatement } from '#pseudonym/signed';
import { WORKER_CONFIG } from '../foundation/tokens.ts';
import { issuerKey, openVault, type Vault } from '../../test/vault.ts';
import { departmentsOf, hold, termsOf } from '../../test/terms.ts';
import { MirrorKeysProcessor } from './mirror-keys.processor.ts';

const DIRECTORY = `query ($programmeId: ID!, $period: String!) {
  keyDirectory(programmeId: $programmeId, period: $period) { type body signature } }`;

describe('the mirror of issuer keys', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());

  const use = (kind: 'entry' | 'session', more: object = {}) => {
    const { keyId, spki } = issuerKey(kind);
    return {
      keyId, kind, spki, block: kind === 'entry' ? 'B1' : null, notBefore: '2026-10-01',
      notAfter: '2027-09-30', ...more,
    };
  };
  /** Terms of two blocks, B1 and B2, that hold for a programme; once for each period. */
  const held = new Map<string, Promise<void>>();
  const holds = async (programme: string, period = '2026-10') => {
    const name = `${programme} ${period}`;
    const holding = held.get(name)
      ?? hold(vault, termsOf({ programme, period, departments: departmentsOf(120, 80) }));
    held.set(name, holding);
    await holding;
  };
  const register = async (programme: string, keys: ReturnType<typeof use>[]) => {
    await holds(programme);
    await vault.app.get(MirrorKeysProcessor, { strict: false })
      .process({ programme, period: '2026-10', keys });
  };
  const confirmed = async (programme: string) => (await vault.cluster.query<{ ids: string[] }>('vault',
    `SELECT payload -> 'keyIds' AS ids FROM outbox WHERE name = 'keys.mirrored'
       AND payload ->> 'programme' = $1 ORDER BY position`, [programme])).map(({ ids }) => ids);
  const told = (programme: string) => vault.cluster.query('vault',
    `SELECT payload ->> 'period' AS period, payload ->> 'reason' AS reason FROM outbox
     WHERE name = 'keys.refused' AND payload ->> 'programme' = $1`, [programme]);
  const alarms = (programme: string) => vault.cluster.query('vault',
    'SELECT key_id, reason FROM issuer_key_refusal WHERE programme = $1', [programme]);

  it('keeps keys, confirms them, and serves them signed', async () => {
    const programme = randomUUID();
    const keys = [use('entry'), use('session')];
    await register(programme, keys);
    const ids = keys.map(({ keyId }) => keyId);
    expect(await confirmed(programme)).toEqual([ids]);
    const statement = await vault.get<{ type: string; body: string; signature: string }>(
      DIRECTORY, { programmeId: programme, period: '2026-10' });
    const { signingSeed } = vault.app.get<{ signingSeed: Uint8Array }>(WORKER_CONFIG);
    const body = Buffer.from(statement.body, 'base64url').toString('utf8');
    const reading = await verifyStatement(
      await signingPublicKey(signingSeed), 'keys', { ...statement, body });
    expect(reading).toEqual({
      kind: 'valid',
      body: {
        programme, period: '2026-10', ended: false,
        terms: {
          rules: 'year-1', opens: '2026-10-01', last: '2027-09-30', seats: 200, k: 10,
          sessionsPerMember: 8, by: 'operator',
          blocks: [{ block: 'B1', people: 120 }, { block: 'B2', people: 80 }],
        },
        keys: keys.map((key) => ({ ...key, programme, period: '2026-10' })),
        // A block has no key yet.
        log: null,
      },
    });
  });

  it('confirms a repeated registration again and changes nothing', async () => {
    const programme = randomUUID();
    const keys = [use('session')];
    await register(programme, keys);
    await register(programme, keys);
    expect(await confirmed(programme)).toHaveLength(2);
    expect(await alarms(programme)).toEqual([]);
  });

  it('never replaces a key: another one for the same use is refused and alarmed', async () => {
    const programme = randomUUID();
    const [first, second] = [use('session'), use('session')];
    await register(programme, [first]);
    await register(programme, [second]);
    expect(await confirmed(programme)).toEqual([[first.keyId]]);
    expect(await alarms(programme)).toEqual([{ key_id: second.keyId, reason: 'replaces' }]);
    expect(await told(programme)).toEqual([{ period: '2026-10', reason: 'replaces' }]);
    // A gateway that was restored once more has forgotten the answer: it gets it again.
    await register(programme, [second, use('entry')]);
    expect(await told(programme)).toHaveLength(2);
    const { n } = await vault.row<{ n: number }>(
      'SELECT count(*)::integer AS n FROM issuer_key WHERE programme = $1', [programme]);
    expect(n).toBe(2);
    await expect(vault.db.transaction('tamper', (tx) =>
      tx.query('UPDATE issuer_key SET spki = spki'))).rejects.toMatchObject({
      driverError: { code: '42501' } });
  });

  it('serves a key for one use only, whichever programme asks', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const key = use('session');
    await register(one, [key]);
    await register(two, [key]);
    expect(await confirmed(two)).toEqual([]);
    expect(await alarms(two)).toEqual([{ key_id: key.keyId, reason: 'replaces' }]);
  });

  const ELSEWHERE = {
    'another block': { kind: 'entry', block: 'B2' },
    'the sessions of its period': { kind: 'session', block: null },
    'another period': { period: '2027-10', notBefore: '2027-10-01', notAfter: '2028-09-30' },
    'another programme': { programme: randomUUID() },
    'another programme\'s sessions': { programme: randomUUID(), kind: 'session', block: null },
  } as const;

  it.each(Object.entries(ELSEWHERE))(
    'keeps one use for a public key: registered again for %s it is refused and alarmed',
    async (_use, other) => {
      const programme = randomUUID();
      const key = use('entry');
      const { programme: elsewhere = programme, period = '2026-10', ...more } = {
        ...{ programme, period: '2026-10' }, ...other };
      const process = async (at: { programme: string; period: string }, keys: object[]) => {
        await holds(at.programme, at.period);
        await vault.app.get(MirrorKeysProcessor, { strict: false })
          .process({ ...at, keys: keys as ReturnType<typeof use>[] });
      };
      await process({ programme, period: '2026-10' }, [key]);
      await process({ programme: elsewhere, period }, [{ ...key, ...more }]);
      expect((await alarms(elsewhere)).at(-1)).toEqual({ key_id: key.keyId, reason: 'replaces' });
      const kept = await vault.cluster.query('vault',
        'SELECT programme, period, kind, block FROM issuer_key WHERE key_id = $1', [key.keyId]);
      expect(kept).toEqual([{ programme, period: '2026-10', kind: 'entry', block: 'B1' }]);
      expect(await confirmed(elsewhere)).toEqual(elsewhere === programme ? [[key.keyId]] : []);
    });

  it('keeps one use for a public key that is registered twice at once, in one job or in two', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const twin = use('entry');
    await register(one, [twin, { ...twin, kind: 'session', block: null }]);
    expect(await confirmed(one)).toEqual([[twin.keyId]]);
    const key = use('session');
    await Promise.all([register(one, [key]), register(two, [key])]);
    const kept = await vault.cluster.query('vault',
      'SELECT programme FROM issuer_key WHERE key_id = $1', [key.keyId]);
    expect(kept).toHaveLength(1);
    const said = [...await confirmed(one), ...await confirmed(two)].flat();
    expect(said.filter((id) => id === key.keyId)).toHaveLength(1);
  });

  it.each([
    ['dates that are not its period\'s', { notAfter: '2027-09-29' }, 'odd-period'],
    ['an id that is not its hash', { keyId: '0'.repeat(64) }, 'not-a-key'],
    ['bytes that are no key', { spki: 'AAAA' }, 'not-a-key'],
    ['a block that it can\'t have', { block: 'B1' }, 'not-a-key'],
    ['a block that its terms do not have', { kind: 'entry', block: 'B3' }, 'not-in-terms'],
  ])('refuses %s', async (_what, more, reason) => {
    const programme = randomUUID();
    const good = use('entry', { block: 'B2' });
    const odd = use('session', more);
    await register(programme, [odd, good]);
    expect(await confirmed(programme)).toEqual([[good.keyId]]);
    expect(await alarms(programme)).toEqual([{ key_id: odd.keyId, reason }]);
    expect(await told(programme)).toEqual([{ period: '2026-10', reason }]);
  });

  it('takes no key of a period whose terms nobody has confirmed, and has the word for it', async () => {
    const programme = randomUUID();
    const key = use('session');
    await vault.app.get(MirrorKeysProcessor, { strict: false })
      .process({ programme, period: '2026-10', keys: [key] });
    expect(await confirmed(programme)).toEqual([]);
    expect(await alarms(programme)).toEqual([{ key_id: key.keyId, reason: 'not-confirmed' }]);
    expect(await told(programme)).toEqual([{ period: '2026-10', reason: 'not-confirmed' }]);
    // Not even the database takes it.
    await expect(vault.db.transaction('tamper', (tx) => tx.query(
      `INSERT INTO issuer_key VALUES ($1, $2, '2026-10', 'session', NULL, 'AA', now(), now(), now())`,
      [key.keyId, programme]))).rejects.toMatchObject({ driverError: { code: '23503' } });
    await register(programme, [key]);
    expect(await confirmed(programme)).toEqual([[key.keyId]]);
  });
});
