-- The gateway's schema. Nothing of care is in it: see test/trust/columns.reviewed.json.
-- Append-only from the first release on; until then this one file is changed in place.

-- The ledger, which both domains have (libs/billing).

-- include ../../../libs/billing/src/sql/ledger.sql
-- include ../../../libs/billing/src/sql/ledger-post.sql
-- include ../../../libs/billing/src/sql/ledger-seal.sql

-- Finished facts stay finished, even for the role that the gateway runs as.

CREATE FUNCTION refuse_backwards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is finished is not undone' USING ERRCODE = 'insufficient_privilege';
END $$;

COMMENT ON FUNCTION refuse_backwards() IS 'Refuses to undo what its trigger''s condition names.';

-- Employers and the people of their HR departments. Members are not people here: see below.

SELECT ledger_grant('gateway_app', true), ledger_grant('auditor', false);

CREATE TABLE employer (
  id uuid PRIMARY KEY,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  session_price_minor bigint NOT NULL CHECK (session_price_minor > 0),
  seat_price_minor bigint CHECK (seat_price_minor > 0),
  tax_bps integer NOT NULL CHECK (tax_bps BETWEEN 0 AND 10000),
  owner_email text NOT NULL,
  created_on date NOT NULL,
  contact_email text CHECK (contact_email = lower(contact_email)),
  deactivated_on date,
  contract_number text NOT NULL UNIQUE CHECK (contract_number ~ '^[A-Z0-9][A-Z0-9./-]{2,31}$'),
  ends_on date,
  end_number bigint CHECK (end_number > 0),
  CHECK (ends_on IS NULL OR end_number IS NOT NULL),
  UNIQUE (owner_email, name)
);
COMMENT ON TABLE employer IS 'Customers: who buys session credits.';
COMMENT ON COLUMN employer.id IS 'Random UUID.';
COMMENT ON COLUMN employer.name IS 'Name on invoices.';
COMMENT ON COLUMN employer.country IS 'ISO 3166-1 alpha-2 code of the seat.';
COMMENT ON COLUMN employer.currency IS 'ISO 4217 code; one for the whole contract.';
COMMENT ON COLUMN employer.session_price_minor IS
  'Price of one session in minor units; one for everything, so that no invoice tells two apart.';
COMMENT ON COLUMN employer.seat_price_minor IS
  'Flat price of a seat for a whole year that is proposed from now on; null: paid by sessions.';
COMMENT ON COLUMN employer.tax_bps IS 'Tax on top of the net amount, in basis points.';
COMMENT ON COLUMN employer.ends_on IS 'Last day of its programmes, announced to all members alike; null: no end is announced.';
COMMENT ON COLUMN employer.end_number IS 'Number of the last announcement, higher with each.';
COMMENT ON COLUMN employer.owner_email IS 'Who was invited first; with the name, the natural key.';
COMMENT ON COLUMN employer.created_on IS 'Day of the contract.';
COMMENT ON COLUMN employer.contact_email IS 'Who is asked about invoices; null: who was invited first.';
COMMENT ON COLUMN employer.deactivated_on IS
  'Day on which the contract ended: HR reads, and changes and buys nothing; null while it runs.';

COMMENT ON COLUMN employer.contract_number IS
  'By which the vault''s operator finds the contract: the vault is told it, and no name.';

CREATE TABLE hr_user (
  id uuid PRIMARY KEY,
  employer_id uuid NOT NULL REFERENCES employer (id),
  email text NOT NULL UNIQUE CHECK (email = lower(email)),
  role text NOT NULL CHECK (role IN ('VIEWER', 'BILLING', 'ADMIN')),
  password_hash text NOT NULL,
  created_on date NOT NULL,
  removed_on date
);
COMMENT ON TABLE hr_user IS 'People who sign in for an employer.';
COMMENT ON COLUMN hr_user.id IS 'Random UUID.';
COMMENT ON COLUMN hr_user.employer_id IS 'Whom they act for.';
COMMENT ON COLUMN hr_user.email IS 'Lower case; unique over all employers.';
COMMENT ON COLUMN hr_user.role IS 'VIEWER reads releases; BILLING also buys; ADMIN also sets up.';
COMMENT ON COLUMN hr_user.password_hash IS 'argon2id in its own encoding, with salt and parameters.';
COMMENT ON COLUMN hr_user.created_on IS 'Day on which the invitation was accepted.';
COMMENT ON COLUMN hr_user.removed_on IS
  'Day on which an administrator removed her; she cannot sign in until she is invited again.';

CREATE TABLE hr_invitation (
  id uuid PRIMARY KEY,
  employer_id uuid NOT NULL REFERENCES employer (id),
  email text NOT NULL CHECK (email = lower(email)),
  role text NOT NULL CHECK (role IN ('VIEWER', 'BILLING', 'ADMIN')),
  expires_on date NOT NULL,
  accepted_on date,
  without_second_factor boolean NOT NULL DEFAULT false,
  invited_by uuid REFERENCES hr_user (id),
  UNIQUE (employer_id, email)
);
COMMENT ON TABLE hr_invitation IS 'Who may set a password; the token is the id under a MAC.';
COMMENT ON COLUMN hr_invitation.id IS 'Random UUID; useless without the MAC key, which is not here.';
COMMENT ON COLUMN hr_invitation.employer_id IS 'Who invites.';
COMMENT ON COLUMN hr_invitation.email IS 'Who is invited, lower case.';
COMMENT ON COLUMN hr_invitation.role IS 'The role to be given.';
COMMENT ON COLUMN hr_invitation.expires_on IS 'Last day on which it can be accepted.';
COMMENT ON COLUMN hr_invitation.accepted_on IS 'Day of acceptance; once.';
COMMENT ON COLUMN hr_invitation.without_second_factor IS
  'Whether accepting it takes a second factor away: two operators have let her in so.';
COMMENT ON COLUMN hr_invitation.invited_by IS
  'The administrator who invited; her open links end with her role. NULL: operators did.';

CREATE TABLE hr_session (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  id uuid NOT NULL UNIQUE,
  user_id uuid NOT NULL REFERENCES hr_user (id),
  browser text NOT NULL CHECK (browser IN ('CHROME', 'EDGE', 'FIREFOX', 'SAFARI', 'OTHER')),
  used_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX hr_session_user ON hr_session (user_id);
CREATE INDEX hr_session_expiry ON hr_session (expires_at);
COMMENT ON TABLE hr_session IS 'Open sign-ins of HR; a row less is a sign-out. No address, no device.';
COMMENT ON COLUMN hr_session.token_hash IS 'SHA-256 of the random token in the encrypted cookie.';
COMMENT ON COLUMN hr_session.id IS 'Random UUID, by which its owner ends it from elsewhere.';
COMMENT ON COLUMN hr_session.user_id IS 'Who has signed in.';
COMMENT ON COLUMN hr_session.browser IS 'Family of the browser, as its page said: one of five words.';
COMMENT ON COLUMN hr_session.used_at IS
  'When it was last used, to the minute: a sign-in that nobody uses ends.';
COMMENT ON COLUMN hr_session.expires_at IS 'End of the sign-in at the latest.';

GRANT SELECT, INSERT ON employer TO gateway_app;
GRANT UPDATE (name, contact_email, deactivated_on, session_price_minor, seat_price_minor)
  ON employer TO gateway_app;
GRANT UPDATE (ends_on, end_number) ON employer TO gateway_app;
GRANT SELECT, INSERT ON hr_user TO gateway_app;
GRANT SELECT, INSERT ON hr_invitation TO gateway_app;
GRANT UPDATE (role, expires_on, accepted_on) ON hr_invitation TO gateway_app;
GRANT DELETE ON hr_invitation TO gateway_app;
GRANT SELECT, INSERT, DELETE ON hr_session TO gateway_app;
GRANT UPDATE (used_at) ON hr_session TO gateway_app;
REVOKE ALL ON hr_user, hr_session FROM auditor;
GRANT SELECT ON employer, hr_invitation TO auditor;
GRANT SELECT (id, employer_id, email, role, created_on) ON hr_user TO auditor;
GRANT UPDATE (role, password_hash, removed_on) ON hr_user TO gateway_app;
GRANT SELECT (removed_on) ON hr_user TO auditor;
GRANT SELECT (user_id, expires_at) ON hr_session TO auditor;

-- HR's team: members who leave, second factors, and a record of what the team did.

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

CREATE TABLE hr_passkey (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES hr_user (id),
  credential_id bytea NOT NULL UNIQUE CHECK (octet_length(credential_id) BETWEEN 1 AND 1023),
  public_key bytea NOT NULL,
  counter bigint NOT NULL CHECK (counter >= 0),
  transports text[] NOT NULL,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 60),
  added_on date NOT NULL,
  used_on date
);
CREATE INDEX hr_passkey_user ON hr_passkey (user_id);
COMMENT ON TABLE hr_passkey IS 'Passkeys of HR users: second factors (Web Authentication).';
COMMENT ON COLUMN hr_passkey.id IS 'Random UUID.';
COMMENT ON COLUMN hr_passkey.user_id IS 'Whose it is.';
COMMENT ON COLUMN hr_passkey.credential_id IS 'By which its device knows it.';
COMMENT ON COLUMN hr_passkey.public_key IS 'Public key (COSE); the private one leaves no device.';
COMMENT ON COLUMN hr_passkey.counter IS
  'How often its device says it was used: one that goes back is a copy. 0: it does not count.';
COMMENT ON COLUMN hr_passkey.transports IS 'How a browser reaches it, as that said.';
COMMENT ON COLUMN hr_passkey.name IS 'What its owner calls it.';
COMMENT ON COLUMN hr_passkey.added_on IS 'Day on which it was added.';
COMMENT ON COLUMN hr_passkey.used_on IS 'Day of its last use; null: never.';

CREATE TABLE hr_spent_challenge (
  challenge_hash bytea PRIMARY KEY CHECK (octet_length(challenge_hash) = 32),
  expires_at timestamptz NOT NULL
);
CREATE INDEX hr_spent_challenge_expiry ON hr_spent_challenge (expires_at);
COMMENT ON TABLE hr_spent_challenge IS
  'Challenges that passkeys have signed, kept until they expire: none is good twice.';
COMMENT ON COLUMN hr_spent_challenge.challenge_hash IS 'SHA-256 of the challenge.';
COMMENT ON COLUMN hr_spent_challenge.expires_at IS 'When the challenge stops being good by itself.';

CREATE TABLE hr_action (
  id uuid PRIMARY KEY,
  employer_id uuid NOT NULL REFERENCES employer (id),
  number integer NOT NULL CHECK (number > 0),
  user_id uuid REFERENCES hr_user (id),
  action text NOT NULL CHECK (action ~ '^[A-Z_]{3,40}$'),
  subject text NOT NULL CHECK (char_length(subject) <= 300),
  done_at timestamptz NOT NULL,
  operators text CHECK (operators ~ '^[a-z0-9, -]{2,80}$'),
  UNIQUE (employer_id, number),
  CHECK ((user_id IS NULL) = (operators IS NOT NULL))
);
COMMENT ON TABLE hr_action IS
  'What the people of an HR team did here, for that team alone. Nothing of members, nothing of care.';
COMMENT ON COLUMN hr_action.id IS 'Random UUID.';
COMMENT ON COLUMN hr_action.employer_id IS 'Whose team; nobody else reads it.';
COMMENT ON COLUMN hr_action.number IS 'Running number within the employer; a gap would show.';
COMMENT ON COLUMN hr_action.user_id IS 'Who of HR did it; null: operators did.';
COMMENT ON COLUMN hr_action.action IS 'What was done, one of a closed list.';
COMMENT ON COLUMN hr_action.subject IS
  'To what: a colleague''s e-mail, a programme''s name, a period or an invoice''s number.';
COMMENT ON COLUMN hr_action.done_at IS 'When; these are actions of HR staff who have signed in.';
COMMENT ON COLUMN hr_action.operators IS 'Names of the operators who did it to this team; else null.';

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

GRANT SELECT, INSERT, DELETE ON hr_second_factor TO gateway_app;
GRANT UPDATE (wrapped_secret, confirmed_on, last_step) ON hr_second_factor TO gateway_app;
GRANT SELECT, INSERT, DELETE ON hr_recovery_code TO gateway_app;
GRANT SELECT, INSERT, DELETE ON hr_passkey, hr_spent_challenge TO gateway_app;
GRANT UPDATE (counter, name, used_on) ON hr_passkey TO gateway_app;
GRANT SELECT, INSERT ON hr_action TO gateway_app;
REVOKE ALL ON hr_second_factor, hr_recovery_code, hr_passkey, hr_spent_challenge FROM auditor;
GRANT SELECT (user_id, confirmed_on) ON hr_second_factor TO auditor;
GRANT SELECT (user_id, added_on) ON hr_passkey TO auditor;
GRANT SELECT ON hr_action TO auditor;

-- Programmes, their departments, and benefit periods with what was frozen when they opened.

CREATE TABLE programme (
  id uuid PRIMARY KEY,
  employer_id uuid NOT NULL REFERENCES employer (id),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  sessions_per_member integer NOT NULL CHECK (sessions_per_member BETWEEN 1 AND 40),
  k integer NOT NULL CHECK (k BETWEEN 10 AND 100),
  created_on date NOT NULL,
  UNIQUE (employer_id, name)
);
COMMENT ON TABLE programme IS 'A benefit that an employer offers: so many sessions a member and period.';
COMMENT ON COLUMN programme.id IS 'Random UUID; known to the vault too, the only id that is.';
COMMENT ON COLUMN programme.employer_id IS 'Who offers it.';
COMMENT ON COLUMN programme.name IS 'Name, unique within the employer: the natural key.';
COMMENT ON COLUMN programme.sessions_per_member IS 'Session credits for each member and period.';
COMMENT ON COLUMN programme.k IS 'Smallest number of users, and of non-users, in a published group.';
COMMENT ON COLUMN programme.created_on IS 'Day of creation.';

CREATE TABLE department (
  id uuid PRIMARY KEY,
  programme_id uuid NOT NULL REFERENCES programme (id),
  site text NOT NULL CHECK (char_length(site) BETWEEN 1 AND 100),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  headcount integer NOT NULL CHECK (headcount BETWEEN 0 AND 1000000),
  UNIQUE (programme_id, site, name)
);
COMMENT ON TABLE department IS 'Departments by site, as the employer states them.';
COMMENT ON COLUMN department.id IS 'Random UUID.';
COMMENT ON COLUMN department.programme_id IS 'The programme that covers it.';
COMMENT ON COLUMN department.site IS 'Name of the site.';
COMMENT ON COLUMN department.name IS 'Name of the department at that site.';
COMMENT ON COLUMN department.headcount IS 'People in it, by the employer''s word; no list of them.';

GRANT UPDATE (headcount) ON department TO gateway_app;
GRANT DELETE ON department TO gateway_app;
GRANT UPDATE (sessions_per_member) ON programme TO gateway_app;

CREATE TABLE period (
  programme_id uuid NOT NULL REFERENCES programme (id),
  label text NOT NULL CHECK (label ~ '^[12]\d{3}-(?:0[1-9]|1[0-2])$'),
  opens date NOT NULL,
  closes date NOT NULL,
  releases date NOT NULL,
  k integer NOT NULL,
  sessions_per_member integer NOT NULL,
  seat_price_minor bigint CHECK (seat_price_minor > 0),
  opened_on date NOT NULL,
  refused_on date,
  refused_reason text CHECK (refused_reason IN
    ('not-confirmed', 'not-in-terms', 'replaces', 'odd-period', 'not-a-key', 'conflict', 'too-late',
     'other-before', 'unknown-rules', 'odd-terms', 'odd-rate', 'rate-rises', 'low-k', 'too-small',
     'too-many-blocks', 'withdrawn', 'declined-people',
     'declined-sessions', 'declined-price', 'declined-group', 'declined-year', 'declined-contract',
     'declined-other')),
  withdrawn_on date,
  terms text NOT NULL,
  confirm_by date NOT NULL,
  confirmed_on date,
  confirmed_by text CHECK (confirmed_by IN ('operator', 'automatic')),
  confirmation jsonb,
  proposal uuid NOT NULL DEFAULT gen_random_uuid(),
  PRIMARY KEY (programme_id, label),
  CHECK ((refused_on IS NULL) = (refused_reason IS NULL)),
  CHECK ((confirmed_on IS NULL) = (confirmed_by IS NULL)),
  CHECK ((confirmed_on IS NULL) = (confirmation IS NULL))
);
COMMENT ON TABLE period IS
  'Benefit periods, programme years; what counts is frozen when HR proposes one to the vault.';
COMMENT ON COLUMN period.programme_id IS 'The programme.';
COMMENT ON COLUMN period.label IS 'First month of the programme year, YYYY-MM.';
COMMENT ON COLUMN period.opens IS 'First day.';
COMMENT ON COLUMN period.closes IS 'First day after.';
COMMENT ON COLUMN period.releases IS 'Day on which the last of its numbers appear.';
COMMENT ON COLUMN period.k IS 'The threshold, frozen.';
COMMENT ON COLUMN period.sessions_per_member IS 'Session credits for each member, frozen.';
COMMENT ON COLUMN period.seat_price_minor IS
  'Flat price of a seat for the whole year, frozen; null: it is paid by sessions.';
COMMENT ON COLUMN period.opened_on IS 'Day on which HR proposed it.';
COMMENT ON COLUMN period.refused_on IS
  'Day on which the vault first refused its terms or keys; means something while a key is not mirrored.';
COMMENT ON COLUMN period.refused_reason IS 'Why, in the vault''s word (libs/contracts, values.ts).';
COMMENT ON COLUMN period.withdrawn_on IS
  'Day on which HR took the proposal back; the vault''s answer is a refusal, or that it was confirmed before.';
COMMENT ON COLUMN period.terms IS 'What was proposed, canonical JSON: departments are numbers, in the order of site and name.';
COMMENT ON COLUMN period.confirm_by IS 'Day by which the vault''s operator is to have confirmed it.';
COMMENT ON COLUMN period.confirmed_on IS 'Day on which the vault''s word came; null while it waits.';
COMMENT ON COLUMN period.confirmed_by IS 'operator: one at the vault has compared it with the contract; automatic: nobody has.';
COMMENT ON COLUMN period.confirmation IS 'The vault''s signed word, to be handed back to it after a restore.';
COMMENT ON COLUMN period.proposal IS 'Random id of the proposal: a refusal names it, so that it is never about another one.';

GRANT UPDATE (refused_on, refused_reason, withdrawn_on) ON period TO gateway_app;
GRANT UPDATE (confirmed_on, confirmed_by, confirmation) ON period TO gateway_app;

CREATE TABLE period_leaf (
  programme_id uuid NOT NULL,
  period text NOT NULL,
  leaf text NOT NULL CHECK (leaf ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (programme_id, period),
  FOREIGN KEY (programme_id, period) REFERENCES period (programme_id, label)
);
COMMENT ON TABLE period_leaf IS
  'Periods whose terms are in the vault''s log; the words on their letters are made of the leaf.';
COMMENT ON COLUMN period_leaf.programme_id IS 'The programme.';
COMMENT ON COLUMN period_leaf.period IS 'The period.';
COMMENT ON COLUMN period_leaf.leaf IS 'Hash of the leaf, hexadecimal.';

GRANT SELECT, INSERT ON period_leaf TO gateway_app;
GRANT SELECT ON period_leaf TO auditor;

CREATE TABLE block (
  programme_id uuid NOT NULL,
  period text NOT NULL,
  block text NOT NULL CHECK (block ~ '^B[1-9]\d{0,3}$'),
  label text NOT NULL,
  headcount integer NOT NULL CHECK (headcount > 0),
  spare integer NOT NULL CHECK (spare BETWEEN 0 AND headcount / 10),
  PRIMARY KEY (programme_id, period, block),
  FOREIGN KEY (programme_id, period) REFERENCES period (programme_id, label)
);
COMMENT ON TABLE block IS 'Reporting blocks, planned from headcounts alone, at least 60 people each.';
COMMENT ON COLUMN block.programme_id IS 'The programme.';
COMMENT ON COLUMN block.period IS 'The period.';
COMMENT ON COLUMN block.block IS 'B1, B2, … within the period.';
COMMENT ON COLUMN block.label IS 'The sites and departments in it, readable.';
COMMENT ON COLUMN block.headcount IS 'People in it at the start, frozen.';
COMMENT ON COLUMN block.spare IS 'Seats in it for people who join: in no headcount.';

CREATE TABLE seat_range (
  id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  programme_id uuid NOT NULL,
  period text NOT NULL,
  first_number integer NOT NULL CHECK (first_number > 0),
  headcount integer NOT NULL CHECK (headcount > 0),
  site text NOT NULL,
  department text NOT NULL,
  block text NOT NULL,
  kind text NOT NULL DEFAULT 'EVERYBODY' CHECK (kind IN ('EVERYBODY', 'LOST', 'JOINED')),
  ordered_on date,
  handed_out_on date,
  CHECK ((kind = 'EVERYBODY') = (ordered_on IS NULL)),
  PRIMARY KEY (programme_id, period, first_number),
  FOREIGN KEY (programme_id, period, block) REFERENCES block (programme_id, period, block)
);
COMMENT ON TABLE seat_range IS
  'Which letters a department gets at once: numbers in a row. Who gets one is nowhere.';
COMMENT ON COLUMN seat_range.id IS 'Random UUID: HR is told no number of a letter.';
COMMENT ON COLUMN seat_range.programme_id IS 'The programme.';
COMMENT ON COLUMN seat_range.period IS 'The period.';
COMMENT ON COLUMN seat_range.first_number IS 'Number of the department''s first letter.';
COMMENT ON COLUMN seat_range.headcount IS 'How many letters it gets.';
COMMENT ON COLUMN seat_range.site IS 'Name of the site, frozen.';
COMMENT ON COLUMN seat_range.department IS 'Name of the department, frozen.';
COMMENT ON COLUMN seat_range.block IS 'The reporting block that its people belong to.';
COMMENT ON COLUMN seat_range.kind IS
  'EVERYBODY: as the period opened; LOST or JOINED: spare ones that HR ordered later.';
COMMENT ON COLUMN seat_range.ordered_on IS 'Day on which HR ordered spare ones.';
COMMENT ON COLUMN seat_range.handed_out_on IS 'Day on which HR marked them as handed out.';

GRANT UPDATE (handed_out_on) ON seat_range TO gateway_app;

CREATE TABLE print_file (
  id uuid PRIMARY KEY,
  programme_id uuid NOT NULL,
  period text NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  first_number integer NOT NULL CHECK (first_number > 0),
  last_number integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('PRINTER', 'FOLDED')),
  key_fingerprint text CHECK (key_fingerprint ~ '^([0-9a-f]{4}-){7}[0-9a-f]{4}$'),
  operator text NOT NULL CHECK (operator ~ '^[a-z][a-z0-9-]{1,31}$'),
  made_on date NOT NULL,
  UNIQUE (programme_id, period, number),
  FOREIGN KEY (programme_id, period) REFERENCES period (programme_id, label),
  CHECK (last_number >= first_number),
  CHECK ((kind = 'PRINTER') = (key_fingerprint IS NOT NULL))
);
COMMENT ON TABLE print_file IS
  'Files of letters that were made: how many, by whom, for which printer. The files are not here.';
COMMENT ON COLUMN print_file.id IS 'Random UUID.';
COMMENT ON COLUMN print_file.programme_id IS 'The programme.';
COMMENT ON COLUMN print_file.period IS 'The period.';
COMMENT ON COLUMN print_file.number IS 'Running number within the period; a gap would show.';
COMMENT ON COLUMN print_file.first_number IS 'Number of its first letter.';
COMMENT ON COLUMN print_file.last_number IS 'Number of its last letter; all between are in it.';
COMMENT ON COLUMN print_file.kind IS
  'PRINTER: encrypted to a printer''s key; FOLDED: to be folded and glued by whoever made it.';
COMMENT ON COLUMN print_file.key_fingerprint IS
  'Of the printer''s public key, by which people compare it; null where it is not encrypted.';
COMMENT ON COLUMN print_file.operator IS 'Name of the operator who made it.';
COMMENT ON COLUMN print_file.made_on IS 'Day.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON print_file
  FOR EACH STATEMENT EXECUTE FUNCTION action_refuse();
ALTER TABLE print_file ENABLE ALWAYS TRIGGER append_only;

GRANT SELECT, INSERT ON print_file TO gateway_app;
GRANT SELECT ON print_file TO auditor;
GRANT SELECT, INSERT ON programme, department, period, block, seat_range TO gateway_app;
GRANT SELECT ON programme, department, period, block, seat_range TO auditor;

-- Issuer keys, eligibility codes and issuance. No name, no address, no time of claiming or issuing.

CREATE TABLE issuer_key (
  key_id text PRIMARY KEY CHECK (key_id ~ '^[0-9a-f]{64}$'),
  programme_id uuid NOT NULL,
  period text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('entry', 'session')),
  block text,
  spki bytea NOT NULL,
  wrapped_private bytea NOT NULL,
  not_before date NOT NULL,
  not_after date NOT NULL,
  mirrored_on date,
  CHECK ((kind = 'entry') = (block IS NOT NULL)),
  UNIQUE NULLS NOT DISTINCT (programme_id, period, kind, block),
  FOREIGN KEY (programme_id, period) REFERENCES period (programme_id, label),
  FOREIGN KEY (programme_id, period, block) REFERENCES block (programme_id, period, block)
);
COMMENT ON TABLE issuer_key IS 'RSA-2048 keys for blind signing; one a use, never changed.';
COMMENT ON COLUMN issuer_key.key_id IS 'SHA-256 of the SubjectPublicKeyInfo, hex.';
COMMENT ON COLUMN issuer_key.programme_id IS 'The programme.';
COMMENT ON COLUMN issuer_key.period IS 'The period.';
COMMENT ON COLUMN issuer_key.kind IS 'entry (opens a case) or session (funds a session).';
COMMENT ON COLUMN issuer_key.block IS 'Reporting block of an entry key.';
COMMENT ON COLUMN issuer_key.spki IS 'Public key, DER.';
COMMENT ON COLUMN issuer_key.wrapped_private IS
  'Private key (PKCS #8) under AES-256-GCM: nonce, ciphertext, tag; bound to the other columns.';
COMMENT ON COLUMN issuer_key.not_before IS 'First day of validity.';
COMMENT ON COLUMN issuer_key.not_after IS 'Last day of validity.';
COMMENT ON COLUMN issuer_key.mirrored_on IS
  'Day on which the vault confirmed its copy; before that nothing is signed with it.';

CREATE TABLE eligibility_code (
  code_hash bytea PRIMARY KEY CHECK (octet_length(code_hash) = 32),
  programme_id uuid NOT NULL,
  period text NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  block text NOT NULL,
  claim_key_hash bytea CHECK (octet_length(claim_key_hash) = 32),
  wallet_key_hash bytea CHECK (octet_length(wallet_key_hash) = 32),
  UNIQUE (programme_id, period, number),
  FOREIGN KEY (programme_id, period, block) REFERENCES block (programme_id, period, block),
  CHECK (wallet_key_hash IS NULL OR claim_key_hash IS NOT NULL)
) WITH (fillfactor = 80);
COMMENT ON TABLE eligibility_code IS
  'Codes for everyone at once; whether one was claimed is shown to nobody outside.';
COMMENT ON COLUMN eligibility_code.code_hash IS 'HMAC of the code under a key that is not here.';
COMMENT ON COLUMN eligibility_code.programme_id IS 'The programme.';
COMMENT ON COLUMN eligibility_code.period IS 'The period.';
COMMENT ON COLUMN eligibility_code.number IS 'Number of the letter, from 1.';
COMMENT ON COLUMN eligibility_code.block IS 'Reporting block of the letter''s department.';
COMMENT ON COLUMN eligibility_code.claim_key_hash IS
  'HMAC of the key that the code is bound to since its first claim: one of a device that had no '
  'wallet yet, or one that nobody else has seen.';
COMMENT ON COLUMN eligibility_code.wallet_key_hash IS
  'HMAC of the wallet''s claim key, to which the code passed from the key of the first claim; of a '
  'wallet that was there before, at once.';

CREATE TABLE issuance (
  member bytea NOT NULL CHECK (octet_length(member) = 32),
  programme_id uuid NOT NULL,
  period text NOT NULL,
  batch_hash bytea NOT NULL CHECK (octet_length(batch_hash) = 32),
  sessions integer NOT NULL CHECK (sessions BETWEEN 1 AND 40),
  PRIMARY KEY (member, period),
  FOREIGN KEY (programme_id, period) REFERENCES period (programme_id, label)
);
COMMENT ON TABLE issuance IS
  'One row a member and period: the allowance, used up as a whole by one batch.';
COMMENT ON COLUMN issuance.member IS
  'HMAC(pepper, programme, subject): a keyed pseudonym, no name and no e-mail.';
COMMENT ON COLUMN issuance.programme_id IS 'The programme.';
COMMENT ON COLUMN issuance.period IS 'The period.';
COMMENT ON COLUMN issuance.batch_hash IS
  'SHA-256 of the blinded batch: the same batch is signed again, another one is refused.';
COMMENT ON COLUMN issuance.sessions IS 'Session credits in the batch, beside the one entry credit.';

GRANT SELECT, INSERT ON issuer_key, eligibility_code, issuance TO gateway_app;
GRANT UPDATE (mirrored_on) ON issuer_key TO gateway_app;
GRANT UPDATE (claim_key_hash) ON eligibility_code TO gateway_app;
REVOKE ALL ON issuer_key, eligibility_code FROM auditor;
GRANT SELECT (key_id, programme_id, period, kind, block, spki, not_before, not_after, mirrored_on)
  ON issuer_key TO auditor;
GRANT SELECT (programme_id, period, number, block) ON eligibility_code TO auditor;
GRANT UPDATE (wallet_key_hash) ON eligibility_code TO gateway_app;

CREATE UNIQUE INDEX eligibility_code_one_letter
  ON eligibility_code ((coalesce(wallet_key_hash, claim_key_hash)));

GRANT SELECT ON issuance TO auditor;

CREATE TABLE ended_proposal (
  proposal uuid PRIMARY KEY,
  programme_id uuid NOT NULL REFERENCES programme (id),
  period text NOT NULL
);
COMMENT ON TABLE ended_proposal IS
  'Proposals that the vault refused, before others took their place: a restored vault is told.';
COMMENT ON COLUMN ended_proposal.proposal IS 'Random id of the proposal.';
COMMENT ON COLUMN ended_proposal.programme_id IS 'The programme.';
COMMENT ON COLUMN ended_proposal.period IS 'The period that it was for.';
GRANT SELECT ON ended_proposal TO gateway_app, auditor;

-- A period whose terms the vault refused before they were confirmed is proposed anew. Nobody has a
-- letter of it: keys and codes of what was never confirmed are good for nothing.
CREATE FUNCTION forget_refused(of uuid, refused text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM FROM period WHERE programme_id = of AND label = refused
    AND refused_reason IS NOT NULL AND confirmed_on IS NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  INSERT INTO ended_proposal (programme_id, period, proposal)
    SELECT programme_id, label, proposal FROM period WHERE programme_id = of AND label = refused;
  DELETE FROM eligibility_code WHERE programme_id = of AND period = refused;
  DELETE FROM issuer_key WHERE programme_id = of AND period = refused;
  DELETE FROM seat_range WHERE programme_id = of AND period = refused;
  DELETE FROM block WHERE programme_id = of AND period = refused;
  DELETE FROM period WHERE programme_id = of AND label = refused;
END $$;
COMMENT ON FUNCTION forget_refused(uuid, text) IS
  'Makes room for other terms of a period, where the vault refused those that wait.';
REVOKE ALL ON FUNCTION forget_refused(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_refused(uuid, text) TO gateway_app;

CREATE TRIGGER forward_only BEFORE UPDATE ON eligibility_code
  FOR EACH ROW WHEN (OLD.claim_key_hash IS NOT NULL
    AND NEW.claim_key_hash IS DISTINCT FROM OLD.claim_key_hash)
  EXECUTE FUNCTION refuse_backwards();

CREATE TRIGGER passes_once BEFORE UPDATE ON eligibility_code
  FOR EACH ROW WHEN (OLD.wallet_key_hash IS NOT NULL
    AND NEW.wallet_key_hash IS DISTINCT FROM OLD.wallet_key_hash)
  EXECUTE FUNCTION refuse_backwards();

-- Issued batches, for wallets that ask again; and a claim key is for one letter.

CREATE TABLE issued_entry (
  cover_key bytea NOT NULL CHECK (octet_length(cover_key) = 32),
  piece smallint NOT NULL CHECK (piece BETWEEN 0 AND 255),
  place bigint NOT NULL CHECK (place BETWEEN 0 AND 4294967295),
  sealed bytea NOT NULL CHECK (octet_length(sealed) = 2435),
  PRIMARY KEY (cover_key, piece)
);
-- Random bytes: in its row a piece is written once, neither compressed nor cut into a second table.
ALTER TABLE issued_entry ALTER COLUMN sealed SET STORAGE PLAIN;
CREATE INDEX issued_entry_place ON issued_entry (place);
COMMENT ON TABLE issued_entry IS
  'Blind signatures as they were issued, each piece sealed under a key that only the wallet has; '
  'they are served in files of many wallets'' entries. No member, no date, no order.';
COMMENT ON COLUMN issued_entry.cover_key IS
  'Key of the layer that is made anew for every file; it opens nothing of what is in the piece.';
COMMENT ON COLUMN issued_entry.piece IS 'Number of the piece; 255: the letter is claimed, no more.';
COMMENT ON COLUMN issued_entry.place IS 'The wallet''s place, whose first bits name its file.';
COMMENT ON COLUMN issued_entry.sealed IS
  'The piece under AES-256-GCM with a key from the claim key, which is kept nowhere here.';

GRANT SELECT, INSERT ON issued_entry TO gateway_app;
REVOKE ALL ON issued_entry FROM auditor;

COMMENT ON INDEX eligibility_code_one_letter IS 'A claim key holds one letter, and no other.';

-- Orders, invoices and payments. The money itself is in the ledger.

CREATE TABLE invoice (
  id uuid PRIMARY KEY,
  programme_id uuid NOT NULL REFERENCES programme (id),
  idempotency_key uuid NOT NULL,
  request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  method text NOT NULL CHECK (method IN ('INVOICE', 'CARD')),
  status text NOT NULL CHECK (status IN ('CHARGING', 'DECLINED', 'OPEN', 'PAID', 'CANCELLED')),
  number text UNIQUE,
  sessions integer NOT NULL CHECK (sessions > 0),
  unit_price_minor bigint NOT NULL,
  net_minor bigint NOT NULL,
  tax_bps integer NOT NULL,
  tax_minor bigint NOT NULL,
  total_minor bigint NOT NULL,
  currency text NOT NULL,
  issued_on date,
  due_on date,
  paid_on date,
  card_token text,
  decline_reason text,
  ordered_by uuid REFERENCES hr_user (id),
  cancelled_on date,
  buyer_name text,
  funding_id uuid UNIQUE,
  period text,
  seats integer CHECK (seats > 0),
  CHECK (total_minor = net_minor + tax_minor),
  CHECK ((status IN ('OPEN', 'PAID', 'CANCELLED')) = (number IS NOT NULL)),
  CHECK ((status = 'PAID') = (paid_on IS NOT NULL)),
  UNIQUE (programme_id, idempotency_key),
  FOREIGN KEY (programme_id, period) REFERENCES period (programme_id, label),
  CHECK ((period IS NULL) = (seats IS NULL)),
  CONSTRAINT invoice_year UNIQUE (programme_id, period),
  CONSTRAINT invoice_cancelled CHECK ((status = 'CANCELLED') = (cancelled_on IS NOT NULL)),
  CONSTRAINT invoice_funded CHECK ((status = 'PAID') = (funding_id IS NOT NULL))
);
COMMENT ON TABLE invoice IS 'What an employer ordered: charged to a card at once, or invoiced.';
COMMENT ON COLUMN invoice.id IS 'Random UUID; also the card charge''s and the funding''s key.';
COMMENT ON COLUMN invoice.programme_id IS 'The programme that the credits are for.';
COMMENT ON COLUMN invoice.idempotency_key IS 'Given by the client: the same key orders once.';
COMMENT ON COLUMN invoice.request_hash IS 'SHA-256 of the order: another one under the key conflicts.';
COMMENT ON COLUMN invoice.method IS 'INVOICE or CARD.';
COMMENT ON COLUMN invoice.status IS
  'CHARGING and DECLINED are no invoices yet; OPEN waits; PAID; CANCELLED before it was paid.';
COMMENT ON COLUMN invoice.number IS 'Invoice number, given when it is issued.';
COMMENT ON COLUMN invoice.sessions IS 'Session credits.';
COMMENT ON COLUMN invoice.period IS
  'The year whose flat price it asks for, once; null: sessions that HR ordered.';
COMMENT ON COLUMN invoice.seats IS 'Seats of that year, those for people who join included.';
COMMENT ON COLUMN invoice.unit_price_minor IS 'Price of one session, or of one seat, in minor units.';
COMMENT ON COLUMN invoice.net_minor IS 'Net amount in minor units.';
COMMENT ON COLUMN invoice.tax_bps IS 'Tax rate in basis points of the net amount, frozen.';
COMMENT ON COLUMN invoice.tax_minor IS 'Tax in minor units.';
COMMENT ON COLUMN invoice.total_minor IS 'Net and tax.';
COMMENT ON COLUMN invoice.currency IS 'ISO 4217 code.';
COMMENT ON COLUMN invoice.issued_on IS 'Day of issue.';
COMMENT ON COLUMN invoice.due_on IS 'Day on which it is due.';
COMMENT ON COLUMN invoice.paid_on IS 'Day on which it was paid in full.';
COMMENT ON COLUMN invoice.card_token IS 'The processor''s token, only while the charge is open.';
COMMENT ON COLUMN invoice.decline_reason IS 'Why the card was declined.';
COMMENT ON COLUMN invoice.ordered_by IS
  'Who of HR placed the order; none for orders of before this column.';
COMMENT ON COLUMN invoice.cancelled_on IS 'Day on which it was cancelled.';
COMMENT ON COLUMN invoice.buyer_name IS
  'The customer''s name when it was issued: what was printed stays, whatever she is called later.';
COMMENT ON COLUMN invoice.funding_id IS
  'Random id of the funding in the vault while it is paid: another one each time that it is.';

CREATE TABLE payment (
  reference text NOT NULL CHECK (char_length(reference) BETWEEN 1 AND 100),
  invoice_id uuid NOT NULL REFERENCES invoice (id),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  channel text NOT NULL CHECK (channel IN ('BANK', 'CARD')),
  received_on date NOT NULL,
  entry_id uuid NOT NULL REFERENCES journal_entry (id),
  reversed_on date,
  reversal_entry_id uuid UNIQUE REFERENCES journal_entry (id),
  reversal_reason text CHECK (char_length(reversal_reason) BETWEEN 1 AND 200),
  withdrawn_funding_id uuid UNIQUE,
  reference_key text NOT NULL CHECK (char_length(reference_key) BETWEEN 1 AND 2000),
  PRIMARY KEY (entry_id),
  CONSTRAINT payment_reversed CHECK (
    (reversed_on IS NULL) = (reversal_entry_id IS NULL)
    AND (reversed_on IS NULL) = (reversal_reason IS NULL)
    AND (withdrawn_funding_id IS NULL OR reversed_on IS NOT NULL))
);
CREATE INDEX payment_invoice ON payment (invoice_id);
CREATE UNIQUE INDEX payment_reference ON payment (reference_key) WHERE reversed_on IS NULL;
COMMENT ON TABLE payment IS
  'Money received for an invoice; a reference counts once, and again after it was reversed.';
COMMENT ON COLUMN payment.reference IS 'The bank''s or processor''s reference, as it was typed.';
COMMENT ON COLUMN payment.reference_key IS
  'The reference without case, width and doubled spaces: what is the same for a reader is one.';
COMMENT ON COLUMN payment.invoice_id IS 'The invoice that it pays.';
COMMENT ON COLUMN payment.amount_minor IS 'Amount in minor units of the invoice''s currency.';
COMMENT ON COLUMN payment.channel IS 'BANK or CARD.';
COMMENT ON COLUMN payment.received_on IS 'Day of receipt.';
COMMENT ON COLUMN payment.entry_id IS 'The ledger''s entry.';
COMMENT ON COLUMN payment.reversed_on IS 'Day on which it was taken back; null: it counts.';
COMMENT ON COLUMN payment.reversal_entry_id IS 'The ledger''s entry that takes it back.';
COMMENT ON COLUMN payment.reversal_reason IS 'Why, in the operator''s words: the customer reads them.';
COMMENT ON COLUMN payment.withdrawn_funding_id IS
  'The funding that ended with it; null where the invoice was not paid, or stayed so.';

GRANT SELECT, INSERT ON invoice, payment TO gateway_app;
GRANT UPDATE (status, number, issued_on, due_on, paid_on, card_token, decline_reason)
  ON invoice TO gateway_app;
REVOKE ALL ON invoice FROM auditor;
GRANT SELECT (id, programme_id, idempotency_key, method, status, number, sessions,
  unit_price_minor, net_minor, tax_bps, tax_minor, total_minor, currency, issued_on, due_on, paid_on,
  decline_reason) ON invoice TO auditor;
GRANT SELECT (ordered_by, period, seats) ON invoice TO auditor;
GRANT UPDATE (cancelled_on, buyer_name) ON invoice TO gateway_app;
GRANT SELECT (cancelled_on, buyer_name) ON invoice TO auditor;
GRANT UPDATE (funding_id) ON invoice TO gateway_app;
GRANT SELECT (funding_id) ON invoice TO auditor;
GRANT SELECT ON payment TO auditor;
GRANT UPDATE (reversed_on, reversal_entry_id, reversal_reason, withdrawn_funding_id)
  ON payment TO gateway_app;

CREATE TRIGGER forward_only BEFORE UPDATE ON payment
  FOR EACH ROW WHEN (OLD.reversed_on IS NOT NULL OR (OLD.reference, OLD.invoice_id,
    OLD.amount_minor, OLD.channel, OLD.received_on, OLD.entry_id, OLD.reference_key)
    IS DISTINCT FROM (NEW.reference, NEW.invoice_id, NEW.amount_minor, NEW.channel,
    NEW.received_on, NEW.entry_id, NEW.reference_key))
  EXECUTE FUNCTION refuse_backwards();
ALTER TABLE payment ENABLE ALWAYS TRIGGER forward_only;

CREATE TRIGGER forward_only BEFORE UPDATE ON invoice
  FOR EACH ROW WHEN ((OLD.status IN ('DECLINED', 'CANCELLED') AND NEW.status <> OLD.status)
    OR (OLD.status = 'PAID' AND NEW.status NOT IN ('PAID', 'OPEN')))
  EXECUTE FUNCTION refuse_backwards();

-- Invoice numbers without a gap, which a sequence leaves whenever a transaction is undone.

CREATE TABLE invoice_counter (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  last bigint NOT NULL CHECK (last >= 0)
);
COMMENT ON TABLE invoice_counter IS 'The running number of invoices: one row, taken with the invoice.';
COMMENT ON COLUMN invoice_counter.one IS 'Always true: there is one row.';
COMMENT ON COLUMN invoice_counter.last IS 'Running number of the latest invoice.';

INSERT INTO invoice_counter (last) VALUES (0);

GRANT SELECT, UPDATE ON invoice_counter TO gateway_app;
GRANT SELECT ON invoice_counter TO auditor;

-- What operators did, by name; a way back in for an HR team that two operators open together; and
-- money that is sent back.

CREATE TABLE operator_deed (
  id uuid PRIMARY KEY,
  number integer NOT NULL UNIQUE CHECK (number > 0),
  operator text CHECK (operator ~ '^[a-z][a-z0-9-]{1,31}$'),
  deed text NOT NULL CHECK (deed ~ '^[a-zA-Z]{3,60}$'),
  subject text NOT NULL CHECK (subject ~ '^[A-Za-z0-9-]{0,60}$'),
  outcome text CHECK (outcome ~ '^[A-Z_]{3,40}$'),
  done_on date NOT NULL
);
COMMENT ON TABLE operator_deed IS
  'What operators did here, and were refused. No person is named but they. Added, never changed.';
COMMENT ON COLUMN operator_deed.id IS 'Random UUID.';
COMMENT ON COLUMN operator_deed.number IS 'Running number; a gap would show.';
COMMENT ON COLUMN operator_deed.operator IS 'Name by the token; null: a token that nobody has.';
COMMENT ON COLUMN operator_deed.deed IS 'Name of the mutation, or of the query that was refused.';
COMMENT ON COLUMN operator_deed.subject IS
  'Id of the customer, programme or request, or number of the invoice.';
COMMENT ON COLUMN operator_deed.outcome IS
  'DONE, or the code of the refusal; null until then: it is written down before it is done.';
COMMENT ON COLUMN operator_deed.done_on IS 'Day.';

CREATE INDEX operator_deed_unknown ON operator_deed (done_on) WHERE operator IS NULL;

CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON operator_deed
  FOR EACH STATEMENT EXECUTE FUNCTION action_refuse();
ALTER TABLE operator_deed ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER forward_only BEFORE UPDATE ON operator_deed
  FOR EACH ROW WHEN (OLD.outcome IS NOT NULL OR (OLD.id, OLD.number, OLD.operator, OLD.deed,
    OLD.done_on) IS DISTINCT FROM (NEW.id, NEW.number, NEW.operator, NEW.deed, NEW.done_on))
  EXECUTE FUNCTION refuse_backwards();
ALTER TABLE operator_deed ENABLE ALWAYS TRIGGER forward_only;

CREATE TABLE hr_let_in (
  id uuid PRIMARY KEY,
  employer_id uuid NOT NULL REFERENCES employer (id),
  email text NOT NULL CHECK (email = lower(email)),
  without_second_factor boolean NOT NULL,
  asked_by text NOT NULL,
  expires_on date NOT NULL,
  confirmed_by text,
  CHECK (confirmed_by <> asked_by)
);
COMMENT ON TABLE hr_let_in IS
  'Requests to let somebody administrate a team that cannot help itself; two operators, never one.';
COMMENT ON COLUMN hr_let_in.id IS 'Random UUID.';
COMMENT ON COLUMN hr_let_in.employer_id IS 'Whose team.';
COMMENT ON COLUMN hr_let_in.email IS 'Who of HR is to administrate, lower case.';
COMMENT ON COLUMN hr_let_in.without_second_factor IS 'Whether her second factor is taken away too.';
COMMENT ON COLUMN hr_let_in.asked_by IS 'Name of the operator who asked.';
COMMENT ON COLUMN hr_let_in.expires_on IS 'Last day on which another operator can confirm.';
COMMENT ON COLUMN hr_let_in.confirmed_by IS 'Name of the other operator, who confirmed; null: nobody yet.';

CREATE TABLE payment_return (
  reference_key text PRIMARY KEY CHECK (char_length(reference_key) BETWEEN 1 AND 2000),
  reference text NOT NULL CHECK (char_length(reference) BETWEEN 1 AND 100),
  invoice_id uuid NOT NULL REFERENCES invoice (id),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  returned_on date NOT NULL,
  entry_id uuid NOT NULL UNIQUE REFERENCES journal_entry (id)
);
CREATE INDEX payment_return_invoice ON payment_return (invoice_id);
COMMENT ON TABLE payment_return IS 'Money sent back that lay in suspense; a reference counts once.';
COMMENT ON COLUMN payment_return.reference_key IS
  'The reference without case, width and doubled spaces: what is the same for a reader is one.';
COMMENT ON COLUMN payment_return.reference IS
  'The bank''s reference of the transfer, as it was typed.';
COMMENT ON COLUMN payment_return.invoice_id IS 'The invoice for which too much was received.';
COMMENT ON COLUMN payment_return.amount_minor IS 'Amount in minor units of the invoice''s currency.';
COMMENT ON COLUMN payment_return.returned_on IS 'Day on which it was recorded.';
COMMENT ON COLUMN payment_return.entry_id IS 'The ledger''s entry.';

GRANT SELECT, INSERT ON operator_deed, hr_let_in, payment_return TO gateway_app;
GRANT UPDATE (subject, outcome) ON operator_deed TO gateway_app;
GRANT UPDATE (confirmed_by) ON hr_let_in TO gateway_app;
GRANT SELECT ON operator_deed, hr_let_in, payment_return TO auditor;

-- What the vault says, signed: releases (append-only) and the latest public statements.

CREATE TABLE report_release (
  programme_id uuid NOT NULL,
  report text NOT NULL CHECK (report ~ '^[12]\d{3}-(?:0[1-9]|1[0-2])\.[1-4]$'),
  period text NOT NULL,
  body text NOT NULL,
  signature text NOT NULL,
  released_on date NOT NULL,
  settled_sessions integer NOT NULL CHECK (settled_sessions >= 0),
  entry_id uuid NOT NULL UNIQUE,
  PRIMARY KEY (programme_id, report),
  FOREIGN KEY (programme_id, period) REFERENCES period (programme_id, label)
);
COMMENT ON TABLE report_release IS
  'All that an employer is ever told about use; rows are never changed.';
COMMENT ON COLUMN report_release.programme_id IS 'The programme.';
COMMENT ON COLUMN report_release.report IS 'The reporting period.';
COMMENT ON COLUMN report_release.period IS 'The benefit period that it is of.';
COMMENT ON COLUMN report_release.body IS 'The statement''s bytes as they were signed, base64url.';
COMMENT ON COLUMN report_release.signature IS 'The vault''s Ed25519 signature, base64url.';
COMMENT ON COLUMN report_release.released_on IS 'Day of release, from the body.';
COMMENT ON COLUMN report_release.settled_sessions IS
  'Sessions of the year that are settled so far, from the body.';
COMMENT ON COLUMN report_release.entry_id IS
  'Id of the ledger''s entry; it is posted as soon as the prepayment covers it.';

CREATE TABLE vault_statement (
  type text PRIMARY KEY CHECK (type IN ('relay-key', 'directory', 'terms-log')),
  body text NOT NULL,
  signature text NOT NULL
);
COMMENT ON TABLE vault_statement IS 'The latest public statement of each type, for clients to verify.';
COMMENT ON COLUMN vault_statement.type IS 'relay-key, directory or terms-log.';
COMMENT ON COLUMN vault_statement.body IS 'The statement''s bytes as they were signed, base64url.';
COMMENT ON COLUMN vault_statement.signature IS 'The vault''s Ed25519 signature, base64url.';

CREATE FUNCTION release_refuse() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % refused: a release is made once and never revised', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

COMMENT ON FUNCTION release_refuse() IS 'Refuses a change of what was released, to everybody.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON report_release
  FOR EACH STATEMENT EXECUTE FUNCTION release_refuse();

ALTER TABLE report_release ENABLE ALWAYS TRIGGER append_only;

GRANT SELECT, INSERT ON report_release, vault_statement TO gateway_app;
GRANT UPDATE (body, signature) ON vault_statement TO gateway_app;
GRANT SELECT ON report_release, vault_statement TO auditor;

-- Tables that list people are written anew every night (libs/platform).

CREATE FUNCTION people_tables() RETURNS text[] LANGUAGE sql IMMUTABLE AS
  $$ SELECT ARRAY['issued_entry', 'issuance', 'eligibility_code'] $$;
COMMENT ON FUNCTION people_tables() IS 'The tables that list people; each primary key is random.';

-- include ../../../libs/platform/src/sql/people.sql

REVOKE ALL ON FUNCTION people_tables(), rewrite_people(), compact_people() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rewrite_people(), compact_people() TO gateway_app;

-- Jobs to and from the vault, and how far both domains have come (libs/platform).

-- include ../../../libs/platform/src/sql/outbox.sql
-- include ../../../libs/platform/src/sql/standing.sql
