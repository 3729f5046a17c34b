import { randomUUID } from 'node:crypto';
import { confirm, propose, termsOf } from '../../test/terms.ts';
import { openVault, type Vault } from '../../test/vault.ts';

/** A gateway of another version of this program than the vault's. */

const LIST = `query ($contract: String) { proposedTerms(contract: $contract) { state rules } }`;

let vault: Vault;
beforeAll(async () => {
  vault = await openVault();
  vault.clock.set('2026-08-03T12:00:00Z');
});
afterAll(() => vault.close());

const refusals = async (programme: string) => (await vault.cluster.query<{ reason: string }>('vault',
  `SELECT payload ->> 'reason' AS reason FROM outbox
   WHERE name = 'terms.refused' AND payload ->> 'programme' = $1 ORDER BY position`, [programme]))
  .map(({ reason }) => reason);
const PARTS = ['terms_proposal', 'terms_confirmation', 'programme_period', 'programme_block', 'reporting_period'];
const isIn = async (table: string, programme: string) => (await vault.cluster.query(
  'vault', `SELECT FROM ${table} WHERE programme = $1`, [programme])).length > 0;

describe.each(['year-0', 'year-99'])('terms of rules that the vault does not know: %s', (rules) => {
  const known = termsOf({ contract: `C-${randomUUID().slice(0, 8).toUpperCase()}` });
  const other = { ...known, rules };
  const { programme, contract } = known;

  it('are refused by name, as often as their job comes, and leave no part of a plan', async () => {
    const proposal = randomUUID();
    await propose(vault, other, proposal);
    await propose(vault, other, proposal);
    expect(await refusals(programme)).toEqual(['unknown-rules', 'unknown-rules']);
    expect(await confirm(vault, other)).toMatchObject({ code: 'TERMS_NOT_FOUND' });
    for (const table of PARTS) expect([table, await isIn(table, programme)])
      .toEqual([table, false]);
  });

  it('are proposed anew once both know a version, and hold by it whatever comes of another',
    async () => {
      await propose(vault, known);
      expect(await confirm(vault, known)).toMatchObject({ __typename: 'TermsConfirmed' });
      await propose(vault, other);
      expect((await refusals(programme)).at(-1)).toBe('conflict');
      expect(await vault.get(LIST, { contract }, vault.operator))
        .toEqual([{ state: 'CONFIRMED', rules: known.rules }]);
    });
});
