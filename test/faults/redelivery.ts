import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { TreatySeal, type Domain } from '#contracts/envelope';
import * as contracts from '#contracts/jobs';
import type { DomainSecrets } from '#local/domain-secrets';
import { QueueFactory } from '#platform/queue/queues';
import type { Choices } from '../../demo/story/random.ts';

/** How to reach the databases of a world as their owner. */
export type OwnerUrl = (domain: 'gateway' | 'vault' | 'queue') => string;

interface DoneJob { readonly id: string; readonly name: string; readonly data: unknown }

/** One query as the owner of a database. */
export async function asOwner<T>(url: string, sql: string, values: unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows as T[];
  } finally {
    await client.end();
  }
}

/**
 * Deliver every job of the treaty that was ever done once more, in random order: under the id that
 * it had (the queue has forgotten it, as it does after a day), and under a new one. Sealed requests
 * too, which somebody recorded (queue-recorder.ts): they leave the queue when they are answered.
 *
 * Also as whoever has the queue can: what was signed for another id. Those change nothing but the
 * count of alarms.
 *
 * @param secrets by which both domains sign their jobs.
 * @returns how many jobs were delivered again.
 */
export async function redeliver(
  ownerUrl: OwnerUrl, queueUrl: string, choices: Choices, secrets: DomainSecrets,
): Promise<number> {
  const queue = ownerUrl('queue');
  const done = await asOwner<DoneJob>(queue,
    `SELECT id, name, data FROM bullmq.job WHERE finished_at_ms IS NOT NULL
     UNION ALL SELECT id, name, data FROM recorded.job WHERE finished_at_ms IS NOT NULL`);
  await asOwner(queue, 'DELETE FROM bullmq.job WHERE id = ANY($1)', [done.map(({ id }) => id)]);
  const again = choices.shuffled(
    done.flatMap((job) => [job, { ...job, id: randomUUID() }]));
  const bare = new QueueFactory(queueUrl);
  const sides = await sealed(queueUrl, secrets);
  try {
    for (const { id, name, data } of again) {
      const contract = Object.values(contracts).find((one) => one.name === name);
      if (!contract) continue;
      const lay = typeof data === 'string' ? JSON.parse(data) as unknown : data;
      const { payload } = lay as { payload?: unknown };
      const side = contract.queue === 'to-vault' ? sides.gateway : sides.vault;
      await side.add(contract as never, (payload ?? lay) as never, id);
      if (payload) await bare.addJobs([{ ...contract, id: randomUUID(), payload: lay }]);
    }
  } finally {
    await Promise.all([bare, sides.gateway, sides.vault].map((factory) => factory.close()));
  }
  await settled(queue);
  return again.length;
}

/** The queue as each domain uses it, which signs its jobs. */
async function sealed(queueUrl: string, { gateway, vault }: DomainSecrets) {
  const factory = async (domain: Domain, own: Readonly<Record<string, string>>) => {
    const seed = Buffer.from(own[`${domain.toUpperCase()}_TREATY_SEED`] ?? '', 'hex');
    return new QueueFactory(queueUrl, { seal: await TreatySeal.of(domain, seed, []) });
  };
  return { gateway: await factory('gateway', gateway), vault: await factory('vault', vault) };
}

/** Wait until no job is on its way; the one that says whose the queue is stays for ever. */
async function settled(queueUrl: string): Promise<void> {
  const treaty = Object.values(contracts).map(({ name }) => name);
  for (;;) {
    const [row] = await asOwner<{ open: number }>(queueUrl,
      `SELECT count(*)::integer AS open FROM bullmq.job
       WHERE finished_at_ms IS NULL AND name = ANY($1)`, [treaty]);
    if (row!.open === 0) return;
    await pause(50);
  }
}

/**
 * Who is signed in, which jobs were seen and what operators asked for changes with every request;
 * the vault states its key anew each day, payout weeks pass, the domains tell each other how far
 * they are, what was not signed so is counted, and what was looked at is forgotten every night.
 */
const PASSING = [
  'provider_session', 'hr_session', 'sign_in_throttle', 'inbox', 'outbox', 'payout_run',
  'vault_statement', 'standing', 'operator_deed', 'job_refusal', 'looked_at',
];

/** A digest of every table of a domain, by its name. */
export async function stateOf(url: string): Promise<Record<string, string>> {
  const tables = await asOwner<{ name: string }>(url,
    `SELECT relname AS name FROM pg_class
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`);
  const state: Record<string, string> = {};
  for (const { name } of tables.filter((table) => !PASSING.includes(table.name))) {
    const [row] = await asOwner<{ digest: string }>(url,
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))),
         '') AS digest FROM ${name} t`);
    state[name] = row!.digest;
  }
  return state;
}
