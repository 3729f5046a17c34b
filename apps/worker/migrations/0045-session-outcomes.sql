-- What became of a session that was booked: it took place, its client did not come, or cancelled
-- late. Each is recorded as a claim, which can be taken back until a payout has it.

ALTER TABLE authorisation DROP CONSTRAINT authorisation_status_check;
ALTER TABLE authorisation ADD CONSTRAINT authorisation_status_check CHECK (status IN
  ('held', 'claimed', 'cancelled', 'expired', 'no_show', 'late_cancelled'));
COMMENT ON COLUMN authorisation.status IS 'held: open; claimed: it took place and was claimed; '
  'cancelled in time; expired unclaimed; no_show: its client did not come; late_cancelled.';
COMMENT ON COLUMN authorisation.hold_id IS
  'Id of the ledger''s pending entry, resolved at most once; another when a claim is taken back.';
GRANT UPDATE (hold_id) ON authorisation TO worker_app;

ALTER TABLE claim ADD COLUMN outcome text NOT NULL DEFAULT 'took_place'
  CHECK (outcome IN ('took_place', 'no_show', 'late_cancelled'));
ALTER TABLE claim ADD COLUMN by_client boolean NOT NULL DEFAULT false;
ALTER TABLE claim ALTER COLUMN service_code DROP NOT NULL;
ALTER TABLE claim ADD CONSTRAINT claim_service
  CHECK ((outcome = 'took_place') = (service_code IS NOT NULL));
ALTER TABLE claim DROP CONSTRAINT claim_status_check;
ALTER TABLE claim ADD CONSTRAINT claim_status_check
  CHECK (status IN ('paid', 'denied', 'withdrawn'));
ALTER TABLE claim DROP CONSTRAINT claim_denied_pays_nothing;
ALTER TABLE claim ADD CONSTRAINT claim_denied_pays_nothing
  CHECK ((status = 'denied') = (paid_minor = 0));
COMMENT ON COLUMN claim.outcome IS 'took_place, no_show or late_cancelled.';
COMMENT ON COLUMN claim.by_client IS 'Made by the client''s late cancellation, not by the therapist.';
COMMENT ON COLUMN claim.service_code IS 'CPT code of the service as claimed; null: none was given.';
COMMENT ON COLUMN claim.status IS
  'paid; denied: can be mended and sent again; withdrawn: was paid and taken back before a payout.';
GRANT UPDATE (status) ON claim TO worker_app;

CREATE TRIGGER only_taken_back BEFORE UPDATE ON claim
  FOR EACH ROW WHEN (NEW.status <> OLD.status AND (OLD.status <> 'paid'
    OR NEW.status <> 'withdrawn' OR OLD.payout_id IS NOT NULL OR OLD.by_client))
  EXECUTE FUNCTION refuse_backwards();

CREATE FUNCTION refuse_unless_taken_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status IN ('claimed', 'no_show', 'late_cancelled') AND NEW.status = 'held'
    AND EXISTS (SELECT FROM claim WHERE authorisation_id = OLD.id AND status = 'withdrawn')
    AND NOT EXISTS (SELECT FROM claim WHERE authorisation_id = OLD.id AND status = 'paid') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what is finished is not undone' USING ERRCODE = 'insufficient_privilege';
END $$;

COMMENT ON FUNCTION refuse_unless_taken_back() IS
  'A finished session is held again only once its paid claim was taken back.';

DROP TRIGGER forward_only ON authorisation;
CREATE TRIGGER forward_only BEFORE UPDATE ON authorisation
  FOR EACH ROW WHEN (OLD.status <> 'held' AND NEW.status <> OLD.status
    OR NEW.hold_id <> OLD.hold_id)
  EXECUTE FUNCTION refuse_unless_taken_back();
