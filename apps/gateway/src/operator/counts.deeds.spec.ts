import type { Ask } from './deed.ts';
import { operatorCommands } from './program.ts';

const COUNTS = {
  cases: 3, ledger: { problems: 0, currencies: [{ currency: 'EUR', entries: 12,
    debitsMinor: '29700000', creditsMinor: '29700000', openHoldsMinor: '9500' }] } };

it('the counts of the vault show its money as amounts, never in minor units', async () => {
  const lines: string[] = [];
  const ask: Ask = <T>() => Promise.resolve(COUNTS as T);
  const domains = {
    vault: ask, gateway: ask, therapistPage: 'http://127.0.0.1:3000/therapist',
    vaultKey: () => Promise.resolve(''), signNextKey: () => Promise.resolve('') };
  await operatorCommands({}, (text) => lines.push(text), () => domains)
    .parseAsync(['node', 'operator', 'operations', '--vault']);
  expect(lines.join('\n')).toMatch(/EUR +12 +297000\.00 EUR +297000\.00 EUR +95\.00 EUR/);
});
