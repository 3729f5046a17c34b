import { testCluster, type TestCluster } from './testing.ts';

describe('the tables of the queue', () => {
  let cluster: TestCluster;
  beforeAll(async () => { cluster = await testCluster(); });
  afterAll(() => cluster.drop());

  it.each(['job', 'event'])('give the room of what was erased back early: %s', async (table) => {
    const [row] = await cluster.query<{ own: string[]; long: string[] }>('queue',
      `SELECT t.reloptions AS own, long.reloptions AS long FROM pg_class t
       JOIN pg_class long ON long.oid = t.reltoastrelid
       WHERE t.oid = to_regclass('bullmq.' || $1)`, [table]);
    for (const options of [row!.own, row!.long]) {
      expect(options).toContain('autovacuum_vacuum_scale_factor=0');
      expect(options).toContain('autovacuum_vacuum_cost_delay=0');
    }
  });

  it.each(['job', 'event'])('leave no sample of what was in them with the planner: %s', async (table) => {
    const [row] = await cluster.query<{ sampled: number }>('queue',
      `SELECT count(*) FILTER (WHERE attstattarget IS DISTINCT FROM 0)::integer AS sampled
       FROM pg_attribute WHERE attrelid = to_regclass('bullmq.' || $1)
         AND attnum > 0 AND NOT attisdropped`, [table]);
    expect(row).toEqual({ sampled: 0 });
  });
});
