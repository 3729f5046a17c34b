-- The directory of therapists as it was signed, version by version.

CREATE TABLE directory_version (
  version integer PRIMARY KEY CHECK (version > 0),
  body text NOT NULL,
  signature text NOT NULL,
  signed_on date NOT NULL
);

COMMENT ON TABLE directory_version IS 'Signed directories; the newest is the one that clients get.';
COMMENT ON COLUMN directory_version.version IS 'Counts up by one; part of what is signed.';
COMMENT ON COLUMN directory_version.body IS 'Canonical JSON, base64url.';
COMMENT ON COLUMN directory_version.signature IS 'Ed25519 signature, base64url.';
COMMENT ON COLUMN directory_version.signed_on IS 'Day of signing.';

GRANT SELECT, INSERT ON directory_version TO worker_app;
GRANT SELECT ON directory_version TO auditor;
