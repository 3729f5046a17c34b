-- Lump sums to therapists: what was payable on a day, sent and then confirmed or returned.

CREATE TABLE payout_run (
  id uuid PRIMARY KEY,
  run_on date NOT NULL
);

COMMENT ON TABLE payout_run IS 'Runs that gathered what was payable; the id makes a run happen once.';
COMMENT ON COLUMN payout_run.id IS 'Idempotency key of the run.';
COMMENT ON COLUMN payout_run.run_on IS 'Day of the run.';

CREATE TABLE payout (
  id uuid PRIMARY KEY,
  run_id uuid NOT NULL REFERENCES payout_run (id),
  provider_id uuid NOT NULL REFERENCES provider (id),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  status text NOT NULL CHECK (status IN ('in_flight', 'confirmed', 'failed')),
  sent_on date NOT NULL,
  UNIQUE (run_id, provider_id, currency)
);

COMMENT ON TABLE payout IS 'One lump sum to one therapist.';
COMMENT ON COLUMN payout.id IS 'Random id; the ledger''s pending entry has it too.';
COMMENT ON COLUMN payout.run_id IS 'The run that made it.';
COMMENT ON COLUMN payout.provider_id IS 'Who is paid.';
COMMENT ON COLUMN payout.amount_minor IS 'Sum of the claims in it, minor units.';
COMMENT ON COLUMN payout.currency IS 'ISO 4217 code of the amount.';
COMMENT ON COLUMN payout.status IS 'in_flight: with the bank; confirmed; failed: payable again.';
COMMENT ON COLUMN payout.sent_on IS 'Pay date.';

CREATE INDEX payout_provider ON payout (provider_id, sent_on);
CREATE INDEX payout_in_flight ON payout (id) WHERE status = 'in_flight';

GRANT SELECT, INSERT ON payout_run TO worker_app;
GRANT SELECT, INSERT, UPDATE (status) ON payout TO worker_app;
GRANT SELECT ON payout_run, payout TO auditor;
