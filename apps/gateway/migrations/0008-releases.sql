-- What the vault says, signed: releases (append-only) and the latest public statements.

CREATE TABLE usage_release (
  programme_id uuid NOT NULL,
  period text NOT NULL,
  body text NOT NULL,
  signature text NOT NULL,
  released_on date NOT NULL,
  settled_sessions integer NOT NULL CHECK (settled_sessions >= 0),
  PRIMARY KEY (programme_id, period),
  FOREIGN KEY (programme_id, period) REFERENCES period (programme_id, label)
);
COMMENT ON TABLE usage_release IS
  'All that an employer is ever told about use; rows are never changed.';
COMMENT ON COLUMN usage_release.programme_id IS 'The programme.';
COMMENT ON COLUMN usage_release.period IS 'The period.';
COMMENT ON COLUMN usage_release.body IS 'The statement''s bytes as they were signed, base64url.';
COMMENT ON COLUMN usage_release.signature IS 'The vault''s Ed25519 signature, base64url.';
COMMENT ON COLUMN usage_release.released_on IS 'Day of release, from the body.';
COMMENT ON COLUMN usage_release.settled_sessions IS
  'Sessions that leave the displayed balance, from the body.';

CREATE TABLE settlement_release (
  programme_id uuid NOT NULL,
  period text NOT NULL,
  body text NOT NULL,
  signature text NOT NULL,
  settled_sessions integer NOT NULL CHECK (settled_sessions >= 0),
  entry_id uuid NOT NULL UNIQUE,
  PRIMARY KEY (programme_id, period),
  FOREIGN KEY (programme_id, period) REFERENCES period (programme_id, label)
);
COMMENT ON TABLE settlement_release IS 'What a period took from the employer''s prepayment.';
COMMENT ON COLUMN settlement_release.programme_id IS 'The programme.';
COMMENT ON COLUMN settlement_release.period IS 'The period.';
COMMENT ON COLUMN settlement_release.body IS 'The statement''s bytes as they were signed, base64url.';
COMMENT ON COLUMN settlement_release.signature IS 'The vault''s Ed25519 signature, base64url.';
COMMENT ON COLUMN settlement_release.settled_sessions IS 'Sessions settled, in lots of 10.';
COMMENT ON COLUMN settlement_release.entry_id IS
  'Id of the ledger''s entry; it is posted as soon as the prepayment covers it.';

CREATE TABLE vault_statement (
  type text PRIMARY KEY CHECK (type IN ('relay-key', 'directory')),
  body text NOT NULL,
  signature text NOT NULL
);
COMMENT ON TABLE vault_statement IS 'The latest public statement of each type, for clients to verify.';
COMMENT ON COLUMN vault_statement.type IS 'relay-key or directory.';
COMMENT ON COLUMN vault_statement.body IS 'The statement''s bytes as they were signed, base64url.';
COMMENT ON COLUMN vault_statement.signature IS 'The vault''s Ed25519 signature, base64url.';

CREATE FUNCTION release_refuse() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % refused: a release is made once and never revised', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
COMMENT ON FUNCTION release_refuse() IS 'Refuses a change of what was released, to everybody.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON usage_release
  FOR EACH STATEMENT EXECUTE FUNCTION release_refuse();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON settlement_release
  FOR EACH STATEMENT EXECUTE FUNCTION release_refuse();
ALTER TABLE usage_release ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE settlement_release ENABLE ALWAYS TRIGGER append_only;

GRANT SELECT, INSERT ON usage_release, settlement_release, vault_statement TO gateway_app;
GRANT UPDATE (body, signature) ON vault_statement TO gateway_app;
GRANT SELECT ON usage_release, settlement_release, vault_statement TO auditor;
