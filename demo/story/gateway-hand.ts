import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { JobContract, PayloadOf } from '#contracts/contract';
import {
  creditsFunded, creditsWithdrawn, keysRegistered, termsProposed,
} from '#contracts/jobs';
import type { Terms } from '#disclosure/terms';
import type { Tx } from '#platform/database';
import { put } from '#platform/queue/outbox';
import { withClient } from '../with-client.ts';

/*
 * What whoever runs the gateway holds beyond its surfaces: its database, in which lies what it
 * tells the vault, and the queue. Her own process carries and signs whatever she writes there.
 */

/** What she tells the vault: jobs of the treaty, of which the vault believes what it does. */
const SAYABLE = {
  'terms.proposed': termsProposed, 'keys.registered': keysRegistered,
  'credits.funded': creditsFunded, 'credits.withdrawn': creditsWithdrawn,
} as const;
type Sayable = typeof SAYABLE;

/** One thing that she says. */
export type Said = { [Name in keyof Sayable]: {
  readonly job: Name; readonly payload: PayloadOf<Sayable[Name]> } }[keyof Sayable];

/** What she has in her books. */
export interface Books {
  /** Terms as they were proposed for every year. */
  readonly terms: readonly Terms[];
  /** Payments that came in, as the vault was told of them. */
  readonly fundings: readonly PayloadOf<Sayable['credits.funded']>[];
}

/** Where her databases are. */
export interface HandAt { readonly gatewayUrl: string; readonly queueUrl: string }

const TERMS = 'SELECT terms FROM period WHERE terms IS NOT NULL';
const FUNDINGS = `SELECT programme_id AS programme, funding_id AS funding, sessions,
  net_minor::text AS "amountMinor", currency, period FROM invoice WHERE funding_id IS NOT NULL`;
const DONE = `SELECT count(*)::integer AS done FROM bullmq.job
  WHERE id = ANY ($1) AND state IN ('completed', 'failed')`;
const LOOK_EVERY_MS = 20;
const LOOKS = 3_000;

/** Say all this to the vault, and wait until it was heard. @returns what the books have then. */
export function sayAsGateway(at: HandAt, said: readonly Said[]): Promise<Books> {
  return withClient(at.gatewayUrl, async (gateway) => {
    const tx = { query: async (sql: string, values: unknown[] = []) =>
      (await gateway.query(sql, values)).rows as unknown } as unknown as Tx;
    const ids: string[] = [];
    for (const { job, payload } of said) {
      ids.push(await put(tx, { contract: SAYABLE[job] as JobContract<unknown>, payload }));
    }
    if (ids.length > 0) await withClient(at.queueUrl, (queue) => heard(queue, ids));
    const terms = await gateway.query<{ terms: string }>(TERMS);
    const fundings = await gateway.query<
      Omit<Books['fundings'][number], 'period'> & { period: string | null }>(FUNDINGS);
    return {
      terms: terms.rows.map((row) => JSON.parse(row.terms) as Terms),
      // Only the flat price of a year names that year.
      fundings: fundings.rows.map(({ period, ...funding }) => (
        { ...funding, ...period !== null && { period } })) };
  });
}

async function heard(queue: pg.Client, ids: readonly string[]): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    const { rows: [row] } = await queue.query<{ done: number }>(DONE, [ids]);
    if (row?.done === ids.length) return;
    await pause(LOOK_EVERY_MS);
  }
  throw new Error('the vault did not hear what the gateway said');
}
