-- Employers and the people of their HR departments. Members are not people here: see 0006.

SELECT ledger_grant('gateway_app', true), ledger_grant('auditor', false);

CREATE TABLE employer (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  session_price_minor bigint NOT NULL CHECK (session_price_minor > 0),
  tax_bps integer NOT NULL CHECK (tax_bps BETWEEN 0 AND 10000),
  owner_email text NOT NULL,
  created_on date NOT NULL,
  UNIQUE (owner_email, name)
);
COMMENT ON TABLE employer IS 'Customers: who buys session credits.';
COMMENT ON COLUMN employer.id IS 'Random UUID.';
COMMENT ON COLUMN employer.name IS 'Name on invoices.';
COMMENT ON COLUMN employer.country IS 'ISO 3166-1 alpha-2 code of the seat.';
COMMENT ON COLUMN employer.currency IS 'ISO 4217 code; one for the whole contract.';
COMMENT ON COLUMN employer.session_price_minor IS
  'Price of one session in minor units; one for everything, so that no invoice tells two apart.';
COMMENT ON COLUMN employer.tax_bps IS 'Tax on top of the net amount, in basis points.';
COMMENT ON COLUMN employer.owner_email IS 'Who was invited first; with the name, the natural key.';
COMMENT ON COLUMN employer.created_on IS 'Day of the contract.';

CREATE TABLE hr_user (
  id uuid PRIMARY KEY,
  employer_id uuid NOT NULL REFERENCES employer (id),
  email text NOT NULL UNIQUE CHECK (email = lower(email)),
  role text NOT NULL CHECK (role IN ('VIEWER', 'BILLING', 'ADMIN')),
  password_hash text NOT NULL,
  created_on date NOT NULL
);
COMMENT ON TABLE hr_user IS 'People who sign in for an employer.';
COMMENT ON COLUMN hr_user.id IS 'Random UUID.';
COMMENT ON COLUMN hr_user.employer_id IS 'Whom they act for.';
COMMENT ON COLUMN hr_user.email IS 'Lower case; unique over all employers.';
COMMENT ON COLUMN hr_user.role IS 'VIEWER reads releases; BILLING also buys; ADMIN also sets up.';
COMMENT ON COLUMN hr_user.password_hash IS 'argon2id in its own encoding, with salt and parameters.';
COMMENT ON COLUMN hr_user.created_on IS 'Day on which the invitation was accepted.';

CREATE TABLE hr_invitation (
  id uuid PRIMARY KEY,
  employer_id uuid NOT NULL REFERENCES employer (id),
  email text NOT NULL CHECK (email = lower(email)),
  role text NOT NULL CHECK (role IN ('VIEWER', 'BILLING', 'ADMIN')),
  expires_on date NOT NULL,
  accepted_on date,
  UNIQUE (employer_id, email)
);
COMMENT ON TABLE hr_invitation IS 'Who may set a password; the token is the id under a MAC.';
COMMENT ON COLUMN hr_invitation.id IS 'Random UUID; useless without the MAC key, which is not here.';
COMMENT ON COLUMN hr_invitation.employer_id IS 'Who invites.';
COMMENT ON COLUMN hr_invitation.email IS 'Who is invited, lower case.';
COMMENT ON COLUMN hr_invitation.role IS 'The role to be given.';
COMMENT ON COLUMN hr_invitation.expires_on IS 'Last day on which it can be accepted.';
COMMENT ON COLUMN hr_invitation.accepted_on IS 'Day of acceptance; once.';

CREATE TABLE hr_session (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  user_id uuid NOT NULL REFERENCES hr_user (id),
  expires_at timestamptz NOT NULL
);
CREATE INDEX hr_session_user ON hr_session (user_id);
CREATE INDEX hr_session_expiry ON hr_session (expires_at);
COMMENT ON TABLE hr_session IS 'Open sign-ins of HR; a row less is a sign-out. No address, no device.';
COMMENT ON COLUMN hr_session.token_hash IS 'SHA-256 of the random token in the encrypted cookie.';
COMMENT ON COLUMN hr_session.user_id IS 'Who has signed in.';
COMMENT ON COLUMN hr_session.expires_at IS 'End of the sign-in.';

GRANT SELECT, INSERT ON employer TO gateway_app;
GRANT SELECT, INSERT ON hr_user TO gateway_app;
GRANT SELECT, INSERT ON hr_invitation TO gateway_app;
GRANT UPDATE (role, expires_on, accepted_on) ON hr_invitation TO gateway_app;
GRANT SELECT, INSERT, DELETE ON hr_session TO gateway_app;

REVOKE ALL ON hr_user, hr_session FROM auditor;
GRANT SELECT ON employer, hr_invitation TO auditor;
GRANT SELECT (id, employer_id, email, role, created_on) ON hr_user TO auditor;
GRANT SELECT (user_id, expires_at) ON hr_session TO auditor;
