import { readFileSync } from 'node:fs';
import type { TestCluster } from '#local/testing';
import { testCluster } from '#local/testing';

/**
 * Each domain has columns for its own half of the picture only. Somebody has read every column of
 * both schemas and noted in one word what it is: in the gateway's schema nothing of care, in the
 * vault's nothing of a person. A new column fails here until somebody has read it too.
 */

type Reviewed = Record<string, Record<string, string>>;
interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly counts: boolean;
}

const reviewed = JSON.parse(
  readFileSync(new URL('./columns.reviewed.json', import.meta.url), 'utf8'),
) as Record<'gateway' | 'vault', Reviewed>;

let cluster: TestCluster;
beforeAll(async () => { cluster = await testCluster(); });
afterAll(() => cluster.drop());

const columnsOf = (domain: 'gateway' | 'vault') => cluster.query<Column>(domain, `
  SELECT table_name AS table, column_name AS column, data_type AS type,
    is_identity = 'YES' OR coalesce(column_default, '') LIKE 'nextval%' AS counts
  FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
  ORDER BY 1, 2`);

const nameOf = ({ table, column }: Column) => `${table}.${column}`;

describe.each(['gateway', 'vault'] as const)('the schema of %s', (domain) => {
  it('has no column that nobody has reviewed, and none that is gone is still listed', async () => {
    const listed = Object.entries(reviewed[domain]).flatMap(([table, columns]) =>
      Object.keys(columns).map((column) => `${table}.${column}`));
    const present = (await columnsOf(domain)).map(nameOf);
    expect({
      unreviewed: present.filter((name) => !listed.includes(name)),
      gone: listed.filter((name) => !present.includes(name)),
    }).toEqual({ unreviewed: [], gone: [] });
  });

  it('says in one word of each column what it is', () => {
    const words = Object.values(reviewed[domain]).flatMap((columns) => Object.values(columns));
    expect(words.filter((word) => !/^[a-z][a-z-]+$/.test(word))).toEqual([]);
  });

  it('has a comment on every table and column', async () => {
    const silent = await cluster.query<{ name: string }>(domain, `
      SELECT c.relname || '.' || a.attname AS name
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL)
        AND NOT a.attisdropped
      ORDER BY 1`);
    expect(silent.map((row) => row.name)).toEqual([]);
  });
});

describe('time and order', () => {
  /** Instants in the vault: appointments that have not been, and what a sign-in leaves. */
  const APPOINTED = [
    'authorisation.starts_at', 'free_time.starts_at', 'kept_answer.ends',
    'provider_session.expires_at', 'provider_session.used_at', 'schema_migration.applied_at',
    'sign_in_challenge.expires_at', 'sign_in_throttle.counted_from', 'slot.starts_at',
  ];
  /** Instants in the gateway: of HR staff who sign in and act. No member, no issuance. */
  const SIGNED_IN = ['hr_action.done_at', 'hr_session.expires_at', 'hr_session.used_at',
    'hr_spent_challenge.expires_at', 'schema_migration.applied_at'];

  it.each([['gateway', SIGNED_IN], ['vault', APPOINTED]] as const)(
    'nothing in %s is dated more finely than by the day, but for appointments and sign-ins',
    async (domain, allowed) => {
      const fine = (await columnsOf(domain)).filter(({ type }) => /^time/.test(type));
      expect(fine.map(nameOf).sort()).toEqual([...allowed].sort());
    });

  it('what lists people has no date: the gateway keeps none, the vault months', async () => {
    const lists = /^(eligibility_code|issuance|issued_entry|nullifier|care_case|case_enrolment)$/;
    const dated = [...await columnsOf('gateway'), ...await columnsOf('vault')]
      .filter(({ table, type }) => type === 'date' && lists.test(table));
    expect(dated.map(nameOf).sort()).toEqual(['care_case.opened_on', 'case_enrolment.enrolled_on']);
    for (const [table, columns] of Object.entries(reviewed.vault)) {
      for (const [column, word] of Object.entries(columns)) {
        if (word !== 'month') continue;
        const [check] = await cluster.query<{ is: boolean }>('vault', `
          SELECT bool_or(pg_get_constraintdef(oid) LIKE '%EXTRACT(day FROM ${column})%= %1%') AS is
          FROM pg_constraint WHERE conrelid = '${table}'::regclass AND contype = 'c'`);
        expect([table, column, check?.is]).toEqual([table, column, true]);
      }
    }
  });

  it.each(['gateway', 'vault'] as const)(
    'nothing in %s counts in order of arrival, but for jobs that are on their way', async (domain) => {
      const counted = (await columnsOf(domain)).filter(({ counts }) => counts);
      expect(counted.map(nameOf).filter((name) => name !== 'outbox.position')).toEqual([]);
    });
});
