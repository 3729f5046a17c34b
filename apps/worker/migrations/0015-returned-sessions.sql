-- What a client gets back for a session cancelled in time: one more booking, once.

CREATE TABLE returned_session (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES care_case (id),
  programme uuid NOT NULL,
  period text NOT NULL,
  authorisation_id uuid NOT NULL UNIQUE REFERENCES authorisation (id),
  used_by uuid UNIQUE REFERENCES authorisation (id) DEFERRABLE INITIALLY DEFERRED,
  returned_on date NOT NULL,
  FOREIGN KEY (programme, period) REFERENCES programme_period (programme, period)
);

COMMENT ON TABLE returned_session IS 'Sessions given back to a case; the credit that paid stays spent.';
COMMENT ON COLUMN returned_session.id IS 'Random UUID version 4.';
COMMENT ON COLUMN returned_session.case_id IS 'The case that may use it.';
COMMENT ON COLUMN returned_session.programme IS 'The programme whose fund pays for the next booking too.';
COMMENT ON COLUMN returned_session.period IS 'The benefit period in which it can be used.';
COMMENT ON COLUMN returned_session.authorisation_id IS 'The cancelled session; returns at most once.';
COMMENT ON COLUMN returned_session.used_by IS 'The session booked with it; null while it is unused.';
COMMENT ON COLUMN returned_session.returned_on IS 'Day of the cancellation.';

CREATE INDEX returned_session_case ON returned_session (case_id);

GRANT SELECT, INSERT, UPDATE (used_by) ON returned_session TO worker_app;
GRANT SELECT ON returned_session TO auditor;
