import { randomUUID } from 'node:crypto';
import { confirm, propose, termsOf } from '../../test/terms.ts';
import { openVault, type Vault } from '../../test/vault.ts';

const LIST = `query ($contract: String) { proposedTerms(contract: $contract) {
  state proposedOn confirmBy } }`;

describe('the day by which terms are to be confirmed', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());

  const listed = (contract: string) => vault.get<object[]>(LIST, { contract }, vault.operator);
  const overdue = async () => (await vault.get<{ termsOverdue: number }>(
    '{ operations { termsOverdue } }', {}, vault.operator)).termsOverdue;
  const proposed = async (day: string) => {
    vault.clock.set(`${day}T08:00:00Z`);
    const terms = termsOf({ contract: `C-${randomUUID().slice(0, 8).toUpperCase()}` });
    await propose(vault, terms);
    return terms;
  };

  it.each([['2026-08-03', '2026-09-17'], ['2026-09-16', '2026-09-19'], ['2026-09-17', '2026-09-20'],
    ['2026-11-02', '2026-11-05'], ['2026-12-28', '2026-12-31']])(
    'is never that of their proposal, though their period may run already: %s', async (day, due) => {
      const terms = await proposed(day);
      expect(await listed(terms.contract))
        .toEqual([{ state: 'WAITING', proposedOn: day, confirmBy: due }]);
      expect(await overdue()).toBe(0);
      vault.clock.set(`${due}T00:00:00Z`);
      expect(await listed(terms.contract)).toMatchObject([{ state: 'OVERDUE' }]);
      expect(await overdue()).toBe(1);
      await confirm(vault, terms);
    });
});
