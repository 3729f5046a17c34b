import { testCluster, type TestCluster } from '#local/testing';

const SECRETS = [
  ['hr_user', 'password_hash'], ['hr_session', 'token_hash'], ['issuer_key', 'wrapped_private'],
  ['eligibility_code', 'code_hash'], ['eligibility_code', 'claim_key_hash'],
  ['invoice', 'card_token'],
  ['hr_second_factor', 'wrapped_secret'], ['hr_recovery_code', 'code_hash'],
] as const;

describe('the gateway\'s schema', () => {
  let cluster: TestCluster;
  beforeAll(async () => { cluster = await testCluster(); });
  afterAll(() => cluster.drop());

  it('says what every table and column means', async () => {
    const silent = await cluster.query<{ place: string }>('gateway', `
      SELECT c.relname || coalesce('.' || a.attname, '') AS place
      FROM pg_class c
      LEFT JOIN LATERAL (
        SELECT attname, attnum FROM pg_attribute
        WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND c.relkind = 'r'
        UNION ALL SELECT NULL, 0) a ON true
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v')
        AND col_description(c.oid, a.attnum) IS NULL
        AND (a.attnum <> 0 OR obj_description(c.oid, 'pg_class') IS NULL)`);
    expect(silent).toEqual([]);
  });

  it.each(SECRETS)('keeps %s.%s from the auditor', async (table, column) => {
    const [row] = await cluster.query<{ reads: boolean }>(
      'gateway', 'SELECT has_column_privilege(\'auditor\', $1, $2, \'SELECT\') AS reads',
      [table, column],
    );
    expect(row).toEqual({ reads: false });
  });

  it('lets the app change nothing that was released, and nobody but it write', async () => {
    const grants = await cluster.query<{ grantee: string; table_name: string }>('gateway', `
      SELECT grantee, table_name FROM information_schema.role_table_grants
      WHERE table_schema = 'public' AND privilege_type NOT IN ('SELECT', 'REFERENCES')
        AND (grantee NOT IN ('sotto_owner', 'gateway_app')
          OR (grantee = 'gateway_app' AND privilege_type <> 'INSERT'
            AND table_name IN ('report_release', 'issuance', 'payment', 'hr_action')))`);
    expect(grants).toEqual([]);
  });

  it.each(['issuance', 'eligibility_code', 'issuer_key'])(
    'keeps no time finer than a day in %s', async (table) => {
      const fine = await cluster.query('gateway', `
        SELECT column_name FROM information_schema.columns
        WHERE table_name = $1 AND data_type ~ 'time'`, [table]);
      expect(fine).toEqual([]);
    });

  it.each(['UPDATE report_release SET body = \'x\'', 'DELETE FROM report_release',
    'TRUNCATE report_release', 'UPDATE report_release SET settled_sessions = 0'])(
    'refuses even the owner: %s', async (statement) => {
      await expect(cluster.query('gateway', statement)).rejects.toThrow('never revised');
    });

  it.each(['UPDATE hr_action SET subject = \'x\'', 'DELETE FROM hr_action', 'TRUNCATE hr_action'])(
    'refuses even the owner: %s', async (statement) => {
      await expect(cluster.query('gateway', statement)).rejects.toThrow('stays written down');
    });
});
