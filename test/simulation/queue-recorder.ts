import pg from 'pg';

/**
 * Record what leaves the queue, as somebody would who copies it again and again: jobs with their
 * answers, and events, each as it was when it was erased. The tables are beside BullMQ's.
 *
 * @param ownerUrl sotto_owner's URL on the queue's database.
 */
export async function recordQueue(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('CREATE SCHEMA recorded');
    for (const table of ['job', 'event']) {
      await client.query(`
        CREATE TABLE recorded.${table} (LIKE bullmq.${table});
        CREATE FUNCTION recorded.keep_${table}() RETURNS trigger
          LANGUAGE plpgsql SECURITY DEFINER AS $$
          BEGIN INSERT INTO recorded.${table} SELECT OLD.*; RETURN OLD; END $$;
        GRANT EXECUTE ON FUNCTION recorded.keep_${table} TO PUBLIC;
        CREATE TRIGGER keep AFTER DELETE ON bullmq.${table}
          FOR EACH ROW EXECUTE FUNCTION recorded.keep_${table}()`);
    }
  } finally {
    await client.end();
  }
}
