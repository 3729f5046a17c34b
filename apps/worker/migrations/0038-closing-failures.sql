-- Why a period that is due was not closed yet: the operator reads it, and it outlives the process.

CREATE TABLE closing_failure (
  programme uuid NOT NULL,
  period text NOT NULL,
  reason text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 120),
  failed_on date NOT NULL,
  tries integer NOT NULL CHECK (tries > 0),
  PRIMARY KEY (programme, period),
  FOREIGN KEY (programme, period) REFERENCES programme_period (programme, period)
);

COMMENT ON TABLE closing_failure IS
  'Alarm: periods whose closing failed, with the last reason; one with a release was closed since.';
COMMENT ON COLUMN closing_failure.programme IS 'The programme.';
COMMENT ON COLUMN closing_failure.period IS 'The benefit period that was due.';
COMMENT ON COLUMN closing_failure.reason IS 'Name and code of the last error; never its text.';
COMMENT ON COLUMN closing_failure.failed_on IS 'Day of the last try.';
COMMENT ON COLUMN closing_failure.tries IS 'How often it was tried in vain.';

GRANT SELECT, INSERT, UPDATE (reason, failed_on, tries) ON closing_failure TO worker_app;
GRANT SELECT ON closing_failure TO auditor;
