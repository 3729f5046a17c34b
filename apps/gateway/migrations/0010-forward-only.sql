-- Finished facts stay finished, even for the role that the gateway runs as.

CREATE FUNCTION refuse_backwards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is finished is not undone' USING ERRCODE = 'insufficient_privilege';
END $$;

COMMENT ON FUNCTION refuse_backwards() IS 'Refuses to undo what its trigger''s condition names.';

CREATE TRIGGER forward_only BEFORE UPDATE ON eligibility_code
  FOR EACH ROW WHEN (OLD.claim_key_hash IS NOT NULL
    AND NEW.claim_key_hash IS DISTINCT FROM OLD.claim_key_hash)
  EXECUTE FUNCTION refuse_backwards();

CREATE TRIGGER forward_only BEFORE UPDATE ON invoice
  FOR EACH ROW WHEN (OLD.status IN ('PAID', 'DECLINED') AND NEW.status <> OLD.status)
  EXECUTE FUNCTION refuse_backwards();
