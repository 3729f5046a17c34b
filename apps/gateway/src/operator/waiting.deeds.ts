import type { Deed } from './deed.ts';
import { table } from './table.ts';

const WAITING = '{ waiting { kind count day } }';

interface Waiting {
  readonly kind: string;
  readonly count: number;
  readonly day: string | null;
}

/** What each kind is, what its day says, and what an operator does about it. */
const WORDS: Readonly<Record<string, readonly [what: string, day: string, next: string]>> = {
  INVITATIONS: ['invitations that nobody has answered', 'the first ends on',
    '`employer list`, then `team show`, `team invite`'],
  ADMINS_WITHOUT_FACTOR: ['administrators without a second factor', 'the first joined on',
    'tell the customer: they can do nothing before they set one up'],
  LET_IN_REQUESTS: ['requests that another operator asks you to confirm', 'the first ends on',
    '`team requests`'],
  OVERDUE_INVOICES: ['invoices over due', 'the first was due on', '`invoice list --status overdue`'],
  PERIODS_TO_CONFIRM: ['years that the vault\'s operator is to confirm', 'the first by',
    '`period list` has the contracts to tell her; she types `terms confirm`'],
  PERIODS_OVERDUE: ['years that she should have confirmed by now', 'the first was due by',
    'ask the vault\'s operator: nobody gets a letter before'],
  PERIODS_REFUSED: ['years that the vault declined or refused', 'the first on',
    '`period list` says why, and what to do'],
  PERIODS_AT_VAULT: ['confirmed years whose keys the vault has not taken', 'the first confirmed on',
    'whether the vault runs (`npm run worker:health`)'],
  YEARS_ENDING: ['years that end soon, with none that follows', 'the first ends on',
    'tell the customer: its HR opens the next one on Programme'],
  REPORTS_REFUSED: ['reports of the vault that were refused: nobody is shown them', 'the first on',
    '`operations` says which and why; "A report that was refused" in docs/operating.md what to do'],
  REPORTS_WAITING: ['reports that wait for the one before them, or for their year', 'the first since',
    '`operations` says which; what is missing comes, or was refused'],
  LETTERS: ['letters that are to be made', '', '`letters waiting`, then `letters print` or `letters seal`'],
  SURPLUS: ['invoices on which more was paid than is owed', '', '`payment surplus`, then `payment return`'],
  TERMS_OVERDUE: ['terms that you should have confirmed by now', 'the first was due by',
    '`terms list`, then `terms show`, `terms confirm`'],
  TERMS: ['terms that you are to confirm', 'the first by', '`terms list`, then `terms show`, `terms confirm`'],
  FIRST_PASSWORDS: ['first passwords that no therapist has used', 'the first registered on',
    '`provider list`, then `provider reset-password`'],
  THERAPISTS_WITHOUT_FACTOR: ['therapists without a second factor', 'the first registered on',
    'ask them: they can do nothing before they set one up'],
  LICENCES_ENDING: ['licences that have ended or end within a month', 'the first ends on',
    '`provider list`, then `provider licence`'],
  PERIODS_NOT_CLOSED: ['periods that are due and could not be closed', 'tried last on',
    '`operations --vault`'],
  REFUSED_KEYS: ['issuer keys that were refused', '', '`operations --vault`'],
  CREDITS_BEYOND: ['days on which more credits came than were issued', 'the first on',
    '`operations --vault`; change the issuer keys'],
  ORDERS_BEYOND: ['programmes with more sessions ordered than their years allow', '',
    '`invoice list`, then `invoice cancel`, or `payment reverse` where it is paid'],
  SHORTFALLS: ['programmes that have settled more sessions than were ordered', 'the first is invoiced on',
    'its HR sees it and can order; if that invoice was cancelled, HR orders them on Buy credits'],
  FUNDINGS_BEYOND: ['fundings beyond what you confirmed', 'the first on',
    'it funds nobody: tell the gateway\'s operator, who has the orders in `waiting`'],
  PAYOUTS: ['payout runs that wait for a second operator', 'the first asked on',
    '`payouts waiting`, then `payouts approve`'],
  JOBS: ['jobs that the queue has not taken', '', 'whether the queue runs'],
};

/** The list of what waits, in both operators' seats. */
export const WAITING_DEEDS: readonly Deed[] = [
  {
    name: 'waiting', about: 'what waits for you at the gateway, and what you do; with --vault at the vault',
    example: '--vault',
    options: (command) => command.option('--vault', 'what waits at the vault, by a sealed request'),
    run: async (domains, { vault }) => {
      const waiting = vault
        ? await domains.vault<Waiting[]>(WAITING) : await domains.gateway<Waiting[]>(WAITING);
      return {
        data: waiting,
        text: [table(waiting, 'Nothing waits.', {
          'what waits': ({ kind }) => WORDS[kind]?.[0] ?? kind,
          'how many': ({ count }) => count,
          'since or until': ({ kind, day }) => (day === null ? '' : `${WORDS[kind]?.[1] ?? ''} ${day}`),
          'what to do': ({ kind }) => WORDS[kind]?.[2],
        })],
      };
    },
  },
];
