-- Times at which a therapist can be booked.

CREATE TABLE slot (
  id uuid PRIMARY KEY,
  provider_id uuid NOT NULL REFERENCES provider (id),
  starts_at timestamptz NOT NULL,
  minutes smallint NOT NULL CHECK (minutes BETWEEN 15 AND 180),
  modality text NOT NULL CHECK (modality IN ('VIDEO', 'PHONE', 'IN_PERSON')),
  status text NOT NULL CHECK (status IN ('open', 'taken')),
  CONSTRAINT slot_once UNIQUE (provider_id, starts_at)
) WITH (fillfactor = 80);

COMMENT ON TABLE slot IS 'Bookable times; everything but the status is fixed once published.';
COMMENT ON COLUMN slot.id IS 'Random UUID version 4.';
COMMENT ON COLUMN slot.provider_id IS 'Whose time it is.';
COMMENT ON COLUMN slot.starts_at IS 'When the session would begin.';
COMMENT ON COLUMN slot.minutes IS 'How long it lasts.';
COMMENT ON COLUMN slot.modality IS 'VIDEO, PHONE or IN_PERSON.';
COMMENT ON COLUMN slot.status IS 'open: can be booked; taken: an authorisation stands on it.';

CREATE INDEX slot_open ON slot (provider_id, starts_at) WHERE status = 'open';

GRANT SELECT, INSERT, UPDATE (status) ON slot TO worker_app;
GRANT SELECT ON slot TO auditor;
