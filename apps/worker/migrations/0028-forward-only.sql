-- Finished facts stay finished, even for the role that the worker runs as.

CREATE FUNCTION refuse_backwards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is finished is not undone' USING ERRCODE = 'insufficient_privilege';
END $$;

COMMENT ON FUNCTION refuse_backwards() IS 'Refuses to undo what its trigger''s condition names.';

CREATE TRIGGER forward_only BEFORE UPDATE ON authorisation
  FOR EACH ROW WHEN (OLD.status <> 'held' AND NEW.status <> OLD.status)
  EXECUTE FUNCTION refuse_backwards();

CREATE TRIGGER forward_only BEFORE UPDATE ON returned_session
  FOR EACH ROW WHEN (OLD.used_by IS NOT NULL AND NEW.used_by IS DISTINCT FROM OLD.used_by)
  EXECUTE FUNCTION refuse_backwards();

CREATE TRIGGER forward_only BEFORE UPDATE ON payout
  FOR EACH ROW WHEN (OLD.status <> 'in_flight' AND NEW.status <> OLD.status)
  EXECUTE FUNCTION refuse_backwards();

CREATE TRIGGER forward_only BEFORE UPDATE ON claim
  FOR EACH ROW WHEN (OLD.payout_id IS NOT NULL AND NEW.payout_id IS DISTINCT FROM OLD.payout_id)
  EXECUTE FUNCTION refuse_backwards();
