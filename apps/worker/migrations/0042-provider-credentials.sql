-- Therapists' own passwords, and their second factors.

ALTER TABLE provider ADD COLUMN first_password boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN provider.first_password IS
  'True: the operator has seen the password, so signing in asks for one of her own.';

CREATE TABLE provider_second_factor (
  provider_id uuid PRIMARY KEY REFERENCES provider (id),
  wrapped_secret bytea NOT NULL CHECK (octet_length(wrapped_secret) = 48),
  confirmed_on date,
  last_step bigint
);
COMMENT ON TABLE provider_second_factor IS 'Authenticator apps of therapists (TOTP, RFC 6238).';
COMMENT ON COLUMN provider_second_factor.provider_id IS 'Whose it is.';
COMMENT ON COLUMN provider_second_factor.wrapped_secret IS
  'The shared secret under AES-256-GCM; the key is not here.';
COMMENT ON COLUMN provider_second_factor.confirmed_on IS
  'Day of the first right code; until then it is not asked for.';
COMMENT ON COLUMN provider_second_factor.last_step IS
  'Time step of the latest accepted code: a code counts once (RFC 6238, section 5.2).';

CREATE TABLE provider_recovery_code (
  provider_id uuid NOT NULL REFERENCES provider (id),
  code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
  PRIMARY KEY (provider_id, code_hash)
);
COMMENT ON TABLE provider_recovery_code IS
  'Codes for a lost authenticator; a used one is deleted.';
COMMENT ON COLUMN provider_recovery_code.provider_id IS 'Whose it is.';
COMMENT ON COLUMN provider_recovery_code.code_hash IS 'HMAC of a 64-bit random code.';

GRANT UPDATE (first_password) ON provider TO worker_app;
GRANT SELECT, INSERT, DELETE ON provider_second_factor TO worker_app;
GRANT UPDATE (wrapped_secret, confirmed_on, last_step) ON provider_second_factor TO worker_app;
GRANT SELECT, INSERT, DELETE ON provider_recovery_code TO worker_app;

REVOKE ALL ON provider_second_factor, provider_recovery_code FROM auditor;
GRANT SELECT (provider_id, confirmed_on) ON provider_second_factor TO auditor;
