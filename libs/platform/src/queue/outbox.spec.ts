import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { systemClock } from '../clock.ts';
import { MalformedJob } from '#contracts/contract';
import type { Database } from '../database.ts';
import { forgetSeen, seen } from './inbox.ts';
import { handle } from './job-worker.ts';
import { OutboxRelay, put } from './outbox.ts';
import { QueueFactory } from './queues.ts';
import { testCluster } from '#local/testing';
import type { TestCluster } from '#local/testing';

const paid = {
  name: 'paid',
  queue: 'payments',
  attempts: 5,
  backoffMs: 10,
  schema: z.strictObject({ amount: z.int().positive() }),
};

let cluster: TestCluster;
let folder: string;
let gateway: Database;
let vault: Database;
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sotto-outbox-'));
  cpSync('libs/platform/src/sql/outbox.sql', join(folder, '0001-outbox.sql'));
  cluster = await testCluster({ gateway: folder, vault: folder });
  gateway = await cluster.open('gateway');
  vault = await cluster.open('vault');
  await cluster.query('vault', `CREATE TABLE effect (amount integer);
    GRANT INSERT, SELECT ON effect TO worker_app`);
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
afterAll(async () => {
  await cluster.drop();
  rmSync(folder, { recursive: true });
});

function relay(options = {}): OutboxRelay {
  const queues = new QueueFactory(cluster.urls.queue);
  const made = new OutboxRelay(gateway, queues, cluster.urls.gateway, options);
  open.push({ close: () => made.stop() }, queues);
  return made;
}

const jobs = (queue: string) =>
  cluster.query('queue', 'SELECT id, data FROM bullmq.job WHERE queue = $1 ORDER BY seq', [queue]);
const left = () => cluster.query('gateway', 'SELECT id FROM outbox');
const contract = (): typeof paid => ({ ...paid, queue: `payments-${randomUUID()}` });

test('a job is on the queue if and only if its transaction commits', async () => {
  const one = contract();
  const abandoned = gateway.transaction('abandoned', async (tx) => {
    await put(tx, { contract: one, payload: { amount: 1 } });
    throw new Error('the card was refused');
  });
  await expect(abandoned).rejects.toThrow('refused');
  const id = await gateway.transaction('kept', (tx) =>
    put(tx, { contract: one, payload: { amount: 2 } }),
  );
  expect(await relay().publish()).toBe(1);
  expect(await jobs(one.queue)).toEqual([{ id, data: { amount: 2 } }]);
  expect(await left()).toEqual([]);
});

test('while the queue is away jobs stay, and are published in order afterwards', async () => {
  const one = contract();
  await gateway.transaction('two', async (tx) => {
    await put(tx, { contract: one, payload: { amount: 1 } });
    await put(tx, { contract: one, payload: { amount: 2 } });
  });
  const away = new QueueFactory('postgres://nobody:nothing@127.0.0.1:1/queue');
  const broken = new OutboxRelay(gateway, away, cluster.urls.gateway);
  await expect(broken.publish()).rejects.toThrow(/^The queue cannot be reached/);
  expect(await left()).toHaveLength(2);
  await relay().publish();
  expect((await jobs(one.queue)).map(({ data }) => data)).toEqual([{ amount: 1 }, { amount: 2 }]);
  await away.close();
});

test('two relays at once publish each job once', async () => {
  const one = contract();
  await gateway.transaction('many', async (tx) => {
    for (let amount = 1; amount <= 150; amount += 1) {
      await put(tx, { contract: one, payload: { amount } });
    }
  });
  const [first, second] = [relay(), relay()];
  const counts = await Promise.all([first.publish(), second.publish()]);
  expect(counts[0] + counts[1]).toBe(150);
  expect(await jobs(one.queue)).toHaveLength(150);
});

test('a running relay is woken by the commit itself', async () => {
  const one = contract();
  const published = Promise.withResolvers<number>();
  relay({ pollMs: 3_600_000, onPublished: published.resolve }).start();
  // The first look may come before or after the commit: either way it is published now.
  await gateway.transaction('one', (tx) => put(tx, { contract: one, payload: { amount: 3 } }));
  expect(await published.promise).toBe(1);
});

test('a database that is away is looked for at the pace of the looks, not without pause', async () => {
  const troubles: string[] = [];
  const first = Promise.withResolvers<undefined>();
  const onTrouble = (code: string) => {
    troubles.push(code);
    first.resolve(undefined);
  };
  const queues = new QueueFactory(cluster.urls.queue);
  const away = new OutboxRelay(
    gateway, queues, 'postgres://nobody@127.0.0.1:1/none', { pollMs: 3_600_000, onTrouble });
  open.push({ close: () => away.stop() }, queues);
  away.start();
  await first.promise;
  for (let round = 0; round < 20; round += 1) await left();
  expect(troubles).toEqual(['ECONNREFUSED']);
});

test('a payload out of shape never enters the outbox', async () => {
  const wrong = { contract: paid, payload: { amount: -1 } };
  const attempt = gateway.transaction('wrong', (tx) => put(tx, wrong));
  await expect(attempt).rejects.toThrow(MalformedJob);
});

test('a job delivered twice, even at once, has its effect once', async () => {
  const id = randomUUID();
  const deliver = () =>
    vault.transaction('take-effect', async (tx) => {
      if (await seen(tx, id, systemClock)) return 'already';
      await tx.query('INSERT INTO effect VALUES (7)');
      return 'done';
    });
  const outcomes = await Promise.all([deliver(), deliver(), deliver()]);
  expect(outcomes.sort()).toEqual(['already', 'already', 'done']);
  expect(await cluster.query('vault', 'SELECT amount FROM effect')).toEqual([{ amount: 7 }]);
});

test('from one domain to the other: put, published, delivered, effect', async () => {
  const one = contract();
  const workers = new QueueFactory(cluster.urls.queueWorker);
  open.push(workers);
  const arrived = Promise.withResolvers<number>();
  await workers.work(one.queue, [
    handle(one, (payload, { id }) =>
      vault.transaction('take-effect', async (tx) => {
        if (await seen(tx, id, systemClock)) return;
        await tx.query('INSERT INTO effect VALUES ($1)', [payload.amount]);
        arrived.resolve(payload.amount);
      }),
    ),
  ]);
  relay().start();
  await gateway.transaction('pay', (tx) => put(tx, { contract: one, payload: { amount: 950 } }));
  expect(await arrived.promise).toBe(950);
});

test('the inbox forgets what no queue delivers any more', async () => {
  await vault.transaction('forget', (tx) => forgetSeen(tx, '9999-01-01'));
  expect(await cluster.query('vault', 'SELECT job FROM inbox')).toEqual([]);
});
