import type { Command } from 'commander';
import { OperatorError } from './operator-settings.ts';
import { amount, type Amount } from './table.ts';

type Ask = (query: string, variables?: object) => Promise<unknown>;
type Desks = () => Record<'gateway' | 'vault', Ask>;
type Domain = 'gateway' | 'vault';

const STANDING = '{ restoreStanding { state atMost } }';
const END = 'mutation { endPeriods { state periods worthless } }';
const ACCEPT = 'mutation ($upTo: Int!) { acceptRestore(upTo: $upTo) { state atMost } }';

const PAYOUTS = '{ restoreStanding { payoutsHeld payoutsDue { minor currency } } }';

interface Payouts { readonly payoutsHeld: boolean; readonly payoutsDue: readonly Amount[] }
interface Standing { readonly state: string; readonly atMost: number }
interface Ended { readonly state: string; readonly periods: number; readonly worthless: number }

const WORDS: Record<string, string> = {
  'open': 'takes everything',
  'unheard': 'takes nothing new: the other domain has not answered since the start. Is it running?',
  'partner-restored': 'takes nothing new: the other domain was restored. Decide there.',
};

/** `restore …`: what a restore can have cost, and the operator's word to go on. */
export function addRestoreCommands(
  program: Command, desks: Desks, print: (line: string) => void,
): void {
  const restore = program.command('restore').description('after a backup was put back');
  restore.command('status').description('how both domains stand, and what each choice costs')
    .action(async () => {
      for (const domain of ['gateway', 'vault'] as const) {
        for (const line of await describe(domain, desks)) print(line);
      }
      for (const line of await payoutsLines(desks)) print(line);
    });
  restore.command('accept-double-spends')
    .description('go on, bearing that so many credits may be issued or spent a second time')
    .requiredOption('--up-to <credits>', 'as `restore status` says')
    .option('--gateway', 'the gateway was restored; without, the vault was')
    .action(async ({ upTo, gateway }: { upTo: string; gateway?: boolean }) => {
      if (!/^\d{1,9}$/.test(upTo)) throw new OperatorError('--up-to must be a whole number.');
      const domain = gateway ? 'gateway' : 'vault';
      const { state } = await desks()[domain](ACCEPT, { upTo: Number(upTo) }) as Standing;
      print(`The ${domain} goes on (${state}).`);
      for (const line of await payoutsLines(desks)) print(line);
    });
  restore.command('end-period')
    .description('go on, and end the running periods: none of their credits can be spent any more')
    .option('--gateway', 'the gateway was restored; without, the vault was')
    .action(async ({ gateway }: { gateway?: boolean }) => {
      const at = desks();
      const ended = await at.vault(END) as Ended;
      // What was issued twice is worthless from here on: the gateway goes on, whatever it is.
      if (gateway) await goOn(at.gateway);
      print(`${ended.periods} running periods have ended for spending: ${ended.worthless} credits ` +
        'are worthless now. Sessions that are booked stay booked and are paid. Members get new ' +
        'credits with the next period: tell their employers.');
      for (const line of await payoutsLines(desks)) print(line);
    });
}

/** Bear what has been made worthless; nothing where an earlier try came so far. */
async function goOn(gateway: Ask): Promise<void> {
  const { state, atMost } = await gateway(STANDING) as Standing;
  if (state === 'restored') await gateway(ACCEPT, { upTo: atMost });
}

/** While payouts are held: what is due, and what must be done before it is paid. */
async function payoutsLines(desks: Desks): Promise<string[]> {
  try {
    const { payoutsHeld, payoutsDue } = await desks().vault(PAYOUTS) as Payouts;
    const due = payoutsDue.map(amount).join(' and ') || 'nothing';
    return payoutsHeld ? [`payouts: held. Due now by the restored books: ${due}. Payouts since the ` +
      'backup are forgotten: compare with the bank first, then `payouts run`.'] : [];
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return [];
  }
}

async function describe(domain: Domain, desks: Desks): Promise<string[]> {
  let standing: Standing;
  try {
    standing = await desks()[domain](STANDING) as Standing;
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return [`${domain}: not known. ${error.message}`];
  }
  const { state, atMost } = standing;
  if (state !== 'restored') return [`${domain}: ${state}, ${WORDS[state] ?? 'takes nothing new'}`];
  const [what, option] = domain === 'vault' ? ['spent', ''] : ['issued', ' --gateway'];
  return [
    `${domain}: restored, takes nothing new. It has forgotten what was done since its backup.`,
    `  1. Put back a later backup, or replay the archive to its end: costs nothing.`,
    `  2. restore accept-double-spends --up-to ${atMost}${option}: goes on now. Up to ${atMost} ` +
      `credits of the running periods may be ${what} a second time.`,
    `  3. restore end-period${option}: goes on now, and nothing of the running periods ` +
      `is spent twice: none of their credits can be spent any more. ${await worthless(desks)} ` +
      'become worthless; sessions that are booked stay. New ones come with the next period.',
    '  4. Leave it closed until the running periods end: nothing is doubled, and nobody books.',
  ];
}

/** What ending the running periods costs: the vault counts it, whichever was restored. */
async function worthless(desks: Desks): Promise<string> {
  try {
    return `Up to ${(await desks().vault(STANDING) as Standing).atMost} credits`;
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return 'All their unspent credits (the vault does not answer)';
  }
}
