-- A case is a person in care, known by nothing but the hash of a secret in her wallet.

CREATE TABLE care_case (
  id uuid PRIMARY KEY,
  secret_hash bytea NOT NULL UNIQUE CHECK (octet_length(secret_hash) = 32),
  programme uuid NOT NULL,
  period text NOT NULL,
  block text NOT NULL,
  concern text CHECK (concern IN
    ('STRESS', 'ANXIETY', 'DEPRESSION', 'RELATIONSHIPS', 'WORK', 'GRIEF', 'OTHER')),
  consent_version text NOT NULL,
  consent_language text NOT NULL,
  opened_on date NOT NULL,
  FOREIGN KEY (programme, period, block) REFERENCES programme_block (programme, period, block),
  FOREIGN KEY (consent_version, consent_language) REFERENCES consent_text (version, language)
);

COMMENT ON TABLE care_case IS 'One person''s care in one benefit period; opened by one entry credit.';
COMMENT ON COLUMN care_case.id IS 'Random UUID version 4.';
COMMENT ON COLUMN care_case.secret_hash IS 'SHA-256 of the case secret, which only the wallet has.';
COMMENT ON COLUMN care_case.programme IS 'The programme, taken from the key of the entry credit.';
COMMENT ON COLUMN care_case.period IS 'The benefit period, taken from that key.';
COMMENT ON COLUMN care_case.block IS 'The reporting block, taken from that key.';
COMMENT ON COLUMN care_case.concern IS 'What the person came for, if she said so, from a closed list.';
COMMENT ON COLUMN care_case.consent_version IS 'The consent text that was accepted.';
COMMENT ON COLUMN care_case.consent_language IS 'The language in which it was read.';
COMMENT ON COLUMN care_case.opened_on IS 'Day of opening.';

CREATE INDEX care_case_period ON care_case (programme, period);

GRANT SELECT, INSERT, UPDATE (concern) ON care_case TO worker_app;
GRANT SELECT ON care_case TO auditor;
