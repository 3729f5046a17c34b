import pg from 'pg';
import { asAdmin, databaseUrl, provision, ROLES } from './roles.ts';
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
  ['gateway_auditor', 'queue'],
  ['vault_auditor', 'queue'],
  ['gateway_auditor', 'vault'],
  ['vault_auditor', 'gateway'],
] as const)('%s cannot connect to %s', async (role, domain) => {
  const reaching = as(role, domain, (client) => client.query('SELECT 1'));
  await expect(reaching).rejects.toThrow(/42501/);
});

test.each([
  ['gateway_app', 'gateway'],
  ['worker_app', 'vault'],
  ['gateway_app', 'queue'],
  ['worker_app', 'queue'],
  ['gateway_auditor', 'gateway'],
  ['vault_auditor', 'vault'],
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
  await as('vault_auditor', 'vault', async (client) => {
    expect((await client.query('SELECT * FROM kept')).rows).toEqual([{ id: 1 }]);
    await expect(client.query('DELETE FROM kept')).rejects.toThrow(/permission denied/);
  });
});

test('what auditors may read belongs to a role that nobody signs in as, or connects by', async () => {
  const roles = await cluster.query('gateway', `SELECT rolcanlogin AS may FROM pg_roles
    WHERE rolname = 'auditor'`);
  expect(roles).toEqual([{ may: false }]);
  for (const name of Object.values(cluster.names) as string[]) {
    const places = await cluster.query('gateway',
      `SELECT has_database_privilege('auditor', '${name}', 'CONNECT') AS may`);
    expect([name, places]).toEqual([name, [{ may: false }]]);
  }
});

test('no role is a superuser, creates roles or databases, or is a member of an app\'s', async () => {
  const rows = await cluster.query('gateway', `SELECT rolname FROM pg_roles r
    WHERE rolname = ANY (ARRAY['${ROLES.join('\', \'')}', 'auditor'])
      AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls
        OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid
          AND m.roleid <> 'auditor'::regrole))`);
  expect(rows).toEqual([]);
});

test('an administrator who is no superuser can provision a server, and again', async () => {
  const admin = new URL(databaseUrl(cluster.ownerUrl('gateway'), 'postgres'));
  const boss = { user: 'boss', password: 'boss-of-one-test' };
  await asSuperuser(`CREATE ROLE boss LOGIN CREATEROLE CREATEDB PASSWORD '${boss.password}';
    GRANT ${ROLES.join(', ')}, auditor TO boss WITH ADMIN OPTION`);
  admin.username = boss.user;
  admin.password = boss.password;
  const passwords = Object.fromEntries(
    ROLES.map((role) => [
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
