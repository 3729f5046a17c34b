import { randomBytes, randomUUID } from 'node:crypto';
import type { JsonValue } from '#pseudonym/canonical';
import { signingPublicKey, signStatement } from '#pseudonym/signed';
import { signSuccession } from '#pseudonym/succession';
import type { LogFields } from '#platform/logging';
import { WORKER_CONFIG } from '../foundation/tokens.ts';
import { departmentsOf, propose, termsOf } from '../../test/terms.ts';
import { openVault, type Vault } from '../../test/vault.ts';
import { ProposeTermsProcessor } from './propose-terms.processor.ts';

const LIST = `query ($contract: String) { proposedTerms(contract: $contract) {
  state confirmedBy } }`;

describe('terms that are handed back with the vault\'s own word', () => {
  let vault: Vault;
  const lines: LogFields[] = [];
  beforeAll(async () => {
    vault = await openVault(8, { write: (_, fields) => { lines.push(fields); } });
  });
  afterAll(() => vault.close());
  beforeEach(() => {
    lines.splice(0);
    vault.clock.set('2026-08-03T12:00:00Z');
  });

  const own = () => termsOf({ contract: `C-${randomUUID().slice(0, 8).toUpperCase()}` });
  const listed = async ({ contract }: { contract: string }) =>
    vault.get<object[]>(LIST, { contract }, vault.operator);
  const isOpen = async (programme: string) => (await vault.cluster.query('vault',
    'SELECT FROM programme_period WHERE programme = $1', [programme])).length > 0;
  const seedOf = () => vault.app.get<{ signingSeed: Uint8Array }>(WORKER_CONFIG).signingSeed;
  const word = async (seed: Uint8Array, terms: ReturnType<typeof own>, type = 'terms') => {
    const { programme, period } = terms;
    const { body, signature } = await signStatement(seed, type, {
      version: 1, programme, period, terms, by: 'operator' } as unknown as JsonValue);
    return {
      key: Buffer.from(await signingPublicKey(seed)).toString('hex'),
      statement: { type: 'terms' as const, signature,
        body: Buffer.from(body).toString('base64url') },
    };
  };
  type Word = Awaited<ReturnType<typeof word>>;
  const handBack = (terms: ReturnType<typeof own>, confirmation: Word) =>
    vault.app.get(ProposeTermsProcessor, { strict: false }).process({ proposal: randomUUID(),
      terms: { ...terms, departments: [...terms.departments] }, confirmation });

  const become = (closed: 'restored' | null) =>
    vault.cluster.query('vault', 'UPDATE standing SET closed = $1', [closed]);
  beforeEach(() => become('restored'));
  afterEach(() => become(null));

  it('wait while the vault is open: a seed of old that somebody has confirms nothing', async () => {
    await become(null);
    const stolen = randomBytes(32);
    const present = Buffer.from(await signingPublicKey(seedOf())).toString('hex');
    const config = vault.app.get<{ keySuccessions: unknown[] }>(WORKER_CONFIG);
    config.keySuccessions.push(await signSuccession(stolen, present));
    const [hers, ours] = [own(), own()];
    await handBack(hers, await word(stolen, hers));
    await handBack(ours, await word(seedOf(), ours));
    expect([await isOpen(hers.programme), await isOpen(ours.programme)]).toEqual([false, false]);
    expect((await listed(hers))[0]).toMatchObject({ state: 'WAITING', confirmedBy: null });
    // Alarmed: nobody hands such a word in when no vault asked for it.
    expect(lines.filter(({ event }) => event === 'own-word-unasked')).toHaveLength(2);
    await become('restored');
    const late = own();
    await handBack(late, await word(stolen, late));
    expect(await isOpen(late.programme)).toBe(true);
    expect(lines.filter(({ event }) => event === 'terms-confirmed-before')).toHaveLength(1);
    config.keySuccessions.pop();
  });

  it('hold again: a vault that was restored need not be told by its operator once more', async () => {
    const terms = own();
    await handBack(terms, await word(seedOf(), terms));
    expect(await isOpen(terms.programme)).toBe(true);
    expect((await listed(terms))[0]).toMatchObject({ confirmedBy: 'operator' });
  });

  it.each(['2026-10', '2026-11'])(
    'go before others of %s that wait there again, and these wait no more', async (period) => {
      const terms = own();
      const old = { ...terms, period, departments: departmentsOf(240) };
      const proposal = randomUUID();
      await propose(vault, old, proposal);
      await handBack(terms, await word(seedOf(), terms));
      await propose(vault, old, proposal);
      expect(await listed(terms)).toEqual([{ state: 'CONFIRMED', confirmedBy: 'operator' }]);
      // And what holds gives way to nothing.
      await handBack(old, await word(seedOf(), old));
      expect(await listed(terms)).toEqual([{ state: 'CONFIRMED', confirmedBy: 'operator' }]);
    });

  it('of periods that are over hold as well: their release may be still to come', async () => {
    const terms = { ...own(), period: '2025-07' };
    await handBack(terms, await word(seedOf(), terms));
    expect(await isOpen(terms.programme)).toBe(true);
  });

  it('wait when the word is another\'s, of another kind, or on other terms', async () => {
    const terms = own();
    const stranger = new Uint8Array(32).fill(7);
    await handBack(terms, await word(stranger, terms));
    const foreign = await word(stranger, terms);
    const { key } = await word(seedOf(), terms);
    await handBack(terms, { ...foreign, key });
    await handBack(terms, await word(seedOf(), terms, 'usage'));
    await handBack(terms, await word(seedOf(), { ...terms, departments: departmentsOf(240) }));
    expect(await isOpen(terms.programme)).toBe(false);
    expect((await listed(terms))[0]).toMatchObject({ state: 'WAITING' });
  });
});
