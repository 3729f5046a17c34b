-- A case is a person in care, known by nothing but the hash of a secret in her wallet.

CREATE TABLE care_case (
  id uuid PRIMARY KEY,
  secret_hash bytea NOT NULL UNIQUE CHECK (octet_length(secret_hash) = 32),
  programme uuid NOT NULL,
  opened_on date NOT NULL
);

COMMENT ON TABLE care_case IS 'One person''s care within one programme.';
COMMENT ON COLUMN care_case.id IS 'Random UUID version 4.';
COMMENT ON COLUMN care_case.secret_hash IS 'Hash of the case secret, which only the wallet has.';
COMMENT ON COLUMN care_case.programme IS 'The programme, taken from the key of the first entry credit.';
COMMENT ON COLUMN care_case.opened_on IS 'Day of opening.';

CREATE TABLE case_enrolment (
  case_id uuid NOT NULL REFERENCES care_case (id),
  programme uuid NOT NULL,
  period text NOT NULL,
  block text NOT NULL,
  concern text CHECK (concern IN
    ('STRESS', 'ANXIETY', 'DEPRESSION', 'RELATIONSHIPS', 'WORK', 'GRIEF', 'OTHER')),
  consent_version text NOT NULL,
  consent_language text NOT NULL,
  enrolled_on date NOT NULL,
  PRIMARY KEY (case_id, period),
  FOREIGN KEY (programme, period, block) REFERENCES programme_block (programme, period, block),
  FOREIGN KEY (consent_version, consent_language) REFERENCES consent_text (version, language)
);

COMMENT ON TABLE case_enrolment IS
  'A case in one benefit period, paid by one entry credit: as many rows as there are users.';
COMMENT ON COLUMN case_enrolment.case_id IS 'The case.';
COMMENT ON COLUMN case_enrolment.programme IS 'The programme, taken from the key of the entry credit.';
COMMENT ON COLUMN case_enrolment.period IS 'The benefit period, taken from that key.';
COMMENT ON COLUMN case_enrolment.block IS 'The reporting block, taken from that key.';
COMMENT ON COLUMN case_enrolment.concern IS 'What the person came for, if she said so, from a closed list.';
COMMENT ON COLUMN case_enrolment.consent_version IS 'The consent text that was accepted.';
COMMENT ON COLUMN case_enrolment.consent_language IS 'The language in which it was read.';
COMMENT ON COLUMN case_enrolment.enrolled_on IS 'Day of enrolment.';

CREATE INDEX case_enrolment_period ON case_enrolment (programme, period);

GRANT SELECT, INSERT ON care_case TO worker_app;
GRANT SELECT, INSERT, UPDATE (concern) ON case_enrolment TO worker_app;
GRANT SELECT ON care_case, case_enrolment TO auditor;
