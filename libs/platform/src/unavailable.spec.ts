import pg from 'pg';
import { openDatabase } from './database.ts';
import { migrate } from './migrations.ts';
import { migrateQueue } from '#local/queue-schema';
import { QueueFactory } from './queue/queues.ts';
import { asAdmin } from '#local/roles';
import { testCluster, type TestCluster } from '#local/testing';
import { meaningOf, queueAway, unreachable } from './unavailable.ts';

const failure = (code: string | undefined, message = 'x') =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

test.each([
  ['28P01', 'check both in the URL'],
  ['28000', 'pg_hba.conf'],
  ['3D000', 'npm run provision'],
  ['42501', 'npm run provision'],
  ['53300', 'max_connections'],
  ['53100', 'no room left on its disk'],
  ['53200', 'lacks memory'],
  ['57P03', 'try again in a moment'],
  ['57P01', 'was stopped'],
  ['57014', 'did not answer in time'],
  ['25006', 'can be read only'],
  ['XX001', 'restore it from a backup'],
  ['08006', 'broke the connection off'],
  ['ECONNRESET', 'broke the connection off'],
  ['ECONNREFUSED', 'nothing listens there'],
  ['ENOTFOUND', 'host name is not known'],
  ['EAI_AGAIN', 'host name is not known'],
  ['ETIMEDOUT', 'nothing answers'],
  ['EHOSTUNREACH', 'nothing answers'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'NODE_EXTRA_CA_CERTS'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NODE_EXTRA_CA_CERTS'],
  ['CERT_HAS_EXPIRED', 'has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'another host'],
  ['EPROTO', 'does not speak TLS'],
  ['26000', 'pooler in transaction mode'],
])('%s is told with what it means: %s', (code, words) => {
  const { message } = unreachable('postgres://anna:hunter2@db.example/vault', failure(code));
  expect(message).toContain(words);
  expect(message).toMatch(/^The database at db\.example:5432\/vault \S.*: .+ \(\w+\)\.$/);
  expect(message).not.toMatch(/anna|hunter2|\n/);
  // Only a refused password speaks of the password.
  expect(message.includes('password')).toBe(code === '28P01');
});

test.each([
  [undefined, 'The server does not support SSL connections', 'does not speak TLS'],
  [undefined, 'timeout expired', 'nothing answers'],
  [undefined, 'Connection terminated unexpectedly', 'broke the connection off'],
  ['08P01', 'unsupported startup parameter: options', 'pooler in transaction mode'],
  ['08P01', 'unsupported startup parameter in options: search_path', 'pooler in transaction mode'],
  ['08P01', 'transaction blocks not allowed in statement pooling mode', 'pooler in transaction mode'],
  ['08P01', 'no such database: vault', 'npm run provision'],
  ['08P01', 'password authentication failed', 'check both in the URL'],
  ['08P01', 'no more connections allowed (max_client_conn)', 'max_connections'],
  ['08P01', 'pgbouncer cannot connect to server', 'start PostgreSQL'],
  ['08P01', 'something else', 'broke the connection off'],
  [undefined, 'NOAUTH Authentication required.', 'check both in the URL'],
  [undefined, 'READONLY You can\'t write against a read only replica.', 'can be read only'],
  [undefined, 'LOADING Redis is loading the dataset in memory', 'try again'],
  [undefined, 'anything at all', 'check that PostgreSQL runs there'],
])('code %s with the words "%s" is told too', (code, message, words) => {
  expect(meaningOf(failure(code, message))).toContain(words);
});

test('the queue on Redis is told in the words of Redis', () => {
  const { message } = unreachable('redis://:x@q.example', failure('ECONNREFUSED'), 'queue');
  expect(message).toBe('The queue at q.example:6379 cannot be reached, nothing listens there: '
    + 'start Redis or Valkey, or mend host and port (ECONNREFUSED).');
  expect(queueAway(failure('57P01')).message).toMatch(/^The queue was stopped: .* \(57P01\)\.$/);
});

describe('on a real server', () => {
  let cluster: TestCluster;
  beforeAll(async () => { cluster = await testCluster(); });
  afterAll(() => cluster.drop());

  const changed = (url: string, change: (url: URL) => void) => {
    const other = new URL(url);
    change(other);
    return other.href;
  };
  /** Every way in which a database is opened here. */
  const doors: Record<string, (url: string) => Promise<unknown>> = {
    database: (url) => openDatabase(url, { poolSize: 1, applicationName: 'spec' }),
    migrations: (url) => migrate(url, 'apps/gateway/migrations'),
    queueMigrations: migrateQueue,
    provision: (url) => asAdmin(url, () => Promise.resolve()),
    queue: async (url) => {
      const queues = new QueueFactory(url);
      await queues.open('spec').finally(() => queues.close());
    },
  };
  const rows = (): (readonly [string, string, RegExp])[] => {
    const url = cluster.urls.queue;
    return [
      ['a database that was lost', changed(url, (one) => (one.pathname = '/lost')),
        new RegExp(`at \\S+/lost does not exist: .npm run provision. makes it.*\\(3D000\\)`)],
      ['a wrong password', changed(url, (one) => (one.password = 'guessed')),
        /refuses the user or the password: .*\(28P01\)/],
      ['a database of other roles', cluster.urlOf('queue_worker', 'gateway'),
        /is closed to this user: .npm run provision. .*\(42501\)/],
      ['a port that nobody listens on', changed(url, (one) => (one.port = '1')),
        /nothing listens there: .*\(ECONNREFUSED\)/],
      ['a server without TLS', `${url}?sslmode=require`, /does not speak TLS/],
    ];
  };
  test.each(Object.keys(doors))('%s says of each of these what is wrong', async (name) => {
    for (const [what, url, line] of rows()) {
      const said = await doors[name]!(url).then(() => 'opened', (error: unknown) => String(error));
      expect(`${what}: ${said}`).toMatch(line);
      expect(said).not.toContain('\n');
    }
  });

  test('a queue whose schema is not there yet says so', async () => {
    const empty = new pg.Client({ connectionString: cluster.adminUrl('queue') });
    await empty.connect();
    const name = `${cluster.names.queue}_empty`;
    await empty.query(`CREATE DATABASE ${name}`);
    try {
      const url = changed(cluster.urls.queue, (one) => (one.pathname = `/${name}`));
      await expect(doors['queue']!(url)).rejects.toThrow(/^The queue has no schema yet/);
    } finally {
      await empty.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await empty.end();
    }
  });
});
