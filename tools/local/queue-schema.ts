import pg from 'pg';
import { runMigrations } from 'bullmq';
import { expectOwnSession } from '#platform/own-session';
import { unreachable } from '#platform/unavailable';

const APPS = 'gateway_app, queue_worker';

/**
 * Sealed requests and their answers are there for moments, thousands a minute: their room is given
 * back after a few megabytes instead of a share of a table that is nearly empty.
 */
const GIVEN_BACK = `autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
  toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 4000,
  autovacuum_vacuum_cost_delay = 0, toast.autovacuum_vacuum_cost_delay = 0`;

/** Samples of columns, which the planner keeps, would outlive the jobs that they are of. */
const NO_SAMPLES = `DO $$ DECLARE place record; BEGIN
  FOR place IN SELECT attrelid::regclass AS named, attname FROM pg_attribute
    WHERE attrelid IN ('bullmq.job'::regclass, 'bullmq.event'::regclass)
      AND attnum > 0 AND NOT attisdropped
  LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 0', place.named, place.attname);
  END LOOP;
END $$`;

/**
 * Bring the treaty's queue to BullMQ's schema, and let both processes use it. A redis:// queue has
 * no schema: nothing to do.
 *
 * BullMQ's tables belong to the owner; the two app roles may read and change rows, and run its
 * functions, but create nothing.
 *
 * @param ownerUrl sotto_owner's URL on the `queue` database.
 * @throws DatabaseUnavailable when the server cannot be reached.
 */
export async function migrateQueue(ownerUrl: string): Promise<void> {
  if (!ownerUrl.startsWith('postgres')) return;
  await expectOwnSession(ownerUrl, 'queue');
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'sotto-migrate' });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw unreachable(ownerUrl, error);
  }
  try {
    await client.query('SET client_min_messages = warning');
    await runMigrations(client);
    await client.query(`
      ALTER TABLE bullmq.job SET (${GIVEN_BACK});
      ALTER TABLE bullmq.event SET (${GIVEN_BACK});
      ${NO_SAMPLES};
      GRANT USAGE ON SCHEMA bullmq TO ${APPS};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bullmq TO ${APPS};
      GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA bullmq TO ${APPS};
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA bullmq TO ${APPS};
      REVOKE INSERT, UPDATE, DELETE ON bullmq.migration FROM ${APPS};`);
  } finally {
    await client.end();
  }
}
