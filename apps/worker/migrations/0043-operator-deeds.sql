-- What operators did at the vault, by name.

CREATE TABLE operator_deed (
  id uuid PRIMARY KEY,
  number integer NOT NULL UNIQUE CHECK (number > 0),
  operator text CHECK (operator ~ '^[a-z][a-z0-9-]{1,31}$'),
  deed text NOT NULL CHECK (deed ~ '^[a-zA-Z]{3,60}$'),
  subject text NOT NULL CHECK (subject ~ '^[A-Za-z0-9-]{0,60}$'),
  outcome text CHECK (outcome ~ '^[A-Z_]{3,40}$'),
  done_on date NOT NULL
);
COMMENT ON TABLE operator_deed IS
  'What operators did here, and were refused; of therapists, never of cases. Added, never changed.';
COMMENT ON COLUMN operator_deed.id IS 'Random UUID version 4.';
COMMENT ON COLUMN operator_deed.number IS 'Running number; a gap would show.';
COMMENT ON COLUMN operator_deed.operator IS 'Name by the token; null: a token that nobody has.';
COMMENT ON COLUMN operator_deed.deed IS 'Name of the mutation, or of the query that was refused.';
COMMENT ON COLUMN operator_deed.subject IS 'Login of the therapist, or key of the run.';
COMMENT ON COLUMN operator_deed.outcome IS
  'DONE, or the code of the refusal; null until then: it is written down before it is done.';
COMMENT ON COLUMN operator_deed.done_on IS 'Day; like everything of the vault, no finer.';

CREATE FUNCTION deed_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % refused: what was done stays written down', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
COMMENT ON FUNCTION deed_refuse() IS 'Refuses a change of the record of deeds, to everybody.';

CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON operator_deed
  FOR EACH STATEMENT EXECUTE FUNCTION deed_refuse();
ALTER TABLE operator_deed ENABLE ALWAYS TRIGGER append_only;
CREATE TRIGGER forward_only BEFORE UPDATE ON operator_deed
  FOR EACH ROW WHEN (OLD.outcome IS NOT NULL OR (OLD.id, OLD.number, OLD.operator, OLD.deed,
    OLD.done_on) IS DISTINCT FROM (NEW.id, NEW.number, NEW.operator, NEW.deed, NEW.done_on))
  EXECUTE FUNCTION deed_refuse();
ALTER TABLE operator_deed ENABLE ALWAYS TRIGGER forward_only;

GRANT SELECT, INSERT, UPDATE (subject, outcome) ON operator_deed TO worker_app;
GRANT SELECT ON operator_deed TO auditor;
GRANT UPDATE (display_name) ON provider TO worker_app;
