-- Every write that a client may send twice is answered the second time as it was the first.

CREATE TABLE idempotency (
  scope text NOT NULL CHECK (length(scope) BETWEEN 1 AND 120),
  key uuid NOT NULL,
  request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  result jsonb NOT NULL,
  recorded_on date NOT NULL,
  PRIMARY KEY (scope, key)
);

COMMENT ON TABLE idempotency IS 'Answers of writes that have happened, by the key of their caller.';
COMMENT ON COLUMN idempotency.scope IS 'The mutation and who asks, so that keys of two callers never meet.';
COMMENT ON COLUMN idempotency.key IS 'Random UUID version 4 chosen by the caller.';
COMMENT ON COLUMN idempotency.request_hash IS 'SHA-256 of the request: the same key with another one is a conflict.';
COMMENT ON COLUMN idempotency.result IS 'What the caller was answered.';
COMMENT ON COLUMN idempotency.recorded_on IS 'Day of the answer; old rows are dropped by it.';

GRANT SELECT, INSERT, DELETE ON idempotency TO worker_app;
GRANT SELECT ON idempotency TO auditor;
