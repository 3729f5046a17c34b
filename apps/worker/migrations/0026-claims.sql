-- Claims of therapists against their authorisations, each with its adjudication.

CREATE TABLE claim (
  id uuid PRIMARY KEY,
  authorisation_id uuid NOT NULL REFERENCES authorisation (id),
  provider_id uuid NOT NULL REFERENCES provider (id),
  service_on date NOT NULL,
  service_code text NOT NULL,
  units integer NOT NULL,
  modality text NOT NULL,
  billed_minor bigint NOT NULL CHECK (billed_minor >= 0),
  paid_minor bigint NOT NULL CHECK (paid_minor >= 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  status text NOT NULL CHECK (status IN ('paid', 'denied')),
  adjustments jsonb NOT NULL,
  submitted_on date NOT NULL,
  payout_id uuid REFERENCES payout (id),
  CONSTRAINT claim_denied_pays_nothing CHECK ((status = 'paid') = (paid_minor > 0)),
  CONSTRAINT claim_paid_out_was_paid CHECK (payout_id IS NULL OR status = 'paid')
);

COMMENT ON TABLE claim IS 'Claims for single sessions; no diagnosis, no name.';
COMMENT ON COLUMN claim.id IS 'Random UUID version 4.';
COMMENT ON COLUMN claim.authorisation_id IS 'The therapist''s own authorisation that it names.';
COMMENT ON COLUMN claim.provider_id IS 'Who claims.';
COMMENT ON COLUMN claim.service_on IS 'Day of the session as claimed.';
COMMENT ON COLUMN claim.service_code IS 'CPT code of the service as claimed.';
COMMENT ON COLUMN claim.units IS 'Units as claimed.';
COMMENT ON COLUMN claim.modality IS 'How the session was held, as claimed.';
COMMENT ON COLUMN claim.billed_minor IS 'Fee as claimed, minor units.';
COMMENT ON COLUMN claim.paid_minor IS 'What the therapist is paid: allowed less the platform''s share.';
COMMENT ON COLUMN claim.currency IS 'ISO 4217 code of the amounts.';
COMMENT ON COLUMN claim.status IS 'paid or denied; a denied one can be mended and sent again.';
COMMENT ON COLUMN claim.adjustments IS 'Claim adjustment groups, codes and amounts, and why.';
COMMENT ON COLUMN claim.submitted_on IS 'Day of submission.';
COMMENT ON COLUMN claim.payout_id IS 'The payout that paid it.';

-- One credit, one authorisation, one paid claim: whatever races.
CREATE UNIQUE INDEX claim_paid_once ON claim (authorisation_id) WHERE status = 'paid';
CREATE INDEX claim_provider ON claim (provider_id, submitted_on);
CREATE INDEX claim_payable ON claim (provider_id) WHERE status = 'paid' AND payout_id IS NULL;
CREATE INDEX claim_payout ON claim (payout_id);

GRANT SELECT, INSERT, UPDATE (payout_id) ON claim TO worker_app;
GRANT SELECT ON claim TO auditor;
