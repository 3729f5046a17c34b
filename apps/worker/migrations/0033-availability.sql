-- When a therapist can be booked: the plan that she keeps, and the slots that are made from it.

ALTER TABLE provider ADD COLUMN notice_hours smallint NOT NULL DEFAULT 0
  CHECK (notice_hours BETWEEN 0 AND 336);

COMMENT ON COLUMN provider.notice_hours IS 'How long before its start a slot can still be booked.';

GRANT UPDATE (notice_hours, languages, specialities, modalities, gender, time_zone)
  ON provider TO worker_app;
GRANT SELECT (notice_hours) ON provider TO auditor;

CREATE TABLE availability (
  provider_id uuid PRIMARY KEY REFERENCES provider (id),
  version integer NOT NULL CHECK (version > 0),
  plan jsonb NOT NULL,
  planned_until date NOT NULL
);

COMMENT ON TABLE availability IS 'Weekly hours of a therapist, from which her slots are made.';
COMMENT ON COLUMN availability.provider_id IS 'Whose hours they are.';
COMMENT ON COLUMN availability.version IS 'Counts changes, so that two windows do not overwrite each other.';
COMMENT ON COLUMN availability.plan IS
  'Weekly rules and exceptions in local time, and the buffers around sessions in minutes.';
COMMENT ON COLUMN availability.planned_until IS 'Last local day for which slots have been made.';

GRANT SELECT, INSERT, UPDATE (version, plan, planned_until) ON availability TO worker_app;
GRANT SELECT ON availability TO auditor;

-- A slot that nobody offers any more is withdrawn, never deleted: an authorisation may name it.
ALTER TABLE slot DROP CONSTRAINT slot_status_check;
ALTER TABLE slot ADD CONSTRAINT slot_status_check
  CHECK (status IN ('open', 'taken', 'withdrawn'));
ALTER TABLE slot ADD COLUMN planned boolean NOT NULL DEFAULT false;
ALTER TABLE slot ADD COLUMN offered boolean NOT NULL DEFAULT true;
ALTER TABLE slot DROP CONSTRAINT slot_once;
CREATE UNIQUE INDEX slot_once ON slot (provider_id, starts_at) WHERE status <> 'withdrawn';

COMMENT ON COLUMN slot.status IS
  'open: can be booked; taken: an authorisation stands on it; withdrawn: no longer offered.';
COMMENT ON COLUMN slot.planned IS 'Made from the weekly hours; false: published by itself.';
COMMENT ON COLUMN slot.offered IS
  'False: outside the hours by now; when its session is cancelled, it is withdrawn.';

GRANT UPDATE (offered) ON slot TO worker_app;

CREATE TRIGGER forward_only BEFORE UPDATE ON slot
  FOR EACH ROW WHEN (OLD.status = 'withdrawn' AND NEW.status <> OLD.status)
  EXECUTE FUNCTION refuse_backwards();
