import { countOf } from '#platform/text/count-of';
import type { Ask, Deed, Domains, Shown } from './deed.ts';
import { OperatorError } from './operator-settings.ts';
import { amount, type Amount } from './table.ts';

type Domain = 'gateway' | 'vault';

const STANDING = '{ restoreStanding { state atMost } }';
/** The vault's says too whether the cost is known. */
const VAULT_STANDING = '{ restoreStanding { state atMost isKnown } }';
const END = 'mutation { endPeriods { state periods worthless } }';
const ACCEPT = 'mutation ($upTo: Int!) { acceptRestore(upTo: $upTo) { state atMost } }';

const PAYOUTS = '{ restoreStanding { payoutsHeld payoutsDue { minor currency } } }';

interface Payouts { readonly payoutsHeld: boolean; readonly payoutsDue: readonly Amount[] }
interface Standing { readonly state: string; readonly atMost: number; readonly isKnown?: boolean }
interface Ended { readonly state: string; readonly periods: number; readonly worthless: number }

const WORDS: Record<string, string> = {
  'open': 'takes everything',
  'unheard': 'takes nothing new: the other domain has not answered since the start. Is it running?',
  'partner-restored': 'takes nothing new: the other domain was restored. Decide there.',
};

/** For when a backup was put back: what it can have cost, and the operator's word to go on. */
export const RESTORES: readonly Deed[] = [
  {
    name: 'restore status', about: 'how both domains stand, and what each choice costs', example: '',
    run: async (domains) => said([
      ...await describe('gateway', domains), ...await describe('vault', domains),
      ...await payoutsLines(domains)]),
  },
  {
    name: 'restore accept-double-spends',
    about: 'go on, bearing that so many credits may be issued or spent a second time',
    example: '--up-to 12',
    options: (command) => command.requiredOption('--up-to <credits>', 'as `restore status` says')
      .option('--gateway', 'the gateway was restored; without, the vault was'),
    run: async (domains, { upTo = '', gateway }) => {
      if (!/^\d{1,9}$/.test(upTo)) {
        throw new OperatorError(`--up-to ${JSON.stringify(upTo)} must be a whole number.`);
      }
      const domain = gateway ? 'gateway' : 'vault';
      const { state } = await domains[domain]<Standing>(ACCEPT, { upTo: Number(upTo) });
      return said([`The ${domain} goes on (${state}).`, ...await payoutsLines(domains)]);
    },
  },
  {
    name: 'restore end-period',
    about: 'go on, and end the running periods: none of their credits can be spent any more',
    example: '',
    options: (command) => command
      .option('--gateway', 'the gateway was restored; without, the vault was'),
    run: async (domains, { gateway }) => {
      const ended = await domains.vault<Ended>(END);
      // What was issued twice is worthless from here on: the gateway goes on, whatever it is.
      if (gateway) await goOn(domains.gateway);
      return said([
        `Ended for spending: ${countOf(ended.periods, 'running period')}. Worthless now: `
          + `${countOf(ended.worthless, 'credit')}. Sessions that are booked stay booked and are paid. `
          + 'Members get new credits with the next period: tell their employers.',
        ...await payoutsLines(domains)]);
    },
  },
];

function said(text: readonly string[]): Shown {
  return { data: text, text };
}

/** Bear what has been made worthless; nothing where an earlier try came so far. */
async function goOn(gateway: Ask): Promise<void> {
  const { state, atMost } = await gateway<Standing>(STANDING);
  if (state === 'restored') await gateway(ACCEPT, { upTo: atMost });
}

/** While payouts are held: what is due, and what must be done before it is paid. */
async function payoutsLines(domains: Domains): Promise<string[]> {
  try {
    const { payoutsHeld, payoutsDue } = await domains.vault<Payouts>(PAYOUTS);
    const due = payoutsDue.map(amount).join(' and ') || 'nothing';
    return payoutsHeld ? [`payouts: held. Due now by the restored books: ${due}. Payouts since the `
      + 'backup are forgotten: compare with the bank first, then `payouts run`.'] : [];
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return [];
  }
}

async function describe(domain: Domain, domains: Domains): Promise<string[]> {
  let standing: Standing;
  try {
    standing = await domains[domain]<Standing>(domain === 'vault' ? VAULT_STANDING : STANDING);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return [`${domain}: not known. ${error.message}`];
  }
  const { state, atMost, isKnown = true } = standing;
  if (state !== 'restored') return [`${domain}: ${state}, ${WORDS[state] ?? 'takes nothing new'}`];
  if (!isKnown) {
    return [`${domain}: restored, takes nothing new. The gateway has not told it yet which periods `
      + 'it has forgotten, so the cost is not known: ask again in a minute.'];
  }
  const [what, option] = domain === 'vault' ? ['spent', ''] : ['issued', ' --gateway'];
  return [
    `${domain}: restored, takes nothing new. It has forgotten what was done since its backup.`,
    `  1. Put back a later backup, or replay the archive to its end: costs nothing.`,
    `  2. restore accept-double-spends --up-to ${atMost}${option}: goes on now. Up to ${atMost} `
      + `credits of the running periods may be ${what} a second time.`,
    `  3. restore end-period${option}: goes on now, and nothing of the running periods `
      + `is spent twice: none of their credits can be spent any more. Worthless then: `
      + `${await worthless(domains)}; sessions that are booked stay. `
      + 'New ones come with the next period.',
    '  4. Leave it closed until the running periods end: nothing is doubled, and nobody books.',
  ];
}

/** What ending the running periods costs: the vault counts it, whichever was restored. */
async function worthless(domains: Domains): Promise<string> {
  try {
    return `up to ${countOf((await domains.vault<Standing>(STANDING)).atMost, 'credit')}`;
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return 'all their unspent credits (the vault does not answer)';
  }
}
