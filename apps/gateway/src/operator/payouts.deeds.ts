import { randomUUID } from 'node:crypto';
import { whole, type Deed } from './deed.ts';
import { amount, facts, table, type Amount } from './table.ts';

const PAYOUT = `id runId login name claims status sentOn amount { minor currency }`;
const LIST_PAYOUTS = `query ($login: String, $run: ID, $first: Int!) {
  sentPayouts(login: $login, runId: $run, first: $first) { ${PAYOUT} } }`;
const SHOW_PAYOUT = `query ($payout: ID!) { sentPayout(payoutId: $payout) { ${PAYOUT} } }`;
const RUN = 'count totals { minor currency } toApprove { minor currency }';
const RUN_PAYOUTS = `mutation ($key: ID!) { runPayouts(idempotencyKey: $key) { ${RUN} } }`;
const APPROVE_PAYOUTS = `mutation ($key: ID!) { approvePayouts(idempotencyKey: $key) { __typename
  ... on PayoutsRun { ${RUN} } ... on PayoutsRefused { code message } } }`;
const WAITING_PAYOUTS = `{ waitingPayouts {
  runId askedBy askedOn toApprove { minor currency } } }`;

interface Run {
  readonly count: number;
  readonly totals: Amount[];
  readonly toApprove: Amount[];
}
interface Waiting {
  readonly runId: string;
  readonly askedBy: string;
  readonly askedOn: string;
  readonly toApprove: Amount[];
}

interface Payout {
  readonly id: string;
  readonly runId: string;
  readonly login: string;
  readonly name: string;
  readonly claims: number;
  readonly status: string;
  readonly sentOn: string;
  readonly amount: Amount;
}

/** Commands about what therapists are paid. */
export const PAYOUTS: readonly Deed[] = [
  {
    name: 'payouts list', about: 'lump sums to therapists, newest first', example: '--first 20',
    options: (command) => command.option('--login <login>', 'of one therapist, from `provider list`')
      .option('--run <id>', 'of one run').option('--first <n>', 'so many at most', whole, '200'),
    run: async ({ vault }, { login, run, first }) => {
      const rows = await vault<Payout[]>(
        LIST_PAYOUTS, { login: login ?? null, run: run ?? null, first: Number(first) });
      return {
        data: rows,
        text: [table(rows, 'There are no such payouts.', {
          'payout': ({ id }) => id, 'therapist': ({ login: who }) => who, 'name': ({ name }) => name,
          'sent': ({ sentOn }) => sentOn, 'status': ({ status }) => status,
          'claims': ({ claims }) => claims, 'amount': (row) => amount(row.amount),
        })],
      };
    },
  },
  {
    name: 'payouts show', about: 'one payout, as it goes to the bank',
    example: '--payout 2f1c7a90-4b3d-4e5f-8a61-9c0d1e2f3a4b',
    options: (command) => command.requiredOption('--payout <id>', 'from `payouts list`'),
    run: async ({ vault }, { payout }) => {
      const row = await vault<Payout>(SHOW_PAYOUT, { payout });
      return {
        data: row,
        text: [facts({
          'Payout': row.id, 'Run': row.runId, 'Therapist': `${row.name} (${row.login})`,
          'Amount': amount(row.amount), 'Claims in it': row.claims, 'Status': row.status,
          'Sent': row.sentOn,
        })],
      };
    },
  },
  {
    name: 'payouts run', about: 'pay all therapists what is due; the clock does so every week',
    example: '',
    options: (command) => command
      .option('--key <uuid>', 'the same key pays once; a random one'),
    run: async ({ vault }, { key = randomUUID() }) => {
      const run = await vault<Run>(RUN_PAYOUTS, { key });
      if (run.toApprove.length === 0) return { data: run, text: [told(String(key), run)] };
      return {
        data: run,
        text: [
          facts({ 'Run': key, 'Payouts': 0, 'To be approved': run.toApprove.map(amount) }),
          'Nothing was paid: more is due than employers have paid in, or than leaves without a second',
          'operator in seven days. Another one makes sure that the programmes and the care are real,',
          'by a way that she knows, and then runs:',
          `npm run --silent operator -- payouts approve --key ${String(key)}`,
          'It pays the claims of now; those that come since are for the next run.'],
      };
    },
  },
  {
    name: 'payouts waiting', about: 'runs that wait for a second operator', example: '',
    run: async ({ vault }) => {
      const rows = await vault<Waiting[]>(WAITING_PAYOUTS);
      return {
        data: rows,
        text: [table(rows, 'No run waits.', {
          'run': ({ runId }) => runId, 'asked by': ({ askedBy }) => askedBy,
          'on': ({ askedOn }) => askedOn,
          'to be approved': ({ toApprove }) => toApprove.map(amount).join(', '),
        })],
      };
    },
  },
  {
    name: 'payouts approve', about: 'the second operator\'s yes to a run: it pays the claims of when it was asked for',
    example: '--key 2f1c7a90-4b3d-4e5f-8a61-9c0d1e2f3a4b',
    options: (command) => command.requiredOption('--key <uuid>', 'from `payouts waiting`'),
    run: async ({ vault }, { key }) => {
      const run = await vault<Run>(APPROVE_PAYOUTS, { key });
      return { data: run, text: [told(String(key), run)] };
    },
  },
];

function told(key: string, { count, totals }: Run): string {
  return facts({ Run: key, Payouts: count, Total: totals.map(amount) });
}
