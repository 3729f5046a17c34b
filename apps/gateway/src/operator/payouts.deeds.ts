import { randomUUID } from 'node:crypto';
import { whole, type Deed } from './deed.ts';
import { amount, facts, table, type Amount } from './table.ts';

const PAYOUT = `id runId login name claims status sentOn amount { minor currency }`;
const LIST_PAYOUTS = `query ($login: String, $run: ID, $first: Int!) {
  sentPayouts(login: $login, runId: $run, first: $first) { ${PAYOUT} } }`;
const SHOW_PAYOUT = `query ($payout: ID!) { sentPayout(payoutId: $payout) { ${PAYOUT} } }`;
const RUN_PAYOUTS = `mutation ($key: ID!) { runPayouts(idempotencyKey: $key) {
  count totals { minor currency } } }`;

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
      const run = await vault<{ count: number; totals: Amount[] }>(RUN_PAYOUTS, { key });
      return {
        data: run,
        text: [facts({ Run: key, Payouts: run.count, Total: run.totals.map(amount) })],
      };
    },
  },
];
