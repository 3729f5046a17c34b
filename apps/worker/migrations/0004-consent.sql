-- Which consent texts were ever shown: a version that somebody accepted can't change afterwards.

CREATE TABLE consent_text (
  version text NOT NULL CHECK (version ~ '^\d{4}-\d{2}$'),
  language text NOT NULL CHECK (language ~ '^[a-z]{2}$'),
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  first_shown_on date NOT NULL,
  PRIMARY KEY (version, language)
);

COMMENT ON TABLE consent_text IS 'Fingerprints of the consent texts that the program carries.';
COMMENT ON COLUMN consent_text.version IS 'Version of the text, such as 2026-11.';
COMMENT ON COLUMN consent_text.language IS 'ISO 639-1 code.';
COMMENT ON COLUMN consent_text.digest IS 'SHA-256 of the whole text.';
COMMENT ON COLUMN consent_text.first_shown_on IS 'Day on which it was first in use.';

GRANT SELECT, INSERT ON consent_text TO worker_app;
GRANT SELECT ON consent_text TO auditor;
