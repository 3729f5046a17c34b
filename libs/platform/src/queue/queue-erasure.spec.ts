import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { z } from 'zod';
import { dumpDatabase } from '../../../../test/trust/dump.ts';
import { MalformedJob } from '#contracts/contract';
import { handle, JobDeclined } from './job-worker.ts';
import { QueueFactory, type QueueOptions } from './queues.ts';
import { testCluster, type TestCluster } from '#local/testing';

/*
 * What is sealed leaves the queue on delivery, or when nobody waits for it any more, its events
 * included; what a gateway leaves that dies, before its time is over, whether the queue is busy or
 * idle. Looked for in every row of every table.
 */

const MINUTE_MS = 60_000;
const TEXTS = z.strictObject({ texts: z.array(z.string()).min(1).max(64) });
type Texts = z.infer<typeof TEXTS>;

let cluster: TestCluster;
const open: QueueFactory[] = [];
beforeAll(async () => {
  cluster = await testCluster({ gateway: 'no-migrations', vault: 'no-migrations' });
});
afterEach(() => closeAll());
afterAll(() => cluster.drop());

const closeAll = () => Promise.all(open.splice(0).map((factory) => factory.close()));

/** A clock that is ahead of the machine's, by which the rows are dated. */
class AheadClock {
  minutes = 0;

  now(): Date {
    return new Date(Date.now() + this.minutes * MINUTE_MS);
  }
}

function side(role: 'gateway_app' | 'queue_worker', options: QueueOptions = {}): QueueFactory {
  const factory = new QueueFactory(cluster.urlOf(role, 'queue'), options);
  open.push(factory);
  return factory;
}

const own = () => ({
  name: 'texts.answer', queue: `texts-${randomUUID()}`, attempts: 2, backoffMs: 10,
  keptSeconds: 600, schema: TEXTS,
});
const answerTo = (text: string) => `answer-${[...text].reverse().join('')}`;
const answering = (contract: ReturnType<typeof own>) =>
  handle(contract, ({ texts }) => Promise.resolve(texts.map(answerTo)));
const ask = (factory: QueueFactory, contract: ReturnType<typeof own>) =>
  factory.requestClient<string, string, Texts>(
    contract, { pack: (texts) => ({ texts: [...texts] }) });
const marked = () => randomBytes(16).toString('hex');

/** Tables in which one of the texts or its answer is, and how much is left of the queue at all. */
async function left(contract: ReturnType<typeof own>, texts: readonly string[]) {
  // As the server does by itself now and then, also while something is in the tables.
  await cluster.query('queue', 'ANALYZE bullmq.job, bullmq.event');
  const dump = await dumpDatabase(cluster, 'queue', 'rows');
  const found = dump.filter(({ bytes }) => texts.some((text) =>
    [text, answerTo(text)].some((part) => Buffer.from(bytes).includes(part))));
  const [{ rows } = { rows: -1 }] = await cluster.query<{ rows: number }>('queue', `
    SELECT (SELECT count(*) FROM bullmq.job WHERE queue = $1)::integer
      + (SELECT count(*) FROM bullmq.event WHERE queue = $1)::integer AS rows`, [contract.queue]);
  return { places: found.map(({ place }) => place.split(' ').at(-1)).sort(), rows };
}

it('on delivery nothing of it is left in any table: no job, no event, no time', async () => {
  const contract = own();
  await side('queue_worker').work(contract.queue, [answering(contract)]);
  const client = await ask(side('gateway_app'), contract);
  const texts = Array.from({ length: 40 }, marked);
  expect(await Promise.all(texts.map((text) => client.ask(text, 20_000))))
    .toEqual(texts.map((text) => ({ kind: 'answered', value: answerTo(text) })));
  await closeAll();
  expect(await left(contract, texts)).toEqual({ places: [], rows: 0 });
});

it('what is given up leaves nothing either', async () => {
  const contract = own();
  await side('queue_worker').work(contract.queue, [handle(contract, ({ texts }) => {
    if (texts.includes('broken')) throw new TypeError('no');
    return Promise.resolve(texts.map(answerTo));
  })]);
  const client = await ask(side('gateway_app'), contract);
  const good = marked();
  expect(await client.ask(good, 20_000)).toEqual({ kind: 'answered', value: answerTo(good) });
  await expect(client.ask('broken', 20_000)).rejects.toThrow('given up');
  await closeAll();
  expect(await left(contract, [good, 'broken'])).toEqual({ places: [], rows: 0 });
});

it('what nobody waits for is gone at once; what a dead gateway left, before its time is over', async () => {
  const contract = own();
  const clock = new AheadClock();
  const gateway = side('gateway_app', { clock });
  const client = await ask(gateway, contract);
  const [withdrawn, answered, waiting] = [marked(), marked(), marked()];
  expect((await client.ask(withdrawn, 0)).kind).toBe('late');
  while ((await left(contract, [withdrawn])).rows > 0) {
    await new Promise((next) => setImmediate(next));
  }
  // Jobs of a gateway that asked and died.
  const worker = side('queue_worker');
  await worker.work(contract.queue, [answering(contract)]);
  expect(await gateway.ask(contract, { texts: [answered] }, 20_000)).toEqual([answerTo(answered)]);
  open.splice(open.indexOf(worker), 1);
  await worker.close();
  await gateway.add(contract, { texts: [waiting] });
  clock.minutes = 7;
  await gateway.trim();
  expect((await left(contract, [answered])).places).toEqual(['bullmq.event', 'bullmq.job']);
  expect((await left(contract, [waiting])).places).toEqual(['bullmq.job']);
  clock.minutes = 8;
  await gateway.trim();
  expect(await left(contract, [answered, waiting])).toEqual({ places: [], rows: 0 });
});

it.each(['busy', 'idle'])('either domain sweeps, when it starts and every minute: a queue that is %s',
  async (state) => {
    const contract = own();
    const first = side('gateway_app');
    const [old, fresh] = [marked(), marked()];
    await first.add(contract, { texts: [old] });
    await cluster.query('queue',
      'UPDATE bullmq.job SET added_at_ms = added_at_ms - 540000 WHERE queue = $1', [contract.queue]);
    await cluster.query('queue',
      'UPDATE bullmq.event SET created_at_ms = created_at_ms - 540000 WHERE queue = $1',
      [contract.queue]);
    if (state === 'busy') await first.add(contract, { texts: [fresh] });
    const worker = side('queue_worker');
    const stuck = Promise.withResolvers<string[]>();
    await worker.work(contract.queue, [handle(contract, () => stuck.promise)]);
    await worker.trim();
    expect((await left(contract, [old])).places).toEqual([]);
    expect((await left(contract, [fresh])).places).toEqual(state === 'busy' ? ['bullmq.job'] : []);
    stuck.resolve(['']);
  });

it('a queue with jobs that are kept for longer is not swept, nor is another queue', async () => {
  const [contract, other] = [own(), { ...own(), keptSeconds: 86_400 }];
  const clock = new AheadClock();
  const gateway = side('gateway_app', { clock });
  await ask(gateway, contract);
  const both = { ...contract, queue: other.queue, name: 'texts.short' };
  const worker = side('queue_worker', { clock });
  await worker.work(other.queue, [answering(other), answering(both)]);
  const text = marked();
  expect(await gateway.ask(other, { texts: [text] }, 20_000)).toEqual([answerTo(text)]);
  clock.minutes = 60;
  await gateway.trim();
  await worker.trim();
  expect((await left(other, [text])).places).toEqual(['bullmq.event', 'bullmq.job']);
});

it('what is kept for no time is gone as it ends: done, declined, or failed', async () => {
  const contract = { ...own(), keptSeconds: 0 };
  const last = { ...contract, name: 'texts.last', keptSeconds: 86_400 };
  const ended: string[] = [];
  const worker = side('queue_worker', {
    onDelivery: (job, _ms, failure) => { ended.push(`${job} ${failure ?? 'done'}`); } });
  const texts = [marked(), marked(), marked()];
  await worker.work(contract.queue, [answering(last), handle(contract, ({ texts: [text] }) => {
    if (text === texts[2]) throw new MalformedJob(contract.name, 'odd');
    return Promise.resolve(text === texts[1] ? new JobDeclined('told-otherwise') : undefined);
  })]);
  const gateway = side('gateway_app');
  // As the outbox adds them, which does not know for how long they may be kept.
  const { name, queue, attempts, backoffMs } = contract;
  await gateway.addJobs(texts.map((text) => (
    { id: randomUUID(), name, queue, attempts, backoffMs, payload: { texts: [text] } })));
  const kept = marked();
  await gateway.ask(last, { texts: [kept] }, 20_000);
  expect(ended).toEqual(['texts.answer done', 'texts.answer told-otherwise',
    'texts.answer MalformedJob', 'texts.last done']);
  expect((await left(contract, texts)).places).toEqual([]);
  expect((await left(last, [kept])).places).toEqual(['bullmq.event', 'bullmq.job']);
});

it('an erasure that fails is told, and the sweep erases what is left', async () => {
  const contract = own();
  const faults: string[] = [];
  const clock = new AheadClock();
  const gateway = side('gateway_app', { clock, onTrouble: (event) => { faults.push(event); } });
  const client = await ask(gateway, contract);
  await side('queue_worker').work(contract.queue, [answering(contract)]);
  const blocker = new pg.Client({ connectionString: cluster.ownerUrl('queue') });
  await blocker.connect();
  await blocker.query('REVOKE DELETE ON bullmq.event FROM gateway_app');
  const text = marked();
  try {
    expect(await client.ask(text, 20_000)).toEqual({ kind: 'answered', value: answerTo(text) });
    while (!faults.includes('queue-erase')) await client.ask(marked(), 20_000);
    expect((await left(contract, [text])).places).toContain('bullmq.event');
  } finally {
    await blocker.query('GRANT DELETE ON bullmq.event TO gateway_app');
    await blocker.end();
  }
  clock.minutes = 8;
  await gateway.trim();
  expect(await left(contract, [text])).toEqual({ places: [], rows: 0 });
});
