import pg from 'pg';
import { SIDES, type Role, type Side } from '#local/roles';
import type { Domain, TestCluster } from '#local/testing';
import { testCluster } from '#local/testing';

/** The boundary between the two domains, as PostgreSQL itself enforces it. */

let cluster: TestCluster;
beforeAll(async () => { cluster = await testCluster(); });
afterAll(() => cluster.drop());

/** What one statement came to for a role in a database: its rows, or the SQLSTATE. */
async function attempt(role: Role, domain: Domain, sql: string): Promise<unknown[] | string> {
  const client = new pg.Client({ connectionString: cluster.urlOf(role, domain) });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } catch (error) {
    return (error as pg.DatabaseError).code ?? String(error);
  } finally {
    await client.end();
  }
}

/** Insufficient privilege; and what a view says, through which nobody at all can write. */
const REFUSED = '42501';
const NOT_WRITABLE = ['55000', '42809'];

/** Neither the name nor the password means anything to that server. */
const UNKNOWN = '28P01';

describe('a role that belongs to one domain', () => {
  it.each<[Role, Domain, string]>([
    ['gateway_app', 'vault', UNKNOWN], ['gateway_auditor', 'vault', UNKNOWN],
    ['queue_worker', 'vault', UNKNOWN], ['worker_app', 'gateway', UNKNOWN],
    ['worker_app', 'queue', UNKNOWN], ['vault_auditor', 'gateway', UNKNOWN],
    ['vault_auditor', 'queue', UNKNOWN],
    ['gateway_auditor', 'queue', REFUSED], ['queue_worker', 'gateway', REFUSED],
  ])('is refused a connection: %s to %s', async (role, domain, code) => {
    expect(await attempt(role, domain, 'SELECT 1')).toBe(code);
  });

  it.each<[Role, Domain]>([
    ['gateway_app', 'gateway'], ['gateway_app', 'queue'], ['worker_app', 'vault'],
    ['queue_worker', 'queue'], ['gateway_auditor', 'gateway'], ['vault_auditor', 'vault'],
  ])('is let into its own: %s to %s', async (role, domain) => {
    expect(await attempt(role, domain, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it.each<[Role, Domain]>([
    ['gateway_app', 'gateway'], ['worker_app', 'vault'], ['gateway_auditor', 'gateway'],
    ['vault_auditor', 'vault'],
  ])('cannot become another, nor reach across from within: %s', async (role, domain) => {
    const auditor = role.endsWith('auditor') ? [] : ['auditor'];
    const side: Side = domain === 'vault' ? 'vault' : 'gateway';
    for (const other of [...SIDES[side].roles, ...auditor, 'postgres']) {
      if (other === role) continue;
      expect(await attempt(role, domain, `SET ROLE ${other}`)).toBe(REFUSED);
    }
    for (const sql of [
      'CREATE EXTENSION dblink', 'CREATE EXTENSION postgres_fdw', 'CREATE TABLE leak (x text)',
      'CREATE SCHEMA leak', "COPY (SELECT 1) TO PROGRAM 'cat'", "SELECT pg_read_file('PG_VERSION')",
      'ALTER SYSTEM SET log_statement = \'all\'', "SET log_statement = 'all'",
    ]) {
      expect([sql, await attempt(role, domain, sql)]).toEqual([sql, REFUSED]);
    }
  });
});

describe('the two servers', () => {
  it('are two: they share no superuser, no counter of transactions and no statistics', async () => {
    const looks = await Promise.all((['gateway', 'queue', 'vault'] as const).map((domain) =>
      cluster.asAdmin(domain, async (admin) => (await admin.query<Record<string, string>>(`
        SELECT system_identifier::text AS server, inet_server_port() AS port,
          (SELECT rolpassword FROM pg_authid WHERE rolname = 'postgres') AS superuser,
          (SELECT string_agg(datname, ' ') FROM pg_stat_database WHERE datname LIKE 't\\_%') AS seen
        FROM pg_control_system()`)).rows[0]!)));
    const [gateway, queue, vault] = looks;
    // Databases of other specs come and go meanwhile.
    expect({ ...queue, seen: '' }).toEqual({ ...gateway, seen: '' });
    for (const { seen } of [gateway!, queue!]) {
      expect(seen).toContain(cluster.names.gateway);
      expect(seen).toContain(cluster.names.queue);
    }
    for (const shared of ['server', 'port', 'superuser']) {
      expect(vault![shared]).not.toBe(gateway![shared]);
    }
    expect(gateway!['seen']).not.toContain(cluster.names.vault);
    expect(vault!['seen']).not.toMatch(/_gateway|_queue/);
  });
});

describe('an auditor', () => {
  it.each<[Role, Domain, string]>([
    ['gateway_auditor', 'gateway', 'issuance'], ['vault_auditor', 'vault', 'nullifier'],
  ])('reads its own domain: %s in %s', async (role, domain, table) => {
    expect(await attempt(role, domain, `SELECT count(*)::integer AS n FROM ${table}`))
      .toEqual([{ n: 0 }]);
  });

  it.each<Domain>(['gateway', 'vault'])('changes nothing in %s', async (domain) => {
    const writable = await cluster.query(domain, `
      SELECT table_name, privilege_type FROM information_schema.table_privileges
      WHERE grantee IN ('auditor', 'PUBLIC') AND table_schema = 'public'
        AND privilege_type <> 'SELECT'`);
    expect(writable).toEqual([]);
    const callable = await cluster.query(domain, `
      SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname = 'public' AND has_function_privilege('auditor', p.oid, 'EXECUTE')
        AND p.prosecdef`);
    expect(callable).toEqual([]);
  });

  it.each<Domain>(['gateway', 'vault'])('reads nothing in %s that opens a door', async (domain) => {
    const secrets = await cluster.query<{ column: string }>(domain, `
      SELECT c.relname || '.' || a.attname AS column
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'p')
        AND a.attname ~ '(password|wrapped|private|code_hash|claim_key|card_token|seed)'
        AND has_column_privilege('auditor', c.oid, a.attnum, 'SELECT')
      ORDER BY 1`);
    expect(secrets.map((row) => row.column)).toEqual([]);
  });
});

describe('an app role', () => {
  it.each<[Role, Domain, string[]]>([
    ['gateway_app', 'gateway', ['journal_entry', 'posting', 'entry_seal', 'report_release',
      'issuance']],
    ['worker_app', 'vault', ['journal_entry', 'posting', 'entry_seal', 'nullifier']],
  ])('cannot revise what is append-only: %s in %s', async (role, domain, tables) => {
    for (const table of tables) {
      for (const sql of [`DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
        expect([REFUSED, ...NOT_WRITABLE]).toContain(await attempt(role, domain, sql));
      }
      const updatable = await cluster.query(domain, `
        SELECT column_name FROM information_schema.columns WHERE table_name = '${table}'
          AND has_column_privilege('${role}', 'public.${table}', column_name, 'UPDATE')`);
      expect([table, updatable]).toEqual([table, []]);
    }
  });

  it.each<[Role, Domain]>([['gateway_app', 'gateway'], ['worker_app', 'vault']])(
    'posts money through the ledger\'s function alone: %s', async (role, domain) => {
      for (const table of ['account', 'journal_entry', 'posting']) {
        const [row] = await cluster.query<{ may: boolean }>(domain,
          `SELECT has_table_privilege('${role}', 'public.${table}', 'UPDATE, DELETE, TRUNCATE')
             AS may`);
        expect([table, row]).toEqual([table, { may: false }]);
      }
    });
});
