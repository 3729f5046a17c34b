-- Sign-in of therapists. Tokens are kept as hashes, and attempts are counted by login.

CREATE TABLE provider_session (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  provider_id uuid NOT NULL REFERENCES provider (id),
  expires_at timestamptz NOT NULL
);

COMMENT ON TABLE provider_session IS 'Signed-in therapists.';
COMMENT ON COLUMN provider_session.token_hash IS 'SHA-256 of the session token.';
COMMENT ON COLUMN provider_session.provider_id IS 'Who is signed in.';
COMMENT ON COLUMN provider_session.expires_at IS 'When the token stops being good.';

CREATE INDEX provider_session_provider ON provider_session (provider_id);
CREATE INDEX provider_session_expiry ON provider_session (expires_at);

CREATE TABLE sign_in_throttle (
  login_hash bytea PRIMARY KEY CHECK (octet_length(login_hash) = 32),
  failures integer NOT NULL CHECK (failures > 0),
  counted_from timestamptz NOT NULL
);

COMMENT ON TABLE sign_in_throttle IS 'Failed sign-ins of one login within a window, known or not.';
COMMENT ON COLUMN sign_in_throttle.login_hash IS 'SHA-256 of the login that was tried.';
COMMENT ON COLUMN sign_in_throttle.failures IS 'How often it failed.';
COMMENT ON COLUMN sign_in_throttle.counted_from IS 'When the window began.';

GRANT SELECT, INSERT, DELETE ON provider_session TO worker_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_throttle TO worker_app;
GRANT SELECT ON provider_session, sign_in_throttle TO auditor;
