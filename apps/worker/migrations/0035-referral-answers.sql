-- A therapist accepts or declines whom she is referred.

ALTER TABLE referral DROP CONSTRAINT referral_status_check;
ALTER TABLE referral ADD CONSTRAINT referral_status_check
  CHECK (status IN ('open', 'closed', 'declined'));
ALTER TABLE referral ADD COLUMN accepted_on date;

COMMENT ON COLUMN referral.status IS
  'open; closed; declined: by the therapist, for good, and the client asks for another.';
COMMENT ON COLUMN referral.accepted_on IS 'Day on which the therapist accepted; null before.';

GRANT UPDATE (accepted_on) ON referral TO worker_app;

CREATE TRIGGER forward_only BEFORE UPDATE ON referral
  FOR EACH ROW WHEN (OLD.status = 'declined' AND NEW.status <> OLD.status)
  EXECUTE FUNCTION refuse_backwards();
