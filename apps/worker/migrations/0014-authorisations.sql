-- What a therapist may claim for: one session, paid by one credit, with the money set aside.
-- No foreign keys out of this table, which all booking waits for: booking_write copies the ids from
-- the rows themselves, and nobody may delete from provider, referral, slot or programme_period.

CREATE TABLE authorisation (
  id uuid PRIMARY KEY,
  number text NOT NULL UNIQUE CHECK (length(number) BETWEEN 8 AND 32),
  provider_id uuid NOT NULL,
  referral_id uuid,
  programme uuid NOT NULL,
  period text NOT NULL,
  slot_id uuid,
  starts_at timestamptz,
  minutes smallint NOT NULL CHECK (minutes BETWEEN 15 AND 180),
  modality text NOT NULL CHECK (modality IN ('VIDEO', 'PHONE', 'IN_PERSON')),
  service_on date NOT NULL,
  fee_cap_minor bigint NOT NULL CHECK (fee_cap_minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  hold_id uuid NOT NULL UNIQUE,
  status text NOT NULL CHECK (status IN ('held', 'claimed', 'cancelled', 'expired', 'no_show')),
  bearer boolean NOT NULL,
  CONSTRAINT authorisation_bearer CHECK (
    bearer = (referral_id IS NULL) AND bearer = (slot_id IS NULL) AND bearer = (starts_at IS NULL))
) WITH (fillfactor = 80);

COMMENT ON TABLE authorisation IS 'Sessions authorised: booked by a case, or brought as a bearer credit.';
COMMENT ON COLUMN authorisation.id IS 'Random UUID version 4.';
COMMENT ON COLUMN authorisation.number IS 'Readable random number that goes on the claim.';
COMMENT ON COLUMN authorisation.provider_id IS 'Who may claim.';
COMMENT ON COLUMN authorisation.referral_id IS 'The referral booked under; null for a bearer credit.';
COMMENT ON COLUMN authorisation.programme IS 'The programme whose fund pays.';
COMMENT ON COLUMN authorisation.period IS 'The benefit period of the credit.';
COMMENT ON COLUMN authorisation.slot_id IS 'The slot booked; null for a bearer credit.';
COMMENT ON COLUMN authorisation.starts_at IS 'When the session begins; null for a bearer credit.';
COMMENT ON COLUMN authorisation.minutes IS 'How long it lasts.';
COMMENT ON COLUMN authorisation.modality IS 'VIDEO, PHONE or IN_PERSON.';
COMMENT ON COLUMN authorisation.service_on IS 'Day of the session in the therapist''s time zone.';
COMMENT ON COLUMN authorisation.fee_cap_minor IS 'Most that can be allowed, minor units: what is on hold.';
COMMENT ON COLUMN authorisation.currency IS 'ISO 4217 code of the amount.';
COMMENT ON COLUMN authorisation.hold_id IS 'Id of the ledger''s pending entry; resolved at most once.';
COMMENT ON COLUMN authorisation.status IS
  'held: open; claimed: a claim was paid; cancelled in time; expired unclaimed; no_show.';
COMMENT ON COLUMN authorisation.bearer IS 'Whether a bearer credit paid, so that no case stands behind it.';

CREATE UNIQUE INDEX authorisation_one_for_each_slot ON authorisation (slot_id)
  WHERE status <> 'cancelled';
CREATE INDEX authorisation_provider ON authorisation (provider_id, service_on);
CREATE INDEX authorisation_referral ON authorisation (referral_id);
CREATE INDEX authorisation_open ON authorisation (programme, period) WHERE status = 'held';
CREATE INDEX authorisation_period ON authorisation (programme, period);

GRANT SELECT, INSERT, UPDATE (status) ON authorisation TO worker_app;
GRANT SELECT ON authorisation TO auditor;
