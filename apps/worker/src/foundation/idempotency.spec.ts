import { randomUUID } from 'node:crypto';
import { openVault, type Vault } from '../../test/vault.ts';
import { hashRequest, Idempotency } from './idempotency.store.ts';

describe('a write under an idempotency key', () => {
  let vault: Vault;
  let idempotency: Idempotency;
  beforeAll(async () => {
    vault = await openVault();
    idempotency = vault.app.get(Idempotency, { strict: false });
  });
  afterAll(() => vault.close());

  let runs = 0;
  const write = (key: string, request: object, kept = true, scope = 'spec') =>
    vault.db.transaction('spec', (tx) => idempotency.once(
      tx, scope, key, hashRequest(request),
      () => Promise.resolve({ run: (runs += 1) }), () => kept));

  it('happens once, whoever comes first, and is answered alike', async () => {
    const key = randomUUID();
    const before = runs;
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => write(key, { a: 1, b: [2] })));
    expect(runs).toBe(before + 1);
    expect(new Set(answers.map(({ run }) => run))).toEqual(new Set([runs]));
    expect(await write(key, { b: [2], a: 1 })).toEqual({ run: runs });
  });

  it('with another request is a conflict, and in another scope another write', async () => {
    const key = randomUUID();
    const first = await write(key, { a: 1 });
    await expect(write(key, { a: 2 })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await write(key, { a: 2 }, true, 'other')).not.toEqual(first);
  });

  it('that was refused may be tried again under the same key', async () => {
    const key = randomUUID();
    const first = await write(key, { a: 1 }, false);
    expect(await write(key, { a: 2 })).not.toEqual(first);
  });

  it('is remembered by the month, and forgotten by it', async () => {
    const key = randomUUID();
    await write(key, {});
    const row = 'SELECT recorded_on::text AS day FROM idempotency WHERE key = $1';
    expect(await vault.row(row, [key])).toEqual({ day: '2026-11-01' });
    await vault.db.transaction('spec', (tx) => idempotency.forgetBefore(tx, '2026-11-02'));
    expect(await vault.row(row, [key])).toBeUndefined();
  });
});
