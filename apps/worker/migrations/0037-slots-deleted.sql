-- A slot that no authorisation names is deleted when its therapist's hours no longer have it. Kept as
-- withdrawn, each change of hours would leave a plan's worth of rows for good, and hours can be changed
-- without end. A booking locks the slot that it copies the id of, so that none is deleted under it.

GRANT DELETE ON slot TO worker_app;

DELETE FROM slot s WHERE s.status = 'withdrawn'
  AND NOT EXISTS (SELECT FROM authorisation a WHERE a.slot_id = s.id);

-- What was booked stays: taken slots, and those that were withdrawn when their session was cancelled.
CREATE TRIGGER only_open_deleted BEFORE DELETE ON slot
  FOR EACH ROW WHEN (OLD.status <> 'open') EXECUTE FUNCTION refuse_backwards();

COMMENT ON COLUMN slot.status IS 'open: can be booked; taken: an authorisation stands on it; '
  'withdrawn: no longer offered, and kept because a cancelled authorisation names it.';
