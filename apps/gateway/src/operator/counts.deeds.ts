import { running, whole, type Deed } from './deed.ts';
import { OperatorError } from './operator-settings.ts';
import { amount, facts, table } from './table.ts';

const OPERATIONS = `{ operations { purchasedCredits members issuedEntry issuedSession openedPeriods
  periodsWaiting periodsOverdue refusedJobs
  reportsNotShown { programme report reason promise since }
  ledger { entries debitsMinor creditsMinor } } }`;
const VAULT_OPERATIONS = `{ operations { cases referrals booked cancelled delivered bearer
  claimsSubmitted claimsPaid claimsRejected payouts spentEntry spentSession
  refusedKeys refusedTerms refusedJobs fundingsBeyond termsWaiting termsOverdue creditsBeyondIssued
  lentProgrammes payoutsWaiting payoutsAmiss periodsNotClosed { programme period reason failedOn tries }
  ledger { problems
    currencies { currency entries debitsMinor creditsMinor openHoldsMinor } } } }`;
const DEEDS = `query ($first: Int!, $before: Int) { operatorDeeds(first: $first, before: $before) {
  number operator deed subject outcome at } }`;

interface Counts {
  readonly ledger: Readonly<Record<string, unknown>>;
  readonly periodsNotClosed?: readonly {
    readonly programme: string; readonly period: string; readonly reason: string;
    readonly failedOn: string; readonly tries: number;
  }[];
  readonly reportsNotShown?: readonly {
    readonly programme: string; readonly report: string; readonly reason: string | null;
    readonly promise: string | null; readonly since: string;
  }[];
}

/** Of one currency, in its minor units. */
interface CurrencySums {
  readonly currency: string;
  readonly entries: number;
  readonly debitsMinor: string;
  readonly creditsMinor: string;
  readonly openHoldsMinor: string;
}

interface DeedDone {
  readonly number: number;
  readonly operator: string;
  readonly deed: string;
  readonly subject: string;
  readonly outcome: string | null;
  readonly at: string;
}

/** Commands that count and show, and change nothing. */
export const COUNTS: readonly Deed[] = [
  {
    name: 'operations', about: 'counts of the gateway, or of the vault', example: '--vault',
    options: (command) => command.option('--vault', 'of the vault, by a sealed request'),
    run: async (domains, { vault }) => {
      const counts = vault
        ? await domains.vault<Counts>(VAULT_OPERATIONS) : await domains.gateway<Counts>(OPERATIONS);
      const { ledger, periodsNotClosed = [], reportsNotShown = [], ...rest } = counts;
      const { currencies, ...sums } = ledger as { currencies?: CurrencySums[] };
      const words = Object.fromEntries(Object.entries({ ...rest, ...sums })
        .map(([name, value]) => [inWords(name), value]));
      return {
        data: counts,
        text: [facts(words), ...(currencies ? ['', table(currencies, 'Nothing was posted yet.', {
          'currency': ({ currency }) => currency, 'entries': ({ entries }) => entries,
          'debits': sumOf('debitsMinor'), 'credits': sumOf('creditsMinor'),
          'open holds': sumOf('openHoldsMinor'),
        })] : []), ...(periodsNotClosed.length > 0 ? ['', table(periodsNotClosed, '', {
          'not closed': ({ period }) => period, 'programme': ({ programme }) => programme,
          'because of': ({ reason }) => reason, 'last try': ({ failedOn }) => failedOn,
          'tries': ({ tries }) => tries,
        })] : []), ...(reportsNotShown.length > 0 ? ['', table(reportsNotShown, '', {
          'not shown': ({ report }) => report, 'programme': ({ programme }) => programme,
          'because of': ({ reason, promise }) => promise ?? reason ?? 'it waits',
          'since': ({ since }) => since,
        })] : [])],
      };
    },
  },
  {
    name: 'deeds', about: 'what operators did and were refused, by name, newest first',
    example: '--first 20',
    options: (command) => command.option('--vault', 'at the vault')
      .option('--first <n>', 'so many at most', whole, '50')
      .option('--before <number>', 'older than that', running),
    run: async (domains, { vault, first, before }) => {
      const older = before === undefined ? null : Number(before);
      const variables = { first: Number(first), before: older };
      const deeds = vault ? await domains.vault<DeedDone[]>(DEEDS, variables)
        : await domains.gateway<DeedDone[]>(DEEDS, variables);
      return {
        data: deeds,
        text: [table(deeds, 'Nothing was done yet.', {
          'no.': ({ number }) => number, 'when': ({ at }) => at, 'who': ({ operator }) => operator,
          'what': ({ deed }) => deed, 'to what': ({ subject }) => subject,
          'outcome': ({ outcome }) => outcome ?? 'broken off',
        })],
      };
    },
  },
  {
    name: 'vault-key', about: 'the vault\'s public key, to pin it; works where the vault runs too',
    example: '',
    run: async ({ vaultKey }) => {
      const key = await vaultKey();
      return { data: key, text: [key] };
    },
  },
  {
    name: 'vault-key-succession',
    about: 'where the vault runs: sign its next public key, as VAULT_KEY_SUCCESSIONS has it',
    example: `--to ${'7e'.repeat(32)}`,
    options: (command) => command.requiredOption(
      '--to <key>', 'the next key, as `vault-key` prints it with the next seed'),
    run: async ({ signNextKey }, { to = '' }) => {
      if (!/^[0-9a-f]{64}$/.test(to)) {
        throw new OperatorError(
          `--to ${JSON.stringify(to)} must be an Ed25519 public key as 64 hex digits.`);
      }
      const succession = await signNextKey(to);
      return { data: succession, text: [succession] };
    },
  },
];

/** A sum as lists show money. */
function sumOf(name: 'debitsMinor' | 'creditsMinor' | 'openHoldsMinor') {
  return ({ [name]: minor, currency }: CurrencySums) => amount({ minor, currency });
}

/** `issuedEntry` as people read it: `Issued entry`. */
function inWords(name: string): string {
  const words = name.replace('Minor', ' (minor units)')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
