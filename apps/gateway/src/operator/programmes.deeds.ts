import { readPeriod } from '#calendar/periods';
import { declinedFor } from '#contracts/refusals';
import type { Deed } from './deed.ts';
import { table } from './table.ts';

const LIST_PROGRAMMES = `query ($employer: ID) { allProgrammes(employerId: $employer) {
  id name employer { id name } sessionsPerMember k headcount purchased createdOn } }`;
const LIST_PERIODS = `query ($employer: ID, $programme: ID) {
  allPeriods(employerId: $employer, programmeId: $programme) {
    programmeId programme employer { id name } contractNumber label status refusal
    proposedOn confirmBy opens lastDay endsOn releases headcount } }`;

interface ListedProgramme {
  readonly id: string;
  readonly name: string;
  readonly employer: { readonly id: string; readonly name: string };
  readonly sessionsPerMember: number;
  readonly k: number;
  readonly headcount: number;
  readonly purchased: number;
  readonly createdOn: string;
}

interface ListedPeriod {
  readonly programmeId: string;
  readonly programme: string;
  readonly employer: { readonly id: string; readonly name: string };
  readonly contractNumber: string;
  readonly label: string;
  readonly proposedOn: string;
  readonly confirmBy: string;
  readonly status: string;
  readonly refusal: string | null;
  readonly opens: string;
  readonly lastDay: string | null;
  readonly endsOn: string | null;
  readonly releases: string;
  readonly headcount: number;
}

/** Commands about programmes and their periods; HR makes them, the calendar ends them. */
export const PROGRAMMES: readonly Deed[] = [
  {
    name: 'programme list', about: 'programmes, by customer', example: '',
    options: (command) => command
      .option('--employer <id>', 'of one customer, from `employer list`'),
    run: async ({ gateway }, { employer }) => {
      const rows = await gateway<ListedProgramme[]>(
        LIST_PROGRAMMES, { employer: employer ?? null });
      return {
        data: rows,
        text: [table(rows, 'There are no such programmes: HR creates them on its pages.', {
          'id': ({ id }) => id, 'customer': (row) => row.employer.name, 'name': ({ name }) => name,
          'people': ({ headcount }) => headcount, 'sessions each': (row) => row.sessionsPerMember,
          'sessions paid for': ({ purchased }) => purchased, 'k': ({ k }) => k,
          'since': ({ createdOn }) => createdOn,
        })],
      };
    },
  },
  {
    name: 'period list', about: 'periods and how far each is', example: '',
    options: (command) => command
      .option('--employer <id>', 'of one customer, from `employer list`')
      .option('--programme <id>', 'of one programme, from `programme list`'),
    run: async ({ gateway }, { employer, programme }) => {
      const rows = await gateway<ListedPeriod[]>(
        LIST_PERIODS, { employer: employer ?? null, programme: programme ?? null });
      return {
        data: rows,
        text: [table(rows, 'There are no such periods: HR opens them on its pages.', {
          'period': ({ label }) => label, 'customer': (row) => row.employer.name,
          'programme': (row) => row.programme, 'contract': (row) => row.contractNumber,
          'status': ({ status }) => status,
          'people': ({ headcount }) => headcount, 'opens': ({ opens }) => opens,
          'last day': ({ lastDay }) => lastDay, 'first numbers': firstNumbers,
          'last numbers': ({ status, releases }) => (NEVER.has(status) ? null : releases),
        }), ...endsOf(rows), ...stillClosed(rows)],
      };
    },
  },
];

/** Such periods have no numbers. */
const NEVER: ReadonlySet<string> = new Set(['REFUSED', 'CALLED_OFF']);

/** The day on which the first numbers of a period appear, as HR reads it. */
function firstNumbers({ label, status }: ListedPeriod): string | null {
  return NEVER.has(status) ? null : readPeriod(label)?.reports[0]?.releases ?? null;
}

/** The announced ends of those who have periods that reach beyond theirs. */
function endsOf(rows: readonly ListedPeriod[]): string[] {
  return [...new Set(rows.flatMap(({ employer, endsOn, lastDay }) =>
    endsOn === null || (lastDay !== null && lastDay < endsOn) ? [] : [
      `${employer.name}: its programmes end on ${endsOn}. No credit is good afterwards, and a period `
        + 'that begins later (CALLED_OFF) has no letters.']))];
}

const OPENED_BEFORE = 'the vault knows this period from an earlier opening and keeps to it. The '
  + 'gateway has forgotten that one, as after a backup was put back, and the period was opened anew. '
  + 'No credits can be issued for it here; those of the first opening are as good as before. Put '
  + 'back a later backup of the gateway, or tell the customer that nobody gets new credits before '
  + 'the next period: no command makes the vault take second keys (docs/operating.md, Restores).';
const KEPT_BEFORE = 'the vault has terms for this period that came before these, as where a backup of '
  + 'the gateway was put back. Where they wait there (`terms list`), its operator declines them '
  + '(`terms decline`), and HR opens it again. Where they are confirmed they hold: put back a later '
  + 'backup of the gateway, or let HR open it again with the very same headcounts.';
const FAULTY = 'the vault found the gateway\'s terms or keys faulty. Find out why before anything '
  + 'else, beginning with terms-refused and issuer-keys-refused in the worker\'s log: no credits can '
  + 'be issued for it.';

const DECLINED = 'the vault\'s operator found other terms in the contract, in what the word says. '
  + 'A wrong price is corrected here (`employer change --price`), headcounts and sessions by HR, who '
  + 'opens it again.';
const WITHDRAWN = 'HR took it back before it was confirmed, and can open it again.';
const OTHER_VERSION = 'gateway and vault know different versions of the plan\'s rules: bring both to '
  + 'one version of this program, the vault first; then HR opens it again.';

const CONFIRMED = 'CONFIRMED: the vault has not answered for the keys yet. It does so within seconds: '
  + 'if not, is the worker running (`npm run worker:health`)?';

/** What to do about periods that wait for the vault; nothing where there are none. */
function stillClosed(rows: readonly ListedPeriod[]): string[] {
  const refused = rows.filter(({ status }) => status === 'REFUSED').map((row) =>
    `${row.label} of ${row.programme}, ${row.employer.name}: REFUSED (${row.refusal}), `
      + adviceOn(row.refusal));
  const proposed = rows.filter(({ status }) => status === 'PROPOSED').map((row) =>
    `${row.label} of ${row.programme}, ${row.employer.name}: PROPOSED on ${row.proposedOn}, to be `
      + `confirmed by ${row.confirmBy}. Nobody gets a letter before: tell the vault's operator the `
      + `contract, ${row.contractNumber}; she confirms it by \`terms confirm\`.`);
  const waits = rows.some(({ status }) => status === 'CONFIRMED') ? [CONFIRMED] : [];
  return [...refused, ...proposed, ...waits];
}

function adviceOn(refusal: string | null): string {
  if (refusal === 'conflict') return KEPT_BEFORE;
  if (refusal === 'replaces') return OPENED_BEFORE;
  if (declinedFor(refusal) !== null) return DECLINED;
  if (refusal === 'withdrawn') return WITHDRAWN;
  return refusal === 'unknown-rules' ? OTHER_VERSION : FAULTY;
}
