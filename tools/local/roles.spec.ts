import pg from 'pg';
import { asAdmin, databaseUrl, provision, SIDES } from './roles.ts';
import type { Passwords, Role, Side } from './roles.ts';
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
  ['gateway_auditor', 'queue', '42501'],
  ['queue_worker', 'gateway', '42501'],
  // Nobody of these is known to the other domain's server.
  ['gateway_app', 'vault', '28P01'],
  ['queue_worker', 'vault', '28P01'],
  ['gateway_auditor', 'vault', '28P01'],
  ['worker_app', 'gateway', '28P01'],
  ['worker_app', 'queue', '28P01'],
  ['vault_auditor', 'gateway', '28P01'],
  ['vault_auditor', 'queue', '28P01'],
] as const)('%s cannot connect to %s', async (role, domain, code) => {
  const reaching = as(role, domain, (client) => client.query('SELECT 1'));
  await expect(reaching).rejects.toThrow(code);
});

test.each(['gateway', 'vault'] as const)('the server of %s has its own roles and no others',
  async (side) => {
    const roles = await cluster.query<{ name: string }>(side,
      `SELECT rolname AS name FROM pg_roles WHERE rolcanlogin AND NOT rolsuper ORDER BY 1`);
    expect(roles.map(({ name }) => name)).toEqual([...SIDES[side].roles].sort());
  });

test.each([
  ['gateway_app', 'gateway'],
  ['worker_app', 'vault'],
  ['gateway_app', 'queue'],
  ['queue_worker', 'queue'],
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

test.each(['gateway', 'vault', 'queue'] as const)('what auditors of %s may read belongs to a role that '
  + 'nobody signs in as, or connects by', async (domain) => {
  const [row] = await cluster.query(domain, `SELECT rolcanlogin AS login,
    has_database_privilege('auditor', current_database(), 'CONNECT') AS connect
    FROM pg_roles WHERE rolname = 'auditor'`);
  expect(row).toEqual({ login: false, connect: false });
});

test.each(['gateway', 'vault'] as const)('no role of %s is a superuser, creates roles or databases, '
  + 'or is a member of an app\'s', async (side) => {
  const rows = await cluster.query(side, `SELECT rolname FROM pg_roles r
    WHERE rolname = ANY ($1)
      AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls
        OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid
          AND m.roleid <> 'auditor'::regrole))`, [[...SIDES[side].roles, 'auditor']]);
  expect(rows).toEqual([]);
});

test.each(['gateway', 'vault'] as const)(
  'an administrator who is no superuser can provision the server of %s, and again', async (side) => {
    const admin = new URL(databaseUrl(cluster.ownerUrl(side), 'postgres'));
    const boss = { user: 'boss', password: 'boss-of-one-test' };
    await asSuperuser(side, `CREATE ROLE boss LOGIN CREATEROLE CREATEDB PASSWORD '${boss.password}';
    GRANT ${SIDES[side].roles.join(', ')}, auditor TO boss WITH ADMIN OPTION`);
    admin.username = boss.user;
    admin.password = boss.password;
    const passwords: Passwords = Object.fromEntries(SIDES[side].roles.map((role) =>
      [role, new URL(cluster.urlOf(role, side)).password]));
    const names = { gateway: 'boss_gateway', vault: 'boss_vault', queue: 'boss_queue' };
    try {
      await provision(admin.href, side, passwords, names);
      await provision(admin.href, side, passwords, names);
      const made = await cluster.query<{ name: string }>(side,
        `SELECT datname AS name FROM pg_database WHERE datname LIKE 'boss%' ORDER BY 1`);
      expect(made.map(({ name }) => name))
        .toEqual(SIDES[side].databases.map((domain) => names[domain]).sort());
      const url = databaseUrl(cluster.urlOf(`${side}_auditor`, side), 'postgres');
      await expect(asAdmin(url, (client) => client.query('CREATE SCHEMA mine'))).rejects.toThrow();
    } finally {
      for (const name of Object.values(names)) {
        await asSuperuser(side, `DROP DATABASE IF EXISTS ${name}`);
      }
      await asSuperuser(side, 'DROP OWNED BY boss; DROP ROLE boss');
    }
  });

async function asSuperuser(side: Side, sql: string): Promise<void> {
  await cluster.asAdmin(side, (client) => client.query(sql));
}
