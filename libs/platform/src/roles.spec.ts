import pg from 'pg';
import { asAdmin, databaseUrl, provision } from './roles.ts';
import type { Role } from './roles.ts';
import { testCluster } from './testing.ts';
import type { Domain, TestCluster } from './testing.ts';

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await testCluster({ gateway: 'no-migrations', vault: 'no-migrations' });
  for (const domain of ['gateway', 'vault'] as const) {
    await cluster.query(domain, 'CREATE TABLE kept (id integer); INSERT INTO kept VALUES (1)');
  }
});
afterAll(() => cluster.drop());

function as<T>(role: Role, domain: Domain, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return asAdmin(cluster.urlOf(role, domain), work);
}

test.each([
  ['gateway_app', 'vault'],
  ['worker_app', 'gateway'],
  ['auditor', 'queue'],
] as const)('%s cannot connect to %s', async (role, domain) => {
  const reaching = as(role, domain, (client) => client.query('SELECT 1'));
  await expect(reaching).rejects.toThrow(/42501/);
});

test.each([
  ['gateway_app', 'gateway'],
  ['worker_app', 'vault'],
  ['gateway_app', 'queue'],
  ['worker_app', 'queue'],
  ['auditor', 'gateway'],
  ['auditor', 'vault'],
] as const)('%s connects to %s, and creates nothing there', async (role, domain) => {
  await as(role, domain, async (client) => {
    await expect(client.query('CREATE TABLE mine (id integer)')).rejects.toThrow(/permission denied/);
    await expect(client.query('CREATE SCHEMA mine')).rejects.toThrow(/permission denied/);
    await expect(client.query('CREATE TEMP TABLE mine (id integer)')).rejects.toThrow(/permission/);
  });
});

test('an app role sees only what a migration granted, the auditor reads all and writes nothing', async () => {
  const app = as('worker_app', 'vault', (client) => client.query('SELECT * FROM kept'));
  await expect(app).rejects.toThrow(/permission denied/);
  await as('auditor', 'vault', async (client) => {
    expect((await client.query('SELECT * FROM kept')).rows).toEqual([{ id: 1 }]);
    await expect(client.query('DELETE FROM kept')).rejects.toThrow(/permission denied/);
  });
});

test('no app role is a superuser, creates roles or databases, or is a member of another', async () => {
  const rows = await cluster.query('gateway', `SELECT rolname FROM pg_roles r
    WHERE rolname IN ('sotto_owner', 'gateway_app', 'worker_app', 'auditor')
      AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls
        OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid))`);
  expect(rows).toEqual([]);
});

test('an administrator who is no superuser can provision a server, and again', async () => {
  const admin = new URL(databaseUrl(cluster.ownerUrl('gateway'), 'postgres'));
  const boss = { user: 'boss', password: 'boss-of-one-test' };
  await asSuperuser(`CREATE ROLE boss LOGIN CREATEROLE CREATEDB PASSWORD '${boss.password}';
    GRANT sotto_owner, gateway_app, worker_app, auditor TO boss WITH ADMIN OPTION`);
  admin.username = boss.user;
  admin.password = boss.password;
  const passwords = Object.fromEntries(
    (['sotto_owner', 'gateway_app', 'worker_app', 'auditor'] as const).map((role) => [
      role,
      new URL(cluster.urlOf(role, 'gateway')).password,
    ]),
  ) as Record<Role, string>;
  const names = { gateway: 'boss_gateway', vault: 'boss_vault', queue: 'boss_queue' };
  try {
    await provision(admin.href, passwords, names);
    await provision(admin.href, passwords, names);
    const url = databaseUrl(cluster.urlOf('gateway_app', 'gateway'), 'boss_vault');
    await expect(asAdmin(url, (client) => client.query('SELECT 1'))).rejects.toThrow(/42501/);
  } finally {
    for (const name of Object.values(names)) await asSuperuser(`DROP DATABASE IF EXISTS ${name}`);
    await asSuperuser('DROP OWNED BY boss; DROP ROLE boss');
  }
});

async function asSuperuser(sql: string): Promise<void> {
  await asAdmin(cluster.adminUrl, (client) => client.query(sql));
}
