import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { JobFailed, Overloaded } from './request-client.ts';
import type { RequestClient } from './request-client.ts';
import { MalformedJob } from '#contracts/contract';
import type { JobSeal } from './job-seal.ts';
import { handle } from './job-worker.ts';
import { QueueFactory } from './queues.ts';
import { testCluster } from '#local/testing';
import type { TestCluster } from '#local/testing';

const doubling = {
  name: 'numbers.double',
  queue: 'numbers',
  attempts: 5,
  backoffMs: 10,
  schema: z.strictObject({ numbers: z.array(z.int()).min(1).max(64) }),
};
type Doubling = z.infer<typeof doubling.schema>;

let cluster: TestCluster;
const open: QueueFactory[] = [];

beforeAll(async () => {
  cluster = await testCluster({ gateway: 'no-migrations', vault: 'no-migrations' });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((factory) => factory.close()));
});
afterAll(() => cluster.drop());

/** The gateway's side of the queue, and the vault's. */
function side(role: 'gateway_app' | 'queue_worker'): QueueFactory {
  const factory = new QueueFactory(cluster.urlOf(role, 'queue'));
  open.push(factory);
  return factory;
}

/** A contract on a queue of its own, so that no test sees another's jobs. */
function own(): typeof doubling {
  return { ...doubling, queue: `numbers-${randomUUID()}` };
}

const batching = { pack: (numbers: readonly number[]): Doubling => ({ numbers: [...numbers] }) };
const double = ({ numbers }: Doubling) => Promise.resolve(numbers.map((number) => number * 2));
type NumberClient = RequestClient<number, number, Doubling>;
const clientOf = (contract: typeof doubling, options = {}): Promise<NumberClient> =>
  side('gateway_app').requestClient(contract, { ...batching, ...options });

test('a question that one domain asks is answered by the other', async () => {
  const contract = own();
  await side('queue_worker').work(contract.queue, [handle(contract, double)]);
  expect(await side('gateway_app').ask(contract, { numbers: [1, 2] }, 20_000)).toEqual([2, 4]);
});

test('items that arrive meanwhile travel together and are answered one by one', async () => {
  const contract = own();
  const sizes: number[] = [];
  await side('queue_worker').work(contract.queue, [
    handle(contract, ({ numbers }) => {
      sizes.push(numbers.length);
      return double({ numbers });
    }),
  ]);
  const client = await clientOf(contract, { maxBatch: 16, maxInFlight: 2 });
  const numbers = Array.from({ length: 100 }, (_, index) => index);
  const replies = await Promise.all(numbers.map((number) => client.ask(number, 20_000)));
  expect(replies).toEqual(numbers.map((number) => ({ kind: 'answered', value: number * 2 })));
  expect(Math.max(...sizes)).toBe(16);
  expect(sizes.length).toBeLessThan(12);
});

const jobsOf = async ({ queue }: typeof doubling) => {
  const [{ jobs } = { jobs: -1 }] = await cluster.query<{ jobs: number }>('queue',
    'SELECT count(*)::integer AS jobs FROM bullmq.job WHERE queue = $1', [queue]);
  return jobs;
};

test('with no worker it is late, and what nobody waits for any more is off the queue', async () => {
  const contract = own();
  const client = await clientOf(contract, { maxBatch: 8 });
  for (let round = 0; round < 30; round += 1) {
    const replies = await Promise.all(Array.from({ length: 20 }, () => client.ask(21, 20)));
    expect(replies).toEqual(replies.map(() => ({ kind: 'late' })));
    // Those of this round, and of the one before what is just being taken off.
    expect(await jobsOf(contract)).toBeLessThanOrEqual(8);
  }
  while (await jobsOf(contract) > 0) await pause(5);
  const worked: number[] = [];
  await side('queue_worker').work(contract.queue, [handle(contract, ({ numbers }) => {
    worked.push(...numbers);
    return double({ numbers });
  })]);
  expect(await client.ask(21, 20_000)).toEqual({ kind: 'answered', value: 42 });
  expect(worked).toEqual([21]);
});

test('what a worker has begun is left to it, and is gone when it is done', async () => {
  const contract = own();
  const [begun, ended] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  await side('queue_worker').work(contract.queue, [handle(contract, async ({ numbers }) => {
    begun.resolve(undefined);
    await ended.promise;
    return double({ numbers });
  })]);
  const client = await clientOf(contract);
  const late = client.ask(1, 1_000);
  await begun.promise;
  expect(await late).toEqual({ kind: 'late' });
  expect(await jobsOf(contract)).toBe(1);
  ended.resolve(undefined);
  while (await jobsOf(contract) > 0) await pause(5);
});

test('more than the bounded number of waiting items is refused, and nothing else is lost', async () => {
  const contract = own();
  const client = await clientOf(contract, { maxBatch: 2, maxInFlight: 1, maxWaiting: 4 });
  const asked = [1, 2, 3, 4, 5, 6, 7].map((number) => client.ask(number, 30_000));
  const settling = Promise.allSettled(asked);
  await side('queue_worker').work(contract.queue, [handle(contract, double)]);
  const settled = await settling;
  const refused = settled.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  expect(refused.map(({ reason }) => reason as unknown)).toEqual([
    expect.any(Overloaded), expect.any(Overloaded),
  ]);
});

test('a payload out of shape is refused by the sender, and never retried by the receiver', async () => {
  const contract = own();
  const sender = side('gateway_app');
  const wrong = { numbers: ['one'] } as unknown as Doubling;
  await expect(sender.add(contract, wrong)).rejects.toThrow(MalformedJob);
  const loose = { ...contract, schema: z.unknown() };
  await side('queue_worker').work(contract.queue, [handle(contract, double)]);
  await expect(sender.ask(loose, wrong, 20_000)).rejects.toThrow(JobFailed);
  const [job] = await cluster.query<{ attempts_made: number; failed_reason: string }>(
    'queue', 'SELECT attempts_made, failed_reason FROM bullmq.job WHERE queue = $1', [contract.queue],
  );
  expect(job).toEqual({ attempts_made: 1, failed_reason: 'MalformedJob' });
});

test('a failure is retried as the contract says, and tells the other domain no content', async () => {
  const contract = { ...own(), attempts: 3 };
  let calls = 0;
  await side('queue_worker').work(contract.queue, [
    handle(contract, () => {
      calls += 1;
      throw new TypeError('case 4711 of Quiet Heron');
    }),
  ]);
  await expect(side('gateway_app').ask(contract, { numbers: [1] }, 20_000)).rejects.toThrow(JobFailed);
  expect(calls).toBe(3);
  const rows = await cluster.query('queue', `
    SELECT j::text FROM bullmq.job j WHERE queue = $1
    UNION ALL SELECT e::text FROM bullmq.event e WHERE queue = $1`, [contract.queue]);
  expect(JSON.stringify(rows)).toContain('TypeError');
  expect(JSON.stringify(rows)).not.toMatch(/4711|Heron/);
});

test('a job added twice by one id is delivered once', async () => {
  const contract = own();
  const delivered: string[] = [];
  await side('queue_worker').work(contract.queue, [
    handle(contract, (payload, { id }) => {
      delivered.push(id);
      return double(payload);
    }),
  ]);
  const sender = side('gateway_app');
  const id = randomUUID();
  await sender.add(contract, { numbers: [1] }, id);
  await sender.add(contract, { numbers: [1] }, id);
  await sender.ask(contract, { numbers: [2] }, 20_000);
  expect(delivered.filter((one) => one === id)).toHaveLength(1);
});

test('a process does not start with a job that has no handler, or two', async () => {
  const contract = own();
  const worker = side('queue_worker');
  const one = handle(contract, double);
  const none = worker.work(contract.queue, [], { expected: [contract] });
  await expect(none).rejects.toThrow(/no handler/);
  await expect(worker.work(contract.queue, [one, one])).rejects.toThrow(/two handlers/);
});

async function asRole(role: 'gateway_app' | 'queue_worker', sql: string): Promise<{ pid: number }[]> {
  const client = new pg.Client({ connectionString: cluster.urlOf(role, 'queue') });
  await client.connect();
  const { rows } = await client.query<{ pid: number }>(sql);
  await client.end();
  return rows;
}

test('when its connections break, the worker listens again and the client is answered', async () => {
  const contract = own();
  await side('queue_worker').work(contract.queue, [handle(contract, double)]);
  const client = await clientOf(contract);
  expect(await client.ask(1, 20_000)).toEqual({ kind: 'answered', value: 2 });
  const listeners = `SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE '%LISTEN bullmq\\_%'
      AND pid <> pg_backend_pid()`;
  const before = await asRole('queue_worker', listeners);
  expect(before).not.toEqual([]);
  for (const role of ['gateway_app', 'queue_worker'] as const) {
    await asRole(role, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()`);
  }
  let after = await asRole('queue_worker', listeners);
  const isNew = ({ pid }: { pid: number }) => !before.some((old) => old.pid === pid);
  while (!after.some(isNew)) {
    await pause(50);
    after = await asRole('queue_worker', listeners);
  }
  const reply = await client.ask(3, 30_000);
  expect(reply).toEqual({ kind: 'answered', value: 6 });
});

test('a job whose worker is killed in the middle of it is taken up by another', async () => {
  const contract = own();
  const url = cluster.urlOf('queue_worker', 'queue');
  const doomed = spawn(process.execPath, [
    '--experimental-transform-types', '--no-warnings', '--input-type=module', '-e', `
      const { QueueFactory } = await import(${JSON.stringify(import.meta.resolve('./queues.ts'))});
      const contract = { ...${JSON.stringify({ ...contract, schema: {} })},
        schema: { safeParse: (data) => ({ success: true, data }) } };
      const run = () => { console.log('begun'); return new Promise(() => {}); };
      await new QueueFactory(${JSON.stringify(url)}).work(contract.queue, [{ contract, run }]);
      console.log('up');`,
  ], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  doomed.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  while (!said.includes('up')) await once(doomed.stdout, 'data');
  const client = await clientOf(contract);
  const answer = client.ask(4, 60_000);
  while (!said.includes('begun')) await once(doomed.stdout, 'data');
  doomed.kill('SIGKILL');
  await side('queue_worker').work(contract.queue, [handle(contract, double)]);
  expect(await answer).toEqual({ kind: 'answered', value: 8 });
});

test('a job that the seal refuses is never handled, is told by name, and stops none behind it', async () => {
  const contract = { ...own(), attempts: 3 };
  const seal: JobSeal = {
    seal: ({ id }, payload) => Promise.resolve({ id, payload }),
    open: ({ id }, data) => {
      const lies = data as { id?: string; payload?: unknown };
      return Promise.resolve(lies.id === id ? { kind: 'opened', payload: lies.payload }
        : { kind: 'refused', reason: 'altered' });
    },
  };
  const refused: string[] = [];
  const handled: number[] = [];
  const factory = new QueueFactory(cluster.urlOf('queue_worker', 'queue'), {
    seal, onRefused: (job, reason) => Promise.resolve(void refused.push(`${job} ${reason}`)),
  });
  open.push(factory);
  const sender = new QueueFactory(cluster.urlOf('gateway_app', 'queue'), { seal });
  open.push(sender);
  const hostile = side('gateway_app');
  const names = { ...contract, payload: { id: 'another', payload: { numbers: [0] } } };
  // It asks to be tried a million times, at once, before all others.
  await hostile.addJobs([
    { ...names, id: randomUUID(), attempts: 1_000_000, backoffMs: 0 },
    { ...names, id: randomUUID(), name: 'what nobody handles', attempts: 1_000_000, backoffMs: 0 },
  ]);
  // So does one that is signed, and cannot be done: it is tried as often as its contract says.
  const failing = randomUUID();
  await hostile.addJobs([{ ...contract, id: failing, attempts: 1_000_000, backoffMs: 0,
    payload: { id: failing, payload: { numbers: [13] } } }]);
  for (const number of [1, 2]) await sender.add(contract, { numbers: [number] });
  await factory.work(contract.queue, [handle(contract, ({ numbers }) => {
    handled.push(...numbers);
    return numbers[0] === 13 ? Promise.reject(new Error('not yet')) : double({ numbers });
  })]);
  const isGivenUp = async () => (await cluster.query('queue',
    'SELECT FROM bullmq.job WHERE id = $1 AND finished_at_ms IS NOT NULL', [failing])).length > 0;
  while (!handled.includes(2) || !await isGivenUp()) await pause(5);
  expect(refused).toEqual(['numbers.double altered']);
  expect(handled.filter((number) => number === 13)).toHaveLength(3);
  expect(handled.filter((number) => number !== 13)).toEqual([1, 2]);
});
