-- After a restore of this vault nobody is paid by the clock: payouts since the backup are forgotten,
-- and would be made again. The operator compares with the bank, then pays by hand, which ends it.

CREATE TABLE payouts_held (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  held_on date NOT NULL
);

COMMENT ON TABLE payouts_held IS 'A row while the weekly payouts wait for the operator after a restore.';
COMMENT ON COLUMN payouts_held.one IS 'There is one row at most.';
COMMENT ON COLUMN payouts_held.held_on IS 'Day of the operator''s word that this vault goes on.';

GRANT SELECT, INSERT, DELETE ON payouts_held TO worker_app;
GRANT SELECT ON payouts_held TO auditor;
