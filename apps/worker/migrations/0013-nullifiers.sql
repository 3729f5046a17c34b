-- Spent credits. A row is never changed and never leaves: once is once.

CREATE TABLE nullifier (
  nullifier bytea PRIMARY KEY CHECK (octet_length(nullifier) = 32),
  kind text NOT NULL CHECK (kind IN ('entry', 'session')),
  programme uuid NOT NULL,
  period text NOT NULL,
  spent_on date NOT NULL
);

COMMENT ON TABLE nullifier IS 'The mark that a spent credit leaves; says nothing about what it paid.';
COMMENT ON COLUMN nullifier.nullifier IS 'SHA-256 over the key and the nonce of the credit.';
COMMENT ON COLUMN nullifier.kind IS 'entry or session.';
COMMENT ON COLUMN nullifier.programme IS 'The programme of its key.';
COMMENT ON COLUMN nullifier.period IS 'The benefit period of its key.';
COMMENT ON COLUMN nullifier.spent_on IS 'Day of spending, no finer.';

CREATE FUNCTION nullifier_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a spent credit stays spent' USING ERRCODE = 'insufficient_privilege';
END $$;

COMMENT ON FUNCTION nullifier_refuse() IS 'Refuses every change of what was spent, to everybody.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON nullifier
  FOR EACH STATEMENT EXECUTE FUNCTION nullifier_refuse();
ALTER TABLE nullifier ENABLE ALWAYS TRIGGER append_only;

GRANT SELECT, INSERT ON nullifier TO worker_app;
GRANT SELECT ON nullifier TO auditor;
