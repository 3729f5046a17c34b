import type { Deed } from './deed.ts';
import { table } from './table.ts';

const LIST_PROGRAMMES = `query ($employer: ID) { allProgrammes(employerId: $employer) {
  id name employer { id name } sessionsPerMember k headcount purchased createdOn } }`;
const LIST_PERIODS = `query ($employer: ID, $programme: ID) {
  allPeriods(employerId: $employer, programmeId: $programme) {
    programmeId programme employer { id name } label status opens closes releases headcount } }`;

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
  readonly label: string;
  readonly status: string;
  readonly opens: string;
  readonly closes: string;
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
          'programme': (row) => row.programme, 'status': ({ status }) => status,
          'people': ({ headcount }) => headcount, 'opens': ({ opens }) => opens,
          'closes': ({ closes }) => closes, 'releases': ({ releases }) => releases,
        }), ...stillOpening(rows)],
      };
    },
  },
];

/** What to do about periods whose keys the vault has not taken; nothing where there are none. */
function stillOpening(rows: readonly ListedPeriod[]): string[] {
  return rows.some(({ status }) => status === 'OPENING')
    ? ['OPENING: the vault has not taken the keys yet. Where it stays so after a restore of the '
      + 'gateway, look for issuer-keys-refused in the worker\'s log and see docs/operating.md.']
    : [];
}
