-- How far this domain has come and how far its partner had: what tells after a restore that
-- something was forgotten. Copied by each domain as one of its migrations.

CREATE TABLE standing (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  number bigint NOT NULL DEFAULT 0,
  challenge text NOT NULL,
  partner_number bigint NOT NULL DEFAULT 0,
  partner_challenge text,
  partner_key text,
  answered boolean NOT NULL DEFAULT true,
  remembered bigint NOT NULL DEFAULT 0,
  closed text CHECK (closed IN ('restored', 'partner-restored'))
);
COMMENT ON TABLE standing IS 'How far this domain and its partner have come, by ticks at fixed times: they count nothing.';
COMMENT ON COLUMN standing.one IS 'There is one row.';
COMMENT ON COLUMN standing.number IS 'Own ticks so far: one a minute at most, whatever happens.';
COMMENT ON COLUMN standing.challenge IS '32 random bytes, hex: what the partner answers is no older.';
COMMENT ON COLUMN standing.partner_number IS 'The furthest tick of the partner that was heard.';
COMMENT ON COLUMN standing.partner_challenge IS 'The challenge to answer next.';
COMMENT ON COLUMN standing.partner_key IS 'Ed25519 key of the partner, hex, as it was first heard; null where it is pinned by settings.';
COMMENT ON COLUMN standing.answered IS 'Whether the partner has answered the last challenge.';
COMMENT ON COLUMN standing.remembered IS 'The furthest own tick that the partner was heard to remember.';
COMMENT ON COLUMN standing.closed IS 'Why this domain does nothing new: it was restored, or its partner was.';

INSERT INTO standing (challenge)
VALUES (replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''));

-- To the app role that may connect here: gateway_app or worker_app, never both.
DO $$
DECLARE
  app name;
BEGIN
  FOR app IN
    SELECT rolname FROM pg_roles
     WHERE rolname IN ('gateway_app', 'worker_app')
       AND has_database_privilege(rolname, current_database(), 'CONNECT')
  LOOP
    EXECUTE format('GRANT SELECT, UPDATE ON standing TO %I', app);
  END LOOP;
END;
$$;
