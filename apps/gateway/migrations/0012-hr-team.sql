-- HR's team: members who leave, second factors, and a record of what the team did.

ALTER TABLE hr_user ADD COLUMN removed_on date;
COMMENT ON COLUMN hr_user.removed_on IS
  'Day on which an administrator removed her; she cannot sign in until she is invited again.';

CREATE TABLE hr_second_factor (
  user_id uuid PRIMARY KEY REFERENCES hr_user (id),
  wrapped_secret bytea NOT NULL CHECK (octet_length(wrapped_secret) = 48),
  confirmed_on date,
  last_step bigint
);
COMMENT ON TABLE hr_second_factor IS 'Authenticator apps of HR users (TOTP, RFC 6238).';
COMMENT ON COLUMN hr_second_factor.user_id IS 'Whose it is.';
COMMENT ON COLUMN hr_second_factor.wrapped_secret IS
  'The shared secret under AES-256-GCM; the key is not here.';
COMMENT ON COLUMN hr_second_factor.confirmed_on IS
  'Day of the first right code; until then it is not asked for.';
COMMENT ON COLUMN hr_second_factor.last_step IS
  'Time step of the latest accepted code: a code counts once (RFC 6238, section 5.2).';

CREATE TABLE hr_recovery_code (
  user_id uuid NOT NULL REFERENCES hr_user (id),
  code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
  PRIMARY KEY (user_id, code_hash)
);
COMMENT ON TABLE hr_recovery_code IS 'Codes for a lost authenticator; a used one is deleted.';
COMMENT ON COLUMN hr_recovery_code.user_id IS 'Whose it is.';
COMMENT ON COLUMN hr_recovery_code.code_hash IS 'HMAC of a 64-bit random code.';

CREATE TABLE hr_action (
  id uuid PRIMARY KEY,
  employer_id uuid NOT NULL REFERENCES employer (id),
  number integer NOT NULL CHECK (number > 0),
  user_id uuid NOT NULL REFERENCES hr_user (id),
  action text NOT NULL CHECK (action ~ '^[A-Z_]{3,40}$'),
  subject text NOT NULL CHECK (char_length(subject) <= 300),
  done_at timestamptz NOT NULL,
  UNIQUE (employer_id, number)
);
COMMENT ON TABLE hr_action IS
  'What the people of an HR team did here, for that team alone. Nothing of members, nothing of care.';
COMMENT ON COLUMN hr_action.id IS 'Random UUID.';
COMMENT ON COLUMN hr_action.employer_id IS 'Whose team; nobody else reads it.';
COMMENT ON COLUMN hr_action.number IS 'Running number within the employer; a gap would show.';
COMMENT ON COLUMN hr_action.user_id IS 'Who of HR did it.';
COMMENT ON COLUMN hr_action.action IS 'What was done, one of a closed list.';
COMMENT ON COLUMN hr_action.subject IS
  'To what: a colleague''s e-mail, a programme''s name, a period or an invoice''s number.';
COMMENT ON COLUMN hr_action.done_at IS 'When; these are actions of HR staff who have signed in.';

CREATE FUNCTION action_refuse() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % refused: what was done stays written down', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
COMMENT ON FUNCTION action_refuse() IS 'Refuses a change of the record of actions, to everybody.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON hr_action
  FOR EACH STATEMENT EXECUTE FUNCTION action_refuse();
ALTER TABLE hr_action ENABLE ALWAYS TRIGGER append_only;

GRANT UPDATE (role, password_hash, removed_on) ON hr_user TO gateway_app;
GRANT DELETE ON hr_invitation TO gateway_app;
GRANT SELECT, INSERT, DELETE ON hr_second_factor TO gateway_app;
GRANT UPDATE (wrapped_secret, confirmed_on, last_step) ON hr_second_factor TO gateway_app;
GRANT SELECT, INSERT, DELETE ON hr_recovery_code TO gateway_app;
GRANT SELECT, INSERT ON hr_action TO gateway_app;
GRANT UPDATE (headcount) ON department TO gateway_app;
GRANT DELETE ON department TO gateway_app;

GRANT SELECT (removed_on) ON hr_user TO auditor;
REVOKE ALL ON hr_second_factor, hr_recovery_code FROM auditor;
GRANT SELECT (user_id, confirmed_on) ON hr_second_factor TO auditor;
GRANT SELECT ON hr_action TO auditor;
