import { randomUUID } from 'node:crypto';
import { openPeriod, openVault, type Vault } from '../../test/vault.ts';
import { FundCreditsProcessor } from '../funding/fund-credits.processor.ts';
import { departmentsOf, hold, termsOf } from '../../test/terms.ts';

interface Book { currency: string; entries: number; debitsMinor: string; creditsMinor: string }
const LEDGER = `{ operations { ledger { currency entries debitsMinor creditsMinor openHoldsMinor
  problems currencies { currency entries debitsMinor creditsMinor openHoldsMinor } } } }`;

describe('what the vault\'s operator counts', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());

  const ledger = async () => (await vault.get<{
    ledger: Book & { problems: number; currencies: Book[] } }>(LEDGER, {}, vault.operator)).ledger;

  it('is nothing at first', async () => {
    expect(await ledger())
      .toMatchObject({ entries: 0, debitsMinor: '0', problems: 0, currencies: [] });
  });

  it('never adds up two currencies', async () => {
    await openPeriod(vault, { sessions: 10 });
    await openPeriod(vault, { sessions: 20 });
    const programme = randomUUID();
    await hold(vault, termsOf({
      programme, sessionsPerMember: 4, currency: 'CHF', sessionPriceMinor: '12000',
      departments: departmentsOf(60) }));
    await vault.app.get(FundCreditsProcessor, { strict: false }).process({
      programme, funding: randomUUID(), sessions: 3, amountMinor: '36000', currency: 'CHF' });
    const euros = { currency: 'EUR', entries: 2, debitsMinor: '285000', creditsMinor: '285000' };
    const francs = { currency: 'CHF', entries: 1, debitsMinor: '36000', creditsMinor: '36000' };
    expect(await ledger()).toMatchObject({ ...euros, problems: 0, currencies: [euros, francs] });
  });
});
