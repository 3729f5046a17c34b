import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { z } from 'zod';
import { JobFailed } from './request-client.ts';
import { handle } from './job-worker.ts';
import { freePort } from '#local/postmaster';
import { QueueFactory } from './queues.ts';

/*
 * The queue on Redis or Valkey: what a deployment may choose instead of PostgreSQL. npm has no
 * package that brings such a server, so these run where the machine has one, and where it has none
 * the run says by name that nothing was proven.
 */

const doubling = {
  name: 'numbers.double',
  queue: 'numbers',
  attempts: 3,
  backoffMs: 10,
  schema: z.strictObject({ numbers: z.array(z.int()).min(1).max(64) }),
};
type Doubling = z.infer<typeof doubling.schema>;

const program = (process.env['PATH'] ?? '').split(delimiter)
  .flatMap((folder) => ['redis-server', 'valkey-server'].map((name) => join(folder, name)))
  .find((path) => existsSync(path));

let url = '';
let server: ChildProcess | undefined;
let folder = '';
const open: QueueFactory[] = [];

async function start(port: number): Promise<void> {
  const child = spawn(program ?? '', ['--port', String(port), '--bind', '127.0.0.1',
    '--dir', folder, '--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
  { stdio: ['ignore', 'pipe', 'inherit'] });
  server = child;
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  while (!said.includes('Ready to accept connections')) {
    if (child.exitCode !== null) throw new Error(`the server did not start: ${said}`);
    await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
  }
}

async function stop(): Promise<void> {
  if (!server || server.exitCode !== null) return;
  const ended = once(server, 'close');
  server.kill('SIGKILL');
  await ended;
}

function side(): QueueFactory {
  const factory = new QueueFactory(url);
  open.push(factory);
  return factory;
}

const own = () => ({ ...doubling, queue: `numbers-${randomUUID()}` });
const batching = { pack: (numbers: readonly number[]): Doubling => ({ numbers: [...numbers] }) };
const double = ({ numbers }: Doubling) => Promise.resolve(numbers.map((number) => number * 2));

const promises: Record<string, () => Promise<void>> = {
  'answers every item of many that are asked at once': async () => {
    const contract = own();
    await side().work(contract.queue, [handle(contract, double)]);
    const client = await side().requestClient<number, number, Doubling>(contract, batching);
    const numbers = Array.from({ length: 200 }, (_, index) => index);
    const replies = await Promise.all(numbers.map((number) => client.ask(number, 20_000)));
    expect(replies).toEqual(numbers.map((number) => ({ kind: 'answered', value: number * 2 })));
  },

  'takes off the queue what nobody waits for any more': async () => {
    const contract = own();
    const gateway = side();
    const client = await gateway.requestClient<number, number, Doubling>(contract, batching);
    for (let round = 0; round < 5; round += 1) {
      expect(await client.ask(21, 20)).toEqual({ kind: 'late' });
    }
    const queue = new Queue(contract.queue, { connection: { url } });
    while (await queue.count() > 0) await pause(5);
    await queue.close();
    const worked: number[] = [];
    await side().work(contract.queue, [handle(contract, ({ numbers }) => {
      worked.push(...numbers);
      return double({ numbers });
    })]);
    expect(await client.ask(21, 20_000)).toEqual({ kind: 'answered', value: 42 });
    expect(worked).toEqual([21]);
  },

  'delivers a job once that was added twice by one id': async () => {
    const contract = own();
    const delivered: string[] = [];
    await side().work(contract.queue, [handle(contract, (payload, { id }) => {
      delivered.push(id);
      return double(payload);
    })]);
    const sender = side();
    const id = randomUUID();
    await sender.add(contract, { numbers: [1] }, id);
    await sender.add(contract, { numbers: [1] }, id);
    await sender.ask(contract, { numbers: [2] }, 20_000);
    expect(delivered.filter((one) => one === id)).toHaveLength(1);
  },

  'tries a failing job as often as its contract says, then gives it up': async () => {
    const contract = own();
    let calls = 0;
    await side().work(contract.queue, [handle(contract, () => {
      calls += 1;
      throw new TypeError('case 4711 of Quiet Heron');
    })]);
    const asked = side().ask(contract, { numbers: [1] }, 20_000);
    await expect(asked).rejects.toThrow(JobFailed);
    await expect(asked).rejects.not.toThrow(/4711|Heron/);
    expect(calls).toBe(3);
  },

  'goes on when the server was killed and is there again': async () => {
    const contract = own();
    await side().work(contract.queue, [handle(contract, double)]);
    const client = await side().requestClient<number, number, Doubling>(contract, batching);
    expect(await client.ask(1, 20_000)).toEqual({ kind: 'answered', value: 2 });
    await stop();
    await expect(client.ask(2, 10_000)).rejects.toThrow();
    await start(Number(new URL(url).port));
    const again = async (): Promise<unknown> => {
      try {
        return await client.ask(3, 20_000);
      } catch {
        await pause(100);
        return again();
      }
    };
    expect(await again()).toEqual({ kind: 'answered', value: 6 });
  },
};

describe('the queue on Redis or Valkey', () => {
  beforeAll(async () => {
    if (!program) return;
    folder = mkdtempSync(join(tmpdir(), 'sotto-redis-'));
    const port = await freePort();
    url = `redis://127.0.0.1:${port}`;
    await start(port);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((factory) => factory.close()));
  });
  afterAll(async () => {
    await stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  if (program) test.each(Object.entries(promises))('%s', (_name, keep) => keep());
  else {
    test('was NOT PROVEN HERE: no redis-server or valkey-server is on the PATH', () => {
      expect(program).toBeUndefined();
    });
  }
});
