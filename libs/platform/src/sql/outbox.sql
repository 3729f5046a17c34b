-- The outbox and the inbox: how a database and the treaty queue agree, each job having its effect
-- exactly once. Copied by each domain as one of its migrations.

CREATE TABLE outbox (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL UNIQUE,
  queue text NOT NULL,
  name text NOT NULL,
  payload jsonb NOT NULL,
  attempts integer NOT NULL CHECK (attempts BETWEEN 1 AND 100),
  backoff_ms integer NOT NULL CHECK (backoff_ms BETWEEN 0 AND 3600000)
);
COMMENT ON TABLE outbox IS 'Jobs to publish, written in the transaction that causes them and deleted once they are on the queue.';
COMMENT ON COLUMN outbox.position IS 'Order of writing; jobs are published in it as far as transactions commit in it.';
COMMENT ON COLUMN outbox.id IS 'The job''s id on the queue: publishing twice adds it once.';
COMMENT ON COLUMN outbox.queue IS 'Queue of the job''s contract.';
COMMENT ON COLUMN outbox.name IS 'Name of the job''s contract.';
COMMENT ON COLUMN outbox.payload IS 'The job, in its contract''s shape.';
COMMENT ON COLUMN outbox.attempts IS 'Deliveries before the job is parked as failed.';
COMMENT ON COLUMN outbox.backoff_ms IS 'First pause between deliveries, in milliseconds.';

CREATE TABLE inbox (
  job uuid PRIMARY KEY,
  received_on date NOT NULL
);
CREATE INDEX inbox_received_on ON inbox (received_on);
COMMENT ON TABLE inbox IS 'Jobs whose effect this database holds, written in the same transaction as the effect.';
COMMENT ON COLUMN inbox.job IS 'Id of the job on the queue.';
COMMENT ON COLUMN inbox.received_on IS 'Day of the effect: rows older than the queue keeps jobs are deleted.';

CREATE TABLE job_refusal (
  job text NOT NULL,
  reason text NOT NULL CHECK (reason IN ('unsigned', 'foreign-key', 'altered')),
  refused_on date NOT NULL,
  PRIMARY KEY (job, reason)
);
COMMENT ON TABLE job_refusal IS 'Alarm: jobs that the other domain had not signed so, once for each job''s name and reason.';
COMMENT ON COLUMN job_refusal.job IS 'Name of a job that is handled here.';
COMMENT ON COLUMN job_refusal.reason IS 'unsigned; foreign-key: of nobody who may; altered: the signature is over another job.';
COMMENT ON COLUMN job_refusal.refused_on IS 'Day of the first refusal.';

-- To the app role that may connect here: gateway_app or worker_app, never both.
DO $$
DECLARE
  app name;
BEGIN
  FOR app IN
    SELECT rolname FROM pg_roles
     WHERE rolname IN ('gateway_app', 'worker_app')
       AND has_database_privilege(rolname, current_database(), 'CONNECT')
  LOOP
    -- UPDATE is what SELECT … FOR UPDATE asks for.
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO %I', app);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON inbox TO %I', app);
    EXECUTE format('GRANT SELECT, INSERT ON job_refusal TO %I', app);
  END LOOP;
END;
$$;
