import type { Command } from 'commander';
import { OperatorError } from './operator-settings.ts';

type Ask = (query: string, variables?: object) => Promise<unknown>;
type Desks = () => Record<'gateway' | 'vault', Ask>;
type Domain = 'gateway' | 'vault';

const STANDING = '{ restoreStanding { state atMost } }';
const ACCEPT = 'mutation ($upTo: Int!) { acceptRestore(upTo: $upTo) { state atMost } }';

interface Standing { readonly state: string; readonly atMost: number }

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
        for (const line of await describe(domain, desks()[domain])) print(line);
      }
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
    });
}

async function describe(domain: Domain, ask: Ask): Promise<string[]> {
  let standing: Standing;
  try {
    standing = await ask(STANDING) as Standing;
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
    '  3. Leave it closed until the running periods end: nothing is doubled, and nobody books.',
  ];
}
