-- What was released of each period, for good, and what stays hidden until the next.

CREATE TABLE usage_release (
  programme uuid NOT NULL,
  period text NOT NULL,
  body text NOT NULL,
  certificate jsonb NOT NULL,
  settled_sessions integer NOT NULL CHECK (settled_sessions >= 0 AND settled_sessions % 10 = 0),
  carried jsonb NOT NULL,
  released_on date NOT NULL,
  PRIMARY KEY (programme, period),
  FOREIGN KEY (programme, period) REFERENCES programme_period (programme, period)
);

COMMENT ON TABLE usage_release IS 'Releases, verified before they were stored; never changed.';
COMMENT ON COLUMN usage_release.programme IS 'The programme.';
COMMENT ON COLUMN usage_release.period IS 'The benefit period.';
COMMENT ON COLUMN usage_release.body IS 'The release as it was signed, canonical JSON.';
COMMENT ON COLUMN usage_release.certificate IS 'Witnesses that show what nobody can deduce from it.';
COMMENT ON COLUMN usage_release.settled_sessions IS 'Sessions settled with it, in lots of ten.';
COMMENT ON COLUMN usage_release.carried IS 'Sessions that are owed but not shown yet; stays here.';
COMMENT ON COLUMN usage_release.released_on IS 'Day of the release.';

CREATE FUNCTION usage_release_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a release is never changed' USING ERRCODE = 'insufficient_privilege';
END $$;

COMMENT ON FUNCTION usage_release_refuse() IS 'Refuses every change of what was released.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_release
  FOR EACH STATEMENT EXECUTE FUNCTION usage_release_refuse();
ALTER TABLE usage_release ENABLE ALWAYS TRIGGER append_only;

GRANT SELECT, INSERT ON usage_release TO worker_app;
GRANT SELECT ON usage_release TO auditor;
