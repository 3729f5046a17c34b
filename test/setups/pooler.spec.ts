import { openDatabase } from '#platform/database';
import { migrate } from '#platform/migrations';
import { migrateQueue } from '#local/queue-schema';
import { QueueFactory } from '#platform/queue/queues';
import { testCluster, type TestCluster } from '#local/testing';
import { freshSecrets, startPart } from './service.ts';
import { startPooler, type Pooling } from './pooler.ts';

/** Everything that opens a database, behind a pooler that lends sessions by the transaction. */

let cluster: TestCluster;
beforeAll(async () => { cluster = await testCluster(); });
afterAll(() => cluster.drop());

const urls = () => ({
  gateway: cluster.urls.gateway, vault: cluster.urls.vault, queue: cluster.urls.queue,
  queueWorker: cluster.urls.queueWorker, gatewayOwner: cluster.ownerUrl('gateway'),
  queueOwner: cluster.ownerUrl('queue'), admin: cluster.adminUrl('gateway'),
});
type Urls = ReturnType<typeof urls>;

/** The same addresses, through a pooler. */
async function through(pooling: Pooling, work: (pooled: Urls) => Promise<void>): Promise<void> {
  const direct = Object.values(urls()).map((url) => new URL(url));
  const pooler = await startPooler(pooling, (user, database) =>
    direct.find(({ username, pathname }) => username === user && pathname === `/${database}`)?.href ?? '');
  const moved = (url: string) => {
    const other = new URL(url);
    other.port = String(pooler.port);
    return other.href;
  };
  try {
    await work(Object.fromEntries(
      Object.entries(urls()).map(([name, url]) => [name, moved(url)])) as Urls);
  } finally {
    await pooler.close();
  }
}

const POOLED = /pooler in transaction mode: give the direct address of PostgreSQL, or session mode/;
const excuse = (work: Promise<unknown>) =>
  work.then(() => 'worked', (error: unknown) => (error as Error).message);

const claim = async (url: string) => {
  const queues = new QueueFactory(url);
  await queues.claim('ab'.repeat(32)).finally(() => queues.close());
};
const doors: Record<string, (pooled: Urls) => Promise<unknown>> = {
  'the database': ({ gateway }) => openDatabase(gateway, { poolSize: 2, applicationName: 'spec' }),
  'migrations': ({ gatewayOwner }) => migrate(gatewayOwner, 'apps/gateway/migrations'),
  'the queue': ({ queue }) => claim(queue),
  'the queue\'s migrations': ({ queueOwner }) => migrateQueue(queueOwner),
};
const POOLERS: Pooling[] = (['refused', 'dropped'] as const).flatMap((options) =>
  (['last', 'first'] as const).map((order) => ({ mode: 'transaction', options, order })));

describe.each(POOLERS)('a pooler in $mode mode, options $options, $order session first', (pooling) => {
  test.each(Object.keys(doors))('is refused by name: %s', async (name) => {
    await through(pooling, async (pooled) => {
      expect(await excuse(doors[name]!(pooled))).toMatch(POOLED);
    });
  });
});

test('gateway, worker and provision say it in one line, and do not start', async () => {
  await through(POOLERS[2]!, async (pooled) => {
    const secrets = freshSecrets();
    const runs = [
      startPart('gateway', { ...secrets.gateway, GATEWAY_DATABASE_URL: pooled.gateway, QUEUE_URL: urls().queue }),
      startPart('gateway', { ...secrets.gateway, GATEWAY_DATABASE_URL: urls().gateway, QUEUE_URL: pooled.queue }),
      startPart('worker', { ...secrets.worker, VAULT_DATABASE_URL: pooled.vault, QUEUE_URL: urls().queueWorker }),
      startPart('worker', { ...secrets.worker, VAULT_DATABASE_URL: urls().vault, QUEUE_URL: pooled.queueWorker }),
    ];
    for (const run of runs) {
      expect(await run.ended).toBe(1);
      expect(run.said()).toMatch(POOLED);
      expect(run.said().trimEnd().split('\n').filter((line) => !line.startsWith('{'))).toHaveLength(1);
    }
  });
});

test.each(Object.keys(doors))('a pooler that drops settings is refused by name: %s', async (name) => {
  await through({ mode: 'session', options: 'dropped', order: 'last' }, async (pooled) => {
    expect(await excuse(doors[name]!(pooled)))
      .toMatch(/behind a pooler that lets the settings of a connection \(options\) fall: /);
  });
});
