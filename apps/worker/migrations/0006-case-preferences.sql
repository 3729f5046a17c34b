-- What a person asks of a therapist: kept so that she need not say it twice.

CREATE TABLE case_preference (
  case_id uuid PRIMARY KEY REFERENCES care_case (id),
  languages text[] NOT NULL CHECK (cardinality(languages) BETWEEN 1 AND 8),
  speciality text,
  modality text CHECK (modality IN ('VIDEO', 'PHONE', 'IN_PERSON')),
  gender text CHECK (gender IN ('FEMALE', 'MALE', 'NONBINARY')),
  jurisdiction text NOT NULL CHECK (jurisdiction ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'),
  available_from date,
  available_until date
);

COMMENT ON TABLE case_preference IS 'The preferences of the latest referral request of a case.';
COMMENT ON COLUMN case_preference.case_id IS 'The case.';
COMMENT ON COLUMN case_preference.languages IS 'Languages that it may be in, ISO 639-1.';
COMMENT ON COLUMN case_preference.speciality IS 'Concern that the therapist should specialise in.';
COMMENT ON COLUMN case_preference.modality IS 'How to meet; null: any way.';
COMMENT ON COLUMN case_preference.gender IS 'Gender of the therapist; null: any.';
COMMENT ON COLUMN case_preference.jurisdiction IS 'Where the person is during sessions: ISO 3166 code.';
COMMENT ON COLUMN case_preference.available_from IS 'First day that suits.';
COMMENT ON COLUMN case_preference.available_until IS 'Last day that suits.';

GRANT SELECT, INSERT, UPDATE ON case_preference TO worker_app;
GRANT SELECT ON case_preference TO auditor;
