-- A case and a therapist, introduced. The therapist knows the pairwise pseudonym alone.

CREATE TABLE referral (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES care_case (id),
  provider_id uuid NOT NULL REFERENCES provider (id),
  pseudonym bytea NOT NULL UNIQUE,
  handle text NOT NULL,
  colour text NOT NULL,
  jurisdiction text NOT NULL CHECK (jurisdiction ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'),
  status text NOT NULL CHECK (status IN ('open', 'closed')),
  made_on date NOT NULL,
  CONSTRAINT referral_once UNIQUE (case_id, provider_id)
);

COMMENT ON TABLE referral IS 'Who is in whose care.';
COMMENT ON COLUMN referral.id IS 'Random UUID version 4; the patient reference on claims.';
COMMENT ON COLUMN referral.case_id IS 'The case; never shown to a therapist.';
COMMENT ON COLUMN referral.provider_id IS 'The therapist.';
COMMENT ON COLUMN referral.pseudonym IS 'Derived from both, so that no two therapists see the same one.';
COMMENT ON COLUMN referral.handle IS 'The pseudonym as words, such as Quiet Heron 4821.';
COMMENT ON COLUMN referral.colour IS 'The pseudonym as a colour.';
COMMENT ON COLUMN referral.jurisdiction IS 'Where the client is; the licence must cover it on the day.';
COMMENT ON COLUMN referral.status IS 'open or closed.';
COMMENT ON COLUMN referral.made_on IS 'Day of the referral.';

CREATE INDEX referral_provider ON referral (provider_id);

GRANT SELECT, INSERT, UPDATE (status, jurisdiction) ON referral TO worker_app;
GRANT SELECT ON referral TO auditor;
