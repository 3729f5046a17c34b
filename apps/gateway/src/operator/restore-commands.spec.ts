import type { Ask } from './deed.ts';
import { OperatorError } from './operator-settings.ts';
import { operatorCommands } from './program.ts';

type Standing = {
  state: string; atMost: number; periods?: number; worthless?: number;
  payoutsHeld?: boolean; payoutsDue?: { minor: string; currency: string }[];
} | Error;

async function run(args: string, standing: Record<'gateway' | 'vault', Standing>) {
  const [lines, asked]: [string[], object[]] = [[], []];
  const ask = (domain: 'gateway' | 'vault') => (query: string, variables?: object) => {
    if (query.startsWith('mutation')) asked.push({ domain, ...variables });
    const answer = standing[domain];
    return answer instanceof Error ? Promise.reject(answer)
      : Promise.resolve({ payoutsHeld: false, payoutsDue: [], ...answer });
  };
  const domains = {
    gateway: ask('gateway') as Ask, vault: ask('vault') as Ask, vaultKey: () => Promise.resolve(''),
    therapistPage: 'http://127.0.0.1:3000/therapist', signNextKey: () => Promise.resolve(''),
  };
  await operatorCommands({}, (line) => lines.push(line), () => domains)
    .parseAsync(['node', 'operator', ...args.split(' ')]);
  return { text: lines.join('\n'), asked };
}

const open = { state: 'open', atMost: 7 };

describe('operator restore', () => {
  it('says in one output how both stand and what each choice costs', async () => {
    const { text } = await run('restore status', {
      gateway: { state: 'partner-restored', atMost: 0 }, vault: { state: 'restored', atMost: 1079 } });
    expect(text).toMatch(/^gateway: partner-restored, .* Decide there\.$/m);
    expect(text).toMatch(/^vault: restored, takes nothing new/m);
    expect(text).toContain('restore accept-double-spends --up-to 1079: goes on now. Up to 1079');
    expect(text).toContain('restore end-period: goes on now');
    expect(text).toContain('Worthless then: up to 1079 credits; sessions that are booked stay.');
  });

  it.each([
    ['open', 'takes everything'], ['unheard', 'has not answered since the start'],
    ['partner-restored', 'Decide there'],
  ])('has words for %s, and no price', async (state, words) => {
    const { text } = await run('restore status', { gateway: { state, atMost: 99 }, vault: open });
    expect(text).toContain(words);
    expect(text).not.toContain('99');
  });

  it.each(['status', 'accept-double-spends --up-to 7', 'end-period'])(
    'says after a restore, by %s, what is due and that the bank comes first', async (command) => {
      const payoutsDue = [{ minor: '17100', currency: 'EUR' }, { minor: '900', currency: 'USD' }];
      const held = { ...open, payoutsHeld: true, payoutsDue };
      const { text } = await run(`restore ${command}`, { gateway: open, vault: held });
      expect(text).toMatch(
        /^payouts: held. Due now .*: 171.00 EUR and 9.00 USD. .* compare with the bank first/m);
    });

  it('says what it knows when one of the two does not answer', async () => {
    const { text } = await run('restore status',
      { gateway: open, vault: new OperatorError('The vault does not answer (202).') });
    expect(text).toContain('gateway: open');
    expect(text).toContain('vault: not known. The vault does not answer');
  });

  it('passes the operator\'s word to the domain that was restored', async () => {
    const both = { gateway: open, vault: open };
    expect(await run('restore accept-double-spends --up-to 12', both)).toEqual(
      { text: 'The vault goes on (open).', asked: [{ domain: 'vault', upTo: 12 }] });
    expect((await run('restore accept-double-spends --up-to 3 --gateway', both)).asked)
      .toEqual([{ domain: 'gateway', upTo: 3 }]);
    const ended = { ...both, vault: { ...open, periods: 2, worthless: 30 } };
    const vaultAlone = await run('restore end-period', ended);
    expect(vaultAlone.asked).toEqual([{ domain: 'vault' }]);
    expect(vaultAlone.text).toContain('Ended for spending: 2 running periods. Worthless now: 30 credits.');
    // The vault first: what the gateway has issued twice must be worthless before it goes on.
    expect((await run('restore end-period --gateway',
      { ...ended, gateway: { state: 'restored', atMost: 5 } })).asked)
      .toEqual([{ domain: 'vault' }, { domain: 'gateway', upTo: 5 }]);
    await expect(run('restore accept-double-spends --up-to many', both))
      .rejects.toThrow('--up-to "many" must be a whole number');
  });
});
