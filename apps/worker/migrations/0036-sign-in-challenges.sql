-- Challenges that therapists' sign-ins have answered: none is answered twice.

CREATE TABLE sign_in_challenge (
  challenge_hash bytea PRIMARY KEY CHECK (octet_length(challenge_hash) = 32),
  expires_at timestamptz NOT NULL
);

COMMENT ON TABLE sign_in_challenge IS
  'Challenges that were used, kept until they expire, so that a replayed sign-in is refused.';
COMMENT ON COLUMN sign_in_challenge.challenge_hash IS 'SHA-256 of the challenge.';
COMMENT ON COLUMN sign_in_challenge.expires_at IS 'When the challenge stops being good by itself.';

CREATE INDEX sign_in_challenge_expiry ON sign_in_challenge (expires_at);

GRANT SELECT, INSERT, DELETE ON sign_in_challenge TO worker_app;
GRANT SELECT ON sign_in_challenge TO auditor;
