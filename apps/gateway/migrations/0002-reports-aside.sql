-- Reports of the vault that are not taken: they wait for what comes before them, or were refused.

CREATE TABLE report_aside (
  programme_id uuid NOT NULL REFERENCES programme (id),
  report text NOT NULL CHECK (report ~ '^[12]\d{3}-(?:0[1-9]|1[0-2])\.[1-4]$'),
  digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  since date NOT NULL,
  body text,
  signature text,
  refused_reason text CHECK (refused_reason IN ('other-terms', 'told-otherwise', 'breaks-plan')),
  promise text CHECK (char_length(promise) <= 200),
  PRIMARY KEY (programme_id, report, digest),
  CHECK ((body IS NULL) = (signature IS NULL)),
  CHECK ((body IS NULL) = (refused_reason IS NOT NULL))
);
COMMENT ON TABLE report_aside IS
  'Alarm: reports that the vault signed and that are shown to nobody and settle nothing.';
COMMENT ON COLUMN report_aside.programme_id IS 'The programme.';
COMMENT ON COLUMN report_aside.report IS 'The reporting period.';
COMMENT ON COLUMN report_aside.digest IS
  'SHA-256 of the signed text, hexadecimal: by it the vault''s operator finds hers.';
COMMENT ON COLUMN report_aside.since IS 'Day on which it came, or was refused.';
COMMENT ON COLUMN report_aside.body IS
  'While it waits, the statement''s bytes as they were signed, base64url; null once it is refused.';
COMMENT ON COLUMN report_aside.signature IS
  'While it waits, the vault''s Ed25519 signature, base64url.';
COMMENT ON COLUMN report_aside.refused_reason IS
  'other-terms: planned from others than were confirmed; told-otherwise: another stands in its place; breaks-plan: see promise. Null: it waits for the year''s confirmation, or for the report before it.';
COMMENT ON COLUMN report_aside.promise IS 'The promise that it breaks, a sentence of ours; no count of use.';

GRANT SELECT, INSERT, DELETE ON report_aside TO gateway_app;
GRANT SELECT (programme_id, report, digest, since, refused_reason, promise) ON report_aside
  TO auditor;
