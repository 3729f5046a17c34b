-- The vault's schema. Nothing of a person is in it: see test/trust/columns.reviewed.json.
-- Append-only from the first release on; until then this one file is changed in place.

-- The ledger, which both domains have (libs/billing).

-- include ../../../libs/billing/src/sql/ledger.sql
-- include ../../../libs/billing/src/sql/ledger-post.sql
-- include ../../../libs/billing/src/sql/ledger-seal.sql

-- Who may use the vault's ledger.

SELECT ledger_grant('worker_app', true);

SELECT ledger_grant('auditor', false);

-- Finished facts stay finished, even for the role that the worker runs as.

CREATE FUNCTION refuse_backwards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what is finished is not undone' USING ERRCODE = 'insufficient_privilege';
END $$;

COMMENT ON FUNCTION refuse_backwards() IS 'Refuses to undo what its trigger''s condition names.';

-- Every write that a client may send twice is answered the second time as it was the first.

CREATE TABLE idempotency (
  scope text NOT NULL CHECK (length(scope) BETWEEN 1 AND 120),
  key uuid NOT NULL,
  request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  result jsonb NOT NULL,
  recorded_on date NOT NULL CHECK (extract(day FROM recorded_on) = 1),
  PRIMARY KEY (scope, key)
);
COMMENT ON TABLE idempotency IS 'Answers of writes that have happened, by the key of their caller.';
COMMENT ON COLUMN idempotency.scope IS 'The mutation and who asks, so that keys of two callers never meet.';
COMMENT ON COLUMN idempotency.key IS 'Random UUID version 4 chosen by the caller.';
COMMENT ON COLUMN idempotency.request_hash IS 'SHA-256 of the request: the same key with another one is a conflict.';
COMMENT ON COLUMN idempotency.result IS 'What the caller was answered.';
COMMENT ON COLUMN idempotency.recorded_on IS
  'First day of the month of the answer; old rows are dropped by it.';

GRANT SELECT, INSERT, DELETE ON idempotency TO worker_app;
GRANT SELECT ON idempotency TO auditor;

-- What the vault must know of a programme's benefit period, a year: dates, price, what is reported
-- at once, and the size of its blocks.

CREATE TABLE programme_period (
  programme uuid NOT NULL,
  period text NOT NULL CHECK (period ~ '^[12]\d{3}-(?:0[1-9]|1[0-2])$'),
  opens date NOT NULL,
  closes date NOT NULL,
  releases date NOT NULL,
  k integer NOT NULL CHECK (k BETWEEN 10 AND 100),
  sessions_per_member integer NOT NULL CHECK (sessions_per_member BETWEEN 1 AND 40),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  session_price_minor bigint NOT NULL CHECK (session_price_minor > 0),
  starts_booking date NOT NULL,
  rate_bps integer NOT NULL CHECK (rate_bps BETWEEN 200 AND 1000),
  seat_price_minor bigint CHECK (seat_price_minor > 0),
  PRIMARY KEY (programme, period),
  CONSTRAINT programme_period_in_order 
    CHECK (starts_booking <= opens AND opens < closes AND closes <= releases)
);
COMMENT ON TABLE programme_period IS 'Benefit periods whose terms are confirmed, as they were planned from them.';
COMMENT ON COLUMN programme_period.programme IS 'Random id of the programme; the employer behind it is unknown here.';
COMMENT ON COLUMN programme_period.period IS 'Its first month, such as 2026-10.';
COMMENT ON COLUMN programme_period.opens IS 'First day of which its credits pay sessions.';
COMMENT ON COLUMN programme_period.closes IS 'First day on which they are no longer good.';
COMMENT ON COLUMN programme_period.releases IS 'Day on which the last of its usage is released.';
COMMENT ON COLUMN programme_period.k IS 'Least number of users that a published number may count.';
COMMENT ON COLUMN programme_period.sessions_per_member IS 'Session credits that each member was issued.';
COMMENT ON COLUMN programme_period.currency IS 'ISO 4217 code of the programme.';
COMMENT ON COLUMN programme_period.session_price_minor IS 'Most that the fund pays for one session, minor units.';
COMMENT ON COLUMN programme_period.seat_price_minor IS
  'Flat price of a seat for the whole year, minor units: no session settles; null: paid by sessions.';
COMMENT ON COLUMN programme_period.starts_booking IS 'First day on which its credits can be spent.';
COMMENT ON COLUMN programme_period.rate_bps IS 'Stated use of a year, basis points: its reports are planned from it.';

CREATE TABLE reporting_period (
  programme uuid NOT NULL,
  period text NOT NULL,
  report text NOT NULL CHECK (report ~ '^[12]\d{3}-(?:0[1-9]|1[0-2])\.[1-4]$'),
  opens date NOT NULL,
  closes date NOT NULL,
  releases date NOT NULL,
  PRIMARY KEY (programme, report),
  FOREIGN KEY (programme, period) REFERENCES programme_period (programme, period),
  CHECK (opens < closes AND closes <= releases)
);
COMMENT ON TABLE reporting_period IS
  'What is closed and released at once: sessions of these days. From end to end within their period.';
COMMENT ON COLUMN reporting_period.programme IS 'The programme.';
COMMENT ON COLUMN reporting_period.period IS 'The benefit period that it is of.';
COMMENT ON COLUMN reporting_period.report IS 'Its label: 2026-10.2 is the second of 2026-10.';
COMMENT ON COLUMN reporting_period.opens IS 'First day.';
COMMENT ON COLUMN reporting_period.closes IS 'First day after.';
COMMENT ON COLUMN reporting_period.releases IS 'Day on which its usage is released.';

CREATE INDEX reporting_period_days ON reporting_period (programme, period, opens);

CREATE TABLE programme_block (
  programme uuid NOT NULL,
  period text NOT NULL,
  block text NOT NULL CHECK (block ~ '^B[1-9]\d{0,3}$'),
  headcount integer NOT NULL CHECK (headcount > 0),
  site integer CHECK (site > 0),
  spare integer NOT NULL DEFAULT 0 CHECK (spare BETWEEN 0 AND headcount / 10),
  PRIMARY KEY (programme, period, block),
  FOREIGN KEY (programme, period) REFERENCES programme_period (programme, period)
);
COMMENT ON TABLE programme_block IS 'Reporting blocks with their frozen headcounts.';
COMMENT ON COLUMN programme_block.programme IS 'The programme.';
COMMENT ON COLUMN programme_block.period IS 'The benefit period.';
COMMENT ON COLUMN programme_block.block IS 'Name of the block; which departments it stands for is unknown here.';
COMMENT ON COLUMN programme_block.headcount IS 'People in the block at the start, by the terms.';
COMMENT ON COLUMN programme_block.site IS
  'Blocks with one number lie in one site; null where a block reaches over several.';
COMMENT ON COLUMN programme_block.spare IS 'Seats in it for people who join: in no headcount.';

GRANT SELECT, INSERT ON programme_period, reporting_period, programme_block TO worker_app;
GRANT SELECT ON programme_period, reporting_period, programme_block TO auditor;

-- Terms that the gateway proposes, and what the vault's operator makes of them. A period exists in
-- programme_period from its confirmation on, and everything in it was planned here.

CREATE TABLE terms_proposal (
  programme uuid NOT NULL,
  period text NOT NULL CHECK (period ~ '^[12]\d{3}-(?:0[1-9]|1[0-2])$'),
  contract text NOT NULL CHECK (contract ~ '^[A-Z0-9][A-Z0-9./-]{2,31}$'),
  terms text NOT NULL,
  confirm_by date NOT NULL,
  opens date NOT NULL,
  closes date NOT NULL,
  proposed_on date NOT NULL,
  proposals uuid[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (programme, period)
);
COMMENT ON TABLE terms_proposal IS 'Terms as the gateway first proposed them; others for the same period are refused.';
COMMENT ON COLUMN terms_proposal.programme IS 'The programme.';
COMMENT ON COLUMN terms_proposal.period IS 'The benefit period.';
COMMENT ON COLUMN terms_proposal.contract IS 'Number of the contract, by which the operator finds it; whose it is is unknown here.';
COMMENT ON COLUMN terms_proposal.terms IS 'The terms, canonical JSON: departments are numbers.';
COMMENT ON COLUMN terms_proposal.confirm_by IS 'Day by which they are to be confirmed, planned here.';
COMMENT ON COLUMN terms_proposal.opens IS 'First day of the period, planned here: after an announced end nothing is confirmed.';
COMMENT ON COLUMN terms_proposal.closes IS 'First day after the period, planned here: later nothing is confirmed.';
COMMENT ON COLUMN terms_proposal.proposed_on IS 'Day on which they came.';
COMMENT ON COLUMN terms_proposal.proposals IS 'Random ids of the proposals that said just this: a gateway that was restored may make another.';

CREATE TABLE terms_confirmation (
  programme uuid NOT NULL,
  period text NOT NULL,
  confirmed_by text NOT NULL CHECK (confirmed_by IN ('operator', 'automatic')),
  confirmed_on date NOT NULL,
  recalled boolean NOT NULL,
  PRIMARY KEY (programme, period),
  FOREIGN KEY (programme, period) REFERENCES terms_proposal (programme, period),
  FOREIGN KEY (programme, period) REFERENCES programme_period (programme, period)
);
COMMENT ON TABLE terms_confirmation IS 'Terms that hold: once, and for good.';
COMMENT ON COLUMN terms_confirmation.programme IS 'The programme.';
COMMENT ON COLUMN terms_confirmation.period IS 'The benefit period.';
COMMENT ON COLUMN terms_confirmation.confirmed_by IS 'operator: one has compared them with the contract; automatic: nobody has.';
COMMENT ON COLUMN terms_confirmation.confirmed_on IS 'Day of the confirmation, here.';
COMMENT ON COLUMN terms_confirmation.recalled IS 'Whether this vault knows of it, after a restore, by the word of its own that it was handed back.';

CREATE TABLE terms_refusal (
  programme uuid NOT NULL,
  period text NOT NULL,
  proposal uuid NOT NULL,
  reason text NOT NULL CHECK (reason IN
    ('conflict', 'too-late', 'other-before', 'unknown-rules', 'odd-terms', 'odd-rate', 'rate-rises',
     'low-k', 'too-small', 'too-many-blocks', 'withdrawn', 'declined-people', 'declined-sessions', 'declined-price', 'declined-group',
     'declined-year', 'declined-contract', 'declined-other')),
  refused_on date NOT NULL,
  terms text,
  proposed_on date,
  PRIMARY KEY (programme, period, proposal),
  CHECK ((terms IS NULL) = (proposed_on IS NULL))
);
COMMENT ON TABLE terms_refusal IS 'Proposals that the vault refused, an alarm unless HR withdrew them; one that was refused once is never taken, however late it comes again.';
COMMENT ON COLUMN terms_refusal.programme IS 'The programme that they were for.';
COMMENT ON COLUMN terms_refusal.period IS 'The benefit period that they were for.';
COMMENT ON COLUMN terms_refusal.proposal IS 'Random id of the proposal.';
COMMENT ON COLUMN terms_refusal.reason IS 'conflict: it keeps to others; too-late: the period is over; other-before: they do not take over what they must from the year before; withdrawn: by HR; declined-: by its operator, and why; the rest: no plan follows from them.';
COMMENT ON COLUMN terms_refusal.refused_on IS 'Day of the first refusal.';
COMMENT ON COLUMN terms_refusal.terms IS 'The terms, once, where the operator had them before her: she finds again what she declined, or misses.';
COMMENT ON COLUMN terms_refusal.proposed_on IS 'Day on which those came.';

GRANT SELECT, INSERT ON terms_proposal, terms_confirmation, terms_refusal TO worker_app;
-- What its operator declined; what is confirmed is held by the confirmation's foreign key.
GRANT DELETE, UPDATE (proposals) ON terms_proposal TO worker_app;
GRANT SELECT ON terms_proposal, terms_confirmation, terms_refusal TO auditor;

-- The end of the contract behind a programme: one day for all its members, announced before.

CREATE TABLE programme_end (
  programme uuid PRIMARY KEY,
  number bigint NOT NULL CHECK (number > 0),
  last_day date
);
COMMENT ON TABLE programme_end IS 'What was announced last of the ends of programmes.';
COMMENT ON COLUMN programme_end.programme IS 'The programme.';
COMMENT ON COLUMN programme_end.number IS 'Of the announcement: what is lower came late.';
COMMENT ON COLUMN programme_end.last_day IS 'Last day on which its credits open, book and redeem, and for whose sessions; null: it ends no more.';

GRANT SELECT, INSERT, UPDATE (number, last_day) ON programme_end TO worker_app;
GRANT SELECT ON programme_end TO auditor;

-- The vault's own copy of the issuer keys. A key once mirrored is never replaced.

CREATE TABLE issuer_key (
  key_id text PRIMARY KEY CHECK (key_id ~ '^[0-9a-f]{64}$'),
  programme uuid NOT NULL,
  period text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('entry', 'session')),
  block text,
  spki text NOT NULL,
  not_before date NOT NULL,
  not_after date NOT NULL,
  mirrored_on date NOT NULL,
  CONSTRAINT issuer_key_block CHECK ((kind = 'entry') = (block IS NOT NULL)),
  CONSTRAINT issuer_key_one_for_each_use UNIQUE NULLS NOT DISTINCT (programme, period, kind, block),
  FOREIGN KEY (programme, period) REFERENCES programme_period (programme, period),
  FOREIGN KEY (programme, period, block) REFERENCES programme_block (programme, period, block)
);
COMMENT ON TABLE issuer_key IS 'Public keys under which credits are good, as the vault first saw them.';
COMMENT ON COLUMN issuer_key.key_id IS 'SHA-256 of the SubjectPublicKeyInfo, hexadecimal.';
COMMENT ON COLUMN issuer_key.programme IS 'The programme whose credits it signs.';
COMMENT ON COLUMN issuer_key.period IS 'The benefit period in which they are good.';
COMMENT ON COLUMN issuer_key.kind IS 'entry opens a case, session funds one session.';
COMMENT ON COLUMN issuer_key.block IS 'Reporting block of an entry key; null for a session key.';
COMMENT ON COLUMN issuer_key.spki IS 'SubjectPublicKeyInfo, DER, base64url.';
COMMENT ON COLUMN issuer_key.not_before IS 'First day of its period.';
COMMENT ON COLUMN issuer_key.not_after IS 'Last day of its period.';
COMMENT ON COLUMN issuer_key.mirrored_on IS 'Day on which it was copied.';

CREATE TABLE issuer_key_refusal (
  key_id text NOT NULL,
  programme uuid NOT NULL,
  period text NOT NULL,
  kind text NOT NULL,
  block text,
  reason text NOT NULL CHECK (reason IN
    ('not-confirmed', 'not-in-terms', 'replaces', 'odd-period', 'not-a-key')),
  refused_on date NOT NULL,
  CONSTRAINT issuer_key_refusal_once
    UNIQUE NULLS NOT DISTINCT (key_id, programme, period, kind, block)
);
COMMENT ON TABLE issuer_key_refusal IS 'Alarm: keys that the gateway put before the vault and the vault refused.';
COMMENT ON COLUMN issuer_key_refusal.key_id IS 'The key that was refused.';
COMMENT ON COLUMN issuer_key_refusal.programme IS 'The programme that it was for.';
COMMENT ON COLUMN issuer_key_refusal.period IS 'The benefit period that it was for.';
COMMENT ON COLUMN issuer_key_refusal.kind IS 'The kind that it was for.';
COMMENT ON COLUMN issuer_key_refusal.block IS 'The block that it was for.';
COMMENT ON COLUMN issuer_key_refusal.reason IS 'not-confirmed or not-in-terms: no terms give it; replaces: another key is mirrored for this use; odd-period; not-a-key.';
COMMENT ON COLUMN issuer_key_refusal.refused_on IS 'Day of the refusal.';

GRANT SELECT, INSERT ON issuer_key, issuer_key_refusal TO worker_app;
GRANT SELECT ON issuer_key, issuer_key_refusal TO auditor;

-- The log of confirmed terms: one leaf a programme and period, in the order in which they came to be
-- whole. It is signed and public, and nothing of it is ever changed.

CREATE TABLE terms_log (
  place integer PRIMARY KEY CHECK (place >= 0),
  leaf text NOT NULL UNIQUE CHECK (leaf ~ '^[0-9a-f]{64}$')
);
COMMENT ON TABLE terms_log IS 'The leaves of the signed log of terms.';
COMMENT ON COLUMN terms_log.place IS 'Place in the log, from 0, without gaps.';
COMMENT ON COLUMN terms_log.leaf IS 'Hash of the leaf, hexadecimal: a salted commitment.';

CREATE TABLE logged_terms (
  programme uuid NOT NULL,
  period text NOT NULL,
  leaf text NOT NULL REFERENCES terms_log (leaf),
  salt text NOT NULL CHECK (salt ~ '^[0-9a-f]{64}$'),
  stated text NOT NULL,
  PRIMARY KEY (programme, period),
  FOREIGN KEY (programme, period) REFERENCES programme_period (programme, period)
);
COMMENT ON TABLE logged_terms IS 'What opens the leaf of a programme and period, for its members.';
COMMENT ON COLUMN logged_terms.programme IS 'The programme.';
COMMENT ON COLUMN logged_terms.period IS 'The benefit period.';
COMMENT ON COLUMN logged_terms.leaf IS 'Its leaf in the log.';
COMMENT ON COLUMN logged_terms.salt IS
  'What hides the terms in the leaf, hexadecimal; follows from the key of this vault.';
COMMENT ON COLUMN logged_terms.stated IS
  'What the leaf commits to: terms as members read them, and ids of keys; canonical JSON.';

CREATE FUNCTION terms_log_refuse() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % refused: the log of terms only grows', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

COMMENT ON FUNCTION terms_log_refuse() IS 'Refuses every change of the log, to everybody.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON terms_log
  FOR EACH STATEMENT EXECUTE FUNCTION terms_log_refuse();
ALTER TABLE terms_log ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON logged_terms
  FOR EACH STATEMENT EXECUTE FUNCTION terms_log_refuse();
ALTER TABLE logged_terms ENABLE ALWAYS TRIGGER append_only;

GRANT SELECT, INSERT ON terms_log, logged_terms TO worker_app;
GRANT SELECT ON terms_log, logged_terms TO auditor;

-- Why a period that is due was not closed yet: the operator reads it, and it outlives the process.

CREATE TABLE closing_failure (
  programme uuid NOT NULL,
  report text NOT NULL,
  reason text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 120),
  failed_on date NOT NULL,
  tries integer NOT NULL CHECK (tries > 0),
  PRIMARY KEY (programme, report),
  FOREIGN KEY (programme, report) REFERENCES reporting_period (programme, report)
);
COMMENT ON TABLE closing_failure IS
  'Alarm: reporting periods whose closing failed, with the last reason; one with a release was closed since.';
COMMENT ON COLUMN closing_failure.programme IS 'The programme.';
COMMENT ON COLUMN closing_failure.report IS 'The reporting period that was due.';
COMMENT ON COLUMN closing_failure.reason IS 'Name and code of the last error; never its text.';
COMMENT ON COLUMN closing_failure.failed_on IS 'Day of the last try.';
COMMENT ON COLUMN closing_failure.tries IS 'How often it was tried in vain.';

GRANT SELECT, INSERT, UPDATE (reason, failed_on, tries) ON closing_failure TO worker_app;
GRANT SELECT ON closing_failure TO auditor;

-- Money and sessions that the gateway says an employer has paid for.

CREATE TABLE funding (
  id uuid PRIMARY KEY,
  programme uuid NOT NULL,
  sessions integer NOT NULL CHECK (sessions > 0),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  funded_on date NOT NULL,
  withdrawn_on date,
  beyond_sessions integer NOT NULL DEFAULT 0 CHECK (beyond_sessions BETWEEN 0 AND sessions),
  beyond_minor bigint NOT NULL DEFAULT 0 CHECK (beyond_minor BETWEEN 0 AND amount_minor),
  period text CHECK (period ~ '^[12]\d{3}-(?:0[1-9]|1[0-2])$'),
  CHECK (period IS NULL OR (beyond_sessions, beyond_minor) IN ((0, 0), (sessions, amount_minor)))
);
COMMENT ON TABLE funding IS 'Fundings of programmes, one for each paid purchase.';
COMMENT ON COLUMN funding.id IS 'Random id of the funding, given by the gateway: takes effect once.';
COMMENT ON COLUMN funding.programme IS 'The programme whose fund grew.';
COMMENT ON COLUMN funding.sessions IS 'Session credits paid for.';
COMMENT ON COLUMN funding.amount_minor IS 'Money, minor units, without tax.';
COMMENT ON COLUMN funding.currency IS 'ISO 4217 code of the amount.';
COMMENT ON COLUMN funding.funded_on IS 'Day on which it came.';
COMMENT ON COLUMN funding.beyond_sessions IS
  'Sessions of it beyond what confirmed terms come to: they wait for terms that have room.';
COMMENT ON COLUMN funding.beyond_minor IS 'Money of it that waits likewise, minor units.';
COMMENT ON COLUMN funding.period IS
  'The year whose flat price it is, taken whole or waiting whole; null: of sessions.';
COMMENT ON COLUMN funding.withdrawn_on IS
  'Day on which the gateway took its payment back; null: it counts.';

CREATE INDEX funding_programme ON funding (programme);
CREATE UNIQUE INDEX funding_flat_once ON funding (programme, period)
  WHERE period IS NOT NULL AND withdrawn_on IS NULL AND beyond_sessions = 0;

GRANT SELECT, INSERT ON funding TO worker_app;
GRANT SELECT ON funding TO auditor;
GRANT UPDATE (withdrawn_on, beyond_sessions, beyond_minor) ON funding TO worker_app;

-- Care is lent what an employer has not paid yet: a credit that can have been issued is always funded.

CREATE TABLE credits_beyond (
  programme uuid NOT NULL,
  period text NOT NULL,
  refused_on date NOT NULL,
  tries integer NOT NULL CHECK (tries > 0),
  PRIMARY KEY (programme, period, refused_on),
  FOREIGN KEY (programme, period) REFERENCES programme_period (programme, period)
);
COMMENT ON TABLE credits_beyond IS
  'Alarm: more credits were brought than can have been issued, so that some are forged.';
COMMENT ON COLUMN credits_beyond.programme IS 'The programme of the credits.';
COMMENT ON COLUMN credits_beyond.period IS 'Their benefit period.';
COMMENT ON COLUMN credits_beyond.refused_on IS 'The day.';
COMMENT ON COLUMN credits_beyond.tries IS 'Bookings of that day that were answered "not now".';

GRANT SELECT ON credits_beyond TO worker_app, auditor;
GRANT INSERT, UPDATE (tries) ON credits_beyond TO worker_app;

CREATE TABLE credits_spent (
  programme uuid NOT NULL,
  period text NOT NULL,
  sessions integer NOT NULL CHECK (sessions > 0),
  PRIMARY KEY (programme, period),
  FOREIGN KEY (programme, period) REFERENCES programme_period (programme, period)
);
COMMENT ON TABLE credits_spent IS 'How many session credits of a period are spent: so many nullifiers.';
COMMENT ON COLUMN credits_spent.programme IS 'The programme.';
COMMENT ON COLUMN credits_spent.period IS 'The benefit period.';
COMMENT ON COLUMN credits_spent.sessions IS 'Never more than its members can have been issued.';

GRANT SELECT, INSERT, UPDATE (sessions) ON credits_spent TO worker_app;
GRANT SELECT ON credits_spent TO auditor;

-- Which consent texts were ever shown: a version that somebody accepted can't change afterwards.

CREATE TABLE consent_text (
  version text NOT NULL CHECK (version ~ '^\d{4}-\d{2}$'),
  language text NOT NULL CHECK (language ~ '^[a-z]{2}$'),
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  first_shown_on date NOT NULL,
  PRIMARY KEY (version, language)
);
COMMENT ON TABLE consent_text IS 'Fingerprints of the consent texts that the program carries.';
COMMENT ON COLUMN consent_text.version IS 'Version of the text, such as 2026-11.';
COMMENT ON COLUMN consent_text.language IS 'ISO 639-1 code.';
COMMENT ON COLUMN consent_text.digest IS 'SHA-256 of the whole text.';
COMMENT ON COLUMN consent_text.first_shown_on IS 'Day on which it was first in use.';

GRANT SELECT, INSERT ON consent_text TO worker_app;
GRANT SELECT ON consent_text TO auditor;

-- A case is a person in care, known by nothing but the hash of a secret in her wallet.

CREATE TABLE care_case (
  id uuid PRIMARY KEY,
  secret_hash bytea NOT NULL UNIQUE CHECK (octet_length(secret_hash) = 32),
  programme uuid NOT NULL,
  opened_on date NOT NULL CHECK (extract(day FROM opened_on) = 1)
);
COMMENT ON TABLE care_case IS 'One person''s care within one programme.';
COMMENT ON COLUMN care_case.id IS 'Random UUID version 4.';
COMMENT ON COLUMN care_case.secret_hash IS 'Hash of the case secret, which only the wallet has.';
COMMENT ON COLUMN care_case.programme IS 'The programme, taken from the key of the first entry credit.';
COMMENT ON COLUMN care_case.opened_on IS 'First day of the month of opening.';

CREATE TABLE case_enrolment (
  case_id uuid NOT NULL REFERENCES care_case (id),
  programme uuid NOT NULL,
  period text NOT NULL,
  block text NOT NULL,
  concern text CHECK (concern IN
    ('STRESS', 'ANXIETY', 'DEPRESSION', 'RELATIONSHIPS', 'WORK', 'GRIEF', 'OTHER')),
  consent_version text NOT NULL,
  consent_language text NOT NULL,
  enrolled_on date NOT NULL CHECK (extract(day FROM enrolled_on) = 1),
  PRIMARY KEY (case_id, period),
  FOREIGN KEY (programme, period, block) REFERENCES programme_block (programme, period, block),
  FOREIGN KEY (consent_version, consent_language) REFERENCES consent_text (version, language)
);
COMMENT ON TABLE case_enrolment IS
  'A case in one benefit period, paid by one entry credit: as many rows as there are users.';
COMMENT ON COLUMN case_enrolment.case_id IS 'The case.';
COMMENT ON COLUMN case_enrolment.programme IS 'The programme, taken from the key of the entry credit.';
COMMENT ON COLUMN case_enrolment.period IS 'The benefit period, taken from that key.';
COMMENT ON COLUMN case_enrolment.block IS 'The reporting block, taken from that key.';
COMMENT ON COLUMN case_enrolment.concern IS 'What the person came for, if she said so, from a closed list.';
COMMENT ON COLUMN case_enrolment.consent_version IS 'The consent text that was accepted.';
COMMENT ON COLUMN case_enrolment.consent_language IS 'The language in which it was read.';
COMMENT ON COLUMN case_enrolment.enrolled_on IS 'First day of the month of enrolling.';

CREATE INDEX case_enrolment_period ON case_enrolment (programme, period);

GRANT SELECT, INSERT ON care_case TO worker_app;
GRANT SELECT, INSERT, UPDATE (concern) ON case_enrolment TO worker_app;
GRANT SELECT ON care_case, case_enrolment TO auditor;

-- What a person asks of a therapist: kept so that she need not say it twice.

CREATE TABLE case_preference (
  case_id uuid PRIMARY KEY REFERENCES care_case (id),
  languages text[] NOT NULL CHECK (cardinality(languages) BETWEEN 1 AND 8),
  speciality text,
  modality text CHECK (modality IN ('VIDEO', 'PHONE', 'IN_PERSON')),
  gender text CHECK (gender IN ('FEMALE', 'MALE', 'NONBINARY')),
  jurisdiction text NOT NULL CHECK (jurisdiction ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'),
  available_from date,
  available_until date
);
COMMENT ON TABLE case_preference IS 'The preferences of the latest referral request of a case.';
COMMENT ON COLUMN case_preference.case_id IS 'The case.';
COMMENT ON COLUMN case_preference.languages IS 'Languages that it may be in, ISO 639-1.';
COMMENT ON COLUMN case_preference.speciality IS 'Concern that the therapist should specialise in.';
COMMENT ON COLUMN case_preference.modality IS 'How to meet; null: any way.';
COMMENT ON COLUMN case_preference.gender IS 'Gender of the therapist; null: any.';
COMMENT ON COLUMN case_preference.jurisdiction IS 'Where the person is during sessions: ISO 3166 code.';
COMMENT ON COLUMN case_preference.available_from IS 'First day that suits.';
COMMENT ON COLUMN case_preference.available_until IS 'Last day that suits.';

GRANT SELECT, INSERT, UPDATE ON case_preference TO worker_app;
GRANT SELECT ON case_preference TO auditor;

-- Therapists: professionals who are named to their clients, unlike their clients to them.

CREATE TABLE provider (
  id uuid PRIMARY KEY,
  login text NOT NULL UNIQUE CHECK (login ~ '^[a-z0-9][a-z0-9-]{2,39}$'),
  password_hash text NOT NULL,
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 120),
  languages text[] NOT NULL CHECK (cardinality(languages) BETWEEN 1 AND 16),
  specialities text[] NOT NULL CHECK (cardinality(specialities) BETWEEN 1 AND 16),
  modalities text[] NOT NULL CHECK (cardinality(modalities) BETWEEN 1 AND 3),
  gender text NOT NULL CHECK (gender IN ('FEMALE', 'MALE', 'NONBINARY')),
  time_zone text NOT NULL,
  active boolean NOT NULL,
  registered_on date NOT NULL,
  notice_hours smallint NOT NULL DEFAULT 0 CHECK (notice_hours BETWEEN 0 AND 336),
  first_password boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE provider IS 'Therapists whom the operator has registered after checking them.';
COMMENT ON COLUMN provider.id IS 'Random UUID version 4.';
COMMENT ON COLUMN provider.login IS 'Name to sign in with.';
COMMENT ON COLUMN provider.password_hash IS 'argon2id.';
COMMENT ON COLUMN provider.display_name IS 'Professional name, shown in the directory.';
COMMENT ON COLUMN provider.languages IS 'Languages that sessions can be in, ISO 639-1.';
COMMENT ON COLUMN provider.specialities IS 'Concerns that the therapist specialises in.';
COMMENT ON COLUMN provider.modalities IS 'VIDEO, PHONE, IN_PERSON.';
COMMENT ON COLUMN provider.gender IS 'As the therapist wants it shown.';
COMMENT ON COLUMN provider.time_zone IS 'IANA name; a service day is a day there.';
COMMENT ON COLUMN provider.active IS 'False: gets no new referrals and is not in the directory.';
COMMENT ON COLUMN provider.registered_on IS 'Day of registration.';
COMMENT ON COLUMN provider.notice_hours IS 'How long before its start a slot can still be booked.';
COMMENT ON COLUMN provider.first_password IS
  'True: the operator has seen the password, so signing in asks for one of her own.';

GRANT SELECT, INSERT, UPDATE (password_hash, active) ON provider TO worker_app;
-- An audit needs no password, not even its hash.
REVOKE ALL ON provider FROM auditor;
GRANT SELECT (id, login, display_name, languages, specialities, modalities, gender, time_zone,
  active, registered_on) ON provider TO auditor;
GRANT UPDATE (notice_hours, languages, specialities, modalities, gender, time_zone)
  ON provider TO worker_app;
GRANT SELECT (notice_hours) ON provider TO auditor;
GRANT UPDATE (first_password) ON provider TO worker_app;
GRANT UPDATE (display_name) ON provider TO worker_app;

-- Where a therapist may practise, and until when.

CREATE TABLE provider_licence (
  provider_id uuid NOT NULL REFERENCES provider (id),
  jurisdiction text NOT NULL CHECK (jurisdiction ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'),
  number text NOT NULL CHECK (length(number) BETWEEN 1 AND 40),
  expires date NOT NULL,
  PRIMARY KEY (provider_id, jurisdiction)
);
COMMENT ON TABLE provider_licence IS 'Licences, as the operator has seen them.';
COMMENT ON COLUMN provider_licence.provider_id IS 'The therapist.';
COMMENT ON COLUMN provider_licence.jurisdiction IS 'ISO 3166 code of the country or its subdivision.';
COMMENT ON COLUMN provider_licence.number IS 'Number in the public register of that jurisdiction.';
COMMENT ON COLUMN provider_licence.expires IS 'Last day on which it is valid.';

GRANT SELECT, INSERT, UPDATE (number, expires) ON provider_licence TO worker_app;
GRANT SELECT ON provider_licence TO auditor;

-- Sign-in of therapists. Tokens are kept as hashes, and attempts are counted by login.

CREATE TABLE provider_session (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  id uuid NOT NULL UNIQUE,
  provider_id uuid NOT NULL REFERENCES provider (id),
  browser text NOT NULL CHECK (browser IN ('CHROME', 'EDGE', 'FIREFOX', 'SAFARI', 'OTHER')),
  used_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
COMMENT ON TABLE provider_session IS 'Signed-in therapists.';
COMMENT ON COLUMN provider_session.token_hash IS 'SHA-256 of the session token.';
COMMENT ON COLUMN provider_session.id IS 'Random UUID, by which its owner ends it from elsewhere.';
COMMENT ON COLUMN provider_session.provider_id IS 'Who is signed in.';
COMMENT ON COLUMN provider_session.browser IS
  'Family of the browser, as its page said: one of five words.';
COMMENT ON COLUMN provider_session.used_at IS
  'When it was last used, to the minute: a session that nobody uses ends.';
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
GRANT UPDATE (used_at) ON provider_session TO worker_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_throttle TO worker_app;
GRANT SELECT ON provider_session, sign_in_throttle TO auditor;

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

-- Therapists' own passwords, and their second factors.

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

GRANT SELECT, INSERT, DELETE ON provider_second_factor TO worker_app;
GRANT UPDATE (wrapped_secret, confirmed_on, last_step) ON provider_second_factor TO worker_app;
GRANT SELECT, INSERT, DELETE ON provider_recovery_code TO worker_app;
REVOKE ALL ON provider_second_factor, provider_recovery_code FROM auditor;
GRANT SELECT (provider_id, confirmed_on) ON provider_second_factor TO auditor;

CREATE TABLE provider_passkey (
  id uuid PRIMARY KEY,
  provider_id uuid NOT NULL REFERENCES provider (id),
  credential_id bytea NOT NULL UNIQUE CHECK (octet_length(credential_id) BETWEEN 1 AND 255),
  public_key bytea NOT NULL,
  counter bigint NOT NULL CHECK (counter >= 0),
  transports text[] NOT NULL,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 60),
  added_on date NOT NULL,
  used_on date
);
CREATE INDEX provider_passkey_provider ON provider_passkey (provider_id);
COMMENT ON TABLE provider_passkey IS 'Passkeys of therapists: second factors (Web Authentication).';
COMMENT ON COLUMN provider_passkey.id IS 'Random UUID.';
COMMENT ON COLUMN provider_passkey.provider_id IS 'Whose it is.';
COMMENT ON COLUMN provider_passkey.credential_id IS
  'By which its device knows it; so short that lists of them fit a sealed answer.';
COMMENT ON COLUMN provider_passkey.public_key IS
  'Public key (COSE); the private one leaves no device.';
COMMENT ON COLUMN provider_passkey.counter IS
  'How often its device says it was used: one that goes back is a copy. 0: it does not count.';
COMMENT ON COLUMN provider_passkey.transports IS 'How a browser reaches it, as that said.';
COMMENT ON COLUMN provider_passkey.name IS 'What its owner calls it.';
COMMENT ON COLUMN provider_passkey.added_on IS 'Day on which it was added.';
COMMENT ON COLUMN provider_passkey.used_on IS 'Day of its last use; null: never.';

GRANT SELECT, INSERT, DELETE ON provider_passkey TO worker_app;
GRANT UPDATE (counter, name, used_on) ON provider_passkey TO worker_app;
REVOKE ALL ON provider_passkey FROM auditor;
GRANT SELECT (provider_id, added_on) ON provider_passkey TO auditor;

-- How sessions are held: where to go, which number to call, which link to open. A way of meeting
-- without its details is neither shown nor booked.

CREATE TABLE provider_meeting (
  provider_id uuid NOT NULL REFERENCES provider (id),
  modality text NOT NULL,
  address text CHECK (length(address) BETWEEN 1 AND 200),
  directions text CHECK (length(directions) BETWEEN 1 AND 300),
  at_the_door text CHECK (length(at_the_door) BETWEEN 1 AND 150),
  phone text CHECK (phone ~ '^\+[1-9][0-9 ]{6,29}$'),
  link text CHECK (link ~ '^https://' AND length(link) <= 200),
  version integer NOT NULL CHECK (version > 0),
  PRIMARY KEY (provider_id, modality),
  CONSTRAINT provider_meeting_details CHECK (CASE modality
    WHEN 'IN_PERSON' THEN address IS NOT NULL AND at_the_door IS NOT NULL
      AND num_nonnulls(phone, link) = 0
    WHEN 'PHONE' THEN phone IS NOT NULL
      AND num_nonnulls(address, directions, at_the_door, link) = 0
    WHEN 'VIDEO' THEN link IS NOT NULL
      AND num_nonnulls(address, directions, at_the_door, phone) = 0
    ELSE false END)
);
COMMENT ON TABLE provider_meeting IS
  'Details of a therapist''s ways of meeting, told to clients who have booked and to nobody else. '
  'They stay when she offers a way no longer: sessions that are booked are still to be held.';
COMMENT ON COLUMN provider_meeting.provider_id IS 'The therapist.';
COMMENT ON COLUMN provider_meeting.modality IS 'VIDEO, PHONE or IN_PERSON.';
COMMENT ON COLUMN provider_meeting.address IS 'In person: the practice''s address.';
COMMENT ON COLUMN provider_meeting.directions IS 'In person: how to find it; null: nothing is said.';
COMMENT ON COLUMN provider_meeting.at_the_door IS 'In person: what to say at the door.';
COMMENT ON COLUMN provider_meeting.phone IS 'Phone: the number to call, + and digits, for reading.';
COMMENT ON COLUMN provider_meeting.link IS 'Video: her own room, https; its host in ASCII.';
COMMENT ON COLUMN provider_meeting.version IS
  'Counts changes, so that who has booked is told that the details are others now.';

GRANT SELECT, INSERT, UPDATE (address, directions, at_the_door, phone, link, version)
  ON provider_meeting TO worker_app;
-- An audit needs nobody's number, link or words at the door.
REVOKE ALL ON provider_meeting FROM auditor;
GRANT SELECT (provider_id, modality, version) ON provider_meeting TO auditor;

CREATE VIEW meeting_offered AS
  SELECT m.provider_id, m.modality, m.version
  FROM provider_meeting m JOIN provider p ON p.id = m.provider_id AND m.modality = ANY (p.modalities);
COMMENT ON VIEW meeting_offered IS
  'Ways of meeting that can be booked: she offers them, and their details are there.';

REVOKE ALL ON meeting_offered FROM auditor;
GRANT SELECT ON meeting_offered TO worker_app;

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

-- Times at which a therapist can be booked.

CREATE TABLE slot (
  id uuid PRIMARY KEY,
  provider_id uuid NOT NULL REFERENCES provider (id),
  starts_at timestamptz NOT NULL,
  minutes smallint NOT NULL CHECK (minutes BETWEEN 15 AND 180),
  modality text NOT NULL CHECK (modality IN ('VIDEO', 'PHONE', 'IN_PERSON')),
  status text NOT NULL CHECK (status IN ('open', 'taken', 'withdrawn')),
  planned boolean NOT NULL DEFAULT false,
  offered boolean NOT NULL DEFAULT true
) WITH (fillfactor = 80);
COMMENT ON TABLE slot IS 'Bookable times; everything but the status is fixed once published.';
COMMENT ON COLUMN slot.id IS 'Random UUID version 4.';
COMMENT ON COLUMN slot.provider_id IS 'Whose time it is.';
COMMENT ON COLUMN slot.starts_at IS 'When the session would begin.';
COMMENT ON COLUMN slot.minutes IS 'How long it lasts.';
COMMENT ON COLUMN slot.modality IS 'VIDEO, PHONE or IN_PERSON.';
COMMENT ON COLUMN slot.status IS 'open: can be booked; taken: an authorisation stands on it; '
  'withdrawn: no longer offered, and kept because a cancelled authorisation names it.';
COMMENT ON COLUMN slot.planned IS 'Made from the weekly hours; false: published by itself.';
COMMENT ON COLUMN slot.offered IS
  'False: outside the hours by now; when its session is cancelled, it is withdrawn.';

GRANT SELECT, INSERT, UPDATE (status) ON slot TO worker_app;
GRANT SELECT ON slot TO auditor;
GRANT UPDATE (offered) ON slot TO worker_app;
GRANT DELETE ON slot TO worker_app;

CREATE UNIQUE INDEX slot_once ON slot (provider_id, starts_at) WHERE status <> 'withdrawn';

CREATE TRIGGER forward_only BEFORE UPDATE ON slot
  FOR EACH ROW WHEN (OLD.status = 'withdrawn' AND NEW.status <> OLD.status)
  EXECUTE FUNCTION refuse_backwards();

-- What was booked stays: taken slots, and those that were withdrawn when their session was cancelled.
CREATE TRIGGER only_open_deleted BEFORE DELETE ON slot
  FOR EACH ROW WHEN (OLD.status <> 'open') EXECUTE FUNCTION refuse_backwards();

-- What is offered of these times on this day: what was free at midnight, whatever was booked since.

CREATE TABLE free_time (
  slot_id uuid PRIMARY KEY,
  provider_id uuid NOT NULL REFERENCES provider (id),
  starts_at timestamptz NOT NULL,
  minutes smallint NOT NULL,
  modality text NOT NULL,
  given_back boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE free_time IS
  'Times that were free at midnight (UTC) or were published since; written anew every midnight.';
COMMENT ON COLUMN free_time.slot_id IS
  'The slot, which may be taken or gone by now: until midnight nobody who looks can tell.';
COMMENT ON COLUMN free_time.provider_id IS 'Whose time it is.';
COMMENT ON COLUMN free_time.starts_at IS 'When the session would begin.';
COMMENT ON COLUMN free_time.minutes IS 'How long it lasts.';
COMMENT ON COLUMN free_time.modality IS 'VIDEO, PHONE or IN_PERSON.';
COMMENT ON COLUMN free_time.given_back IS
  'It was booked and given back since: nobody books it before midnight, or a try would tell so.';

CREATE INDEX free_time_provider ON free_time (provider_id);

GRANT SELECT, INSERT, DELETE, UPDATE (given_back) ON free_time TO worker_app;
GRANT SELECT ON free_time TO auditor;

CREATE TABLE free_times_day (
  day date NOT NULL
);
COMMENT ON TABLE free_times_day IS 'One row: the day for which free times were written.';
COMMENT ON COLUMN free_times_day.day IS 'The day, UTC.';

GRANT SELECT, INSERT, UPDATE (day) ON free_times_day TO worker_app;
GRANT SELECT ON free_times_day TO auditor;

-- When a therapist can be booked: the plan that she keeps, and the slots that are made from it.

CREATE TABLE availability (
  provider_id uuid PRIMARY KEY REFERENCES provider (id),
  version integer NOT NULL CHECK (version > 0),
  plan jsonb NOT NULL,
  planned_until date NOT NULL
);
COMMENT ON TABLE availability IS 'Weekly hours of a therapist, from which her slots are made.';
COMMENT ON COLUMN availability.provider_id IS 'Whose hours they are.';
COMMENT ON COLUMN availability.version IS 'Counts changes, so that two windows do not overwrite each other.';
COMMENT ON COLUMN availability.plan IS
  'Weekly rules and exceptions in local time, and the buffers around sessions in minutes.';
COMMENT ON COLUMN availability.planned_until IS 'Last local day for which slots have been made.';

GRANT SELECT, INSERT, UPDATE (version, plan, planned_until) ON availability TO worker_app;
GRANT SELECT ON availability TO auditor;

-- A case and a therapist, introduced. The therapist knows the pairwise pseudonym alone.

CREATE TABLE referral (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES care_case (id),
  provider_id uuid NOT NULL REFERENCES provider (id),
  pseudonym bytea NOT NULL UNIQUE,
  handle text NOT NULL,
  colour text NOT NULL,
  jurisdiction text NOT NULL CHECK (jurisdiction ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'),
  status text NOT NULL CHECK (status IN ('open', 'closed', 'declined')),
  made_on date NOT NULL,
  accepted_on date,
  CONSTRAINT referral_once UNIQUE (case_id, provider_id)
);
COMMENT ON TABLE referral IS 'Who is in whose care.';
COMMENT ON COLUMN referral.id IS 'Random UUID version 4; the patient reference on claims.';
COMMENT ON COLUMN referral.case_id IS 'The case; never shown to a therapist.';
COMMENT ON COLUMN referral.provider_id IS 'The therapist.';
COMMENT ON COLUMN referral.pseudonym IS 'Derived from both, so that no two therapists see the same one.';
COMMENT ON COLUMN referral.handle IS 'The pseudonym as words, such as Quiet Heron 4821.';
COMMENT ON COLUMN referral.colour IS 'The pseudonym as a colour.';
COMMENT ON COLUMN referral.jurisdiction IS 'Where the client is; the licence must cover it on the day.';
COMMENT ON COLUMN referral.status IS
  'open; closed; declined: by the therapist, for good, and the client asks for another.';
COMMENT ON COLUMN referral.made_on IS 'Day of the referral.';
COMMENT ON COLUMN referral.accepted_on IS 'Day on which the therapist accepted; null before.';

CREATE INDEX referral_provider ON referral (provider_id);

GRANT SELECT, INSERT, UPDATE (status, jurisdiction) ON referral TO worker_app;
GRANT SELECT ON referral TO auditor;
GRANT UPDATE (accepted_on) ON referral TO worker_app;

CREATE TABLE looked_at (
  case_id uuid NOT NULL REFERENCES care_case (id),
  provider_id uuid NOT NULL REFERENCES provider (id),
  PRIMARY KEY (case_id, provider_id)
);
COMMENT ON TABLE looked_at IS
  'Whose free times a case has been shown since midnight, so that it sees a dozen a day at most.';
COMMENT ON COLUMN looked_at.case_id IS 'Who looked.';
COMMENT ON COLUMN looked_at.provider_id IS 'The therapist; forgotten at midnight.';

GRANT SELECT, INSERT, DELETE ON looked_at TO worker_app;
GRANT SELECT ON looked_at TO auditor;

-- A booking that was refused stays so, as long as its bytes can be opened once more.

CREATE TABLE refused_booking (
  case_id uuid NOT NULL REFERENCES care_case (id),
  key uuid NOT NULL,
  request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  refusal jsonb NOT NULL,
  refused_on date NOT NULL,
  PRIMARY KEY (case_id, key, request_hash)
);
COMMENT ON TABLE refused_booking IS
  'Bookings that were refused to a case of late, 128 at most: none of them is executed later.';
COMMENT ON COLUMN refused_booking.case_id IS 'Who asked.';
COMMENT ON COLUMN refused_booking.key IS 'Random UUID version 4 chosen by the caller.';
COMMENT ON COLUMN refused_booking.request_hash IS 'SHA-256 of the request.';
COMMENT ON COLUMN refused_booking.refusal IS 'What the caller was answered.';
COMMENT ON COLUMN refused_booking.refused_on IS
  'Day from which it is kept for three; where there are 128 it moves on with each further try.';

GRANT SELECT, INSERT, DELETE, UPDATE (refused_on) ON refused_booking TO worker_app;
GRANT SELECT ON refused_booking TO auditor;

CREATE TRIGGER forward_only BEFORE UPDATE ON referral
  FOR EACH ROW WHEN (OLD.status = 'declined' AND NEW.status <> OLD.status)
  EXECUTE FUNCTION refuse_backwards();

-- Spent credits. A row is never changed and never leaves: once is once.

CREATE TABLE nullifier (
  nullifier bytea PRIMARY KEY CHECK (octet_length(nullifier) = 32),
  kind text NOT NULL CHECK (kind IN ('entry', 'session')),
  programme uuid NOT NULL,
  period text NOT NULL
);
COMMENT ON TABLE nullifier IS 'The mark that a spent credit leaves; says nothing about what it paid.';
COMMENT ON COLUMN nullifier.nullifier IS 'SHA-256 over the key and the nonce of the credit.';
COMMENT ON COLUMN nullifier.kind IS 'entry or session.';
COMMENT ON COLUMN nullifier.programme IS 'The programme of its key.';
COMMENT ON COLUMN nullifier.period IS 'The benefit period of its key.';

CREATE FUNCTION nullifier_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a spent credit stays spent' USING ERRCODE = 'insufficient_privilege';
END $$;

COMMENT ON FUNCTION nullifier_refuse() IS 'Refuses every change of what was spent, to everybody.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON nullifier
  FOR EACH STATEMENT EXECUTE FUNCTION nullifier_refuse();
ALTER TABLE nullifier ENABLE ALWAYS TRIGGER append_only;

GRANT SELECT, INSERT ON nullifier TO worker_app;
GRANT SELECT ON nullifier TO auditor;

-- What a therapist may claim for: one session, paid by one credit, with the money set aside.
-- No foreign keys out of this table, which all booking waits for: a booking copies the ids from
-- the rows themselves, and nobody may delete from provider, referral, slot or programme_period.

CREATE TABLE authorisation (
  id uuid PRIMARY KEY,
  number text NOT NULL UNIQUE CHECK (length(number) BETWEEN 8 AND 32),
  provider_id uuid NOT NULL,
  referral_id uuid,
  programme uuid NOT NULL,
  period text NOT NULL,
  slot_id uuid,
  starts_at timestamptz,
  minutes smallint NOT NULL CHECK (minutes BETWEEN 15 AND 180),
  modality text NOT NULL CHECK (modality IN ('VIDEO', 'PHONE', 'IN_PERSON')),
  service_on date NOT NULL,
  fee_cap_minor bigint NOT NULL CHECK (fee_cap_minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  hold_id uuid NOT NULL UNIQUE,
  status text NOT NULL CHECK (status IN
    ('held', 'claimed', 'cancelled', 'expired', 'no_show', 'late_cancelled')),
  cancelled_by_client boolean NOT NULL DEFAULT false
    CHECK (NOT cancelled_by_client OR status = 'cancelled'),
  bearer boolean NOT NULL,
  meeting_version integer,
  platform_share_bps integer NOT NULL DEFAULT 1000
    CHECK (platform_share_bps BETWEEN 0 AND 10000),
  missed_share_bps integer NOT NULL DEFAULT 5000
    CHECK (missed_share_bps BETWEEN 0 AND 10000),
  CONSTRAINT authorisation_bearer CHECK (
    bearer = (referral_id IS NULL) AND bearer = (slot_id IS NULL) AND bearer = (starts_at IS NULL))
) WITH (fillfactor = 80);
COMMENT ON TABLE authorisation IS 'Sessions authorised: booked by a case, or brought as a bearer credit.';
COMMENT ON COLUMN authorisation.id IS 'Random UUID version 4.';
COMMENT ON COLUMN authorisation.number IS 'Readable random number that goes on the claim.';
COMMENT ON COLUMN authorisation.provider_id IS 'Who may claim.';
COMMENT ON COLUMN authorisation.referral_id IS 'The referral booked under; null for a bearer credit.';
COMMENT ON COLUMN authorisation.programme IS 'The programme whose fund pays.';
COMMENT ON COLUMN authorisation.period IS 'The benefit period of the credit.';
COMMENT ON COLUMN authorisation.slot_id IS 'The slot booked; null for a bearer credit.';
COMMENT ON COLUMN authorisation.starts_at IS 'When the session begins; null for a bearer credit.';
COMMENT ON COLUMN authorisation.minutes IS 'How long it lasts.';
COMMENT ON COLUMN authorisation.modality IS 'VIDEO, PHONE or IN_PERSON.';
COMMENT ON COLUMN authorisation.service_on IS 'Day of the session in the therapist''s time zone.';
COMMENT ON COLUMN authorisation.fee_cap_minor IS 'Most that can be allowed, minor units: what is on hold.';
COMMENT ON COLUMN authorisation.currency IS 'ISO 4217 code of the amount.';
COMMENT ON COLUMN authorisation.hold_id IS
  'Id of the ledger''s pending entry, resolved at most once; another when a claim is taken back.';
COMMENT ON COLUMN authorisation.status IS 'held: open; claimed: it took place and was claimed; '
  'cancelled in time; expired unclaimed; no_show: its client did not come; late_cancelled.';
COMMENT ON COLUMN authorisation.cancelled_by_client IS
  'Whether its client cancelled it in time, so that no device of hers is told that somebody else did.';
COMMENT ON COLUMN authorisation.bearer IS 'Whether a bearer credit paid, so that no case stands behind it.';
COMMENT ON COLUMN authorisation.meeting_version IS
  'Version of the details at booking; null for a bearer credit and for what was booked before them.';
COMMENT ON COLUMN authorisation.platform_share_bps IS
  'The platform''s part of what a claim is allowed, in basis points; the default is what is offered now.';
COMMENT ON COLUMN authorisation.missed_share_bps IS
  'The therapist''s part of the price of a session that was not kept, in basis points.';

CREATE UNIQUE INDEX authorisation_one_for_each_slot ON authorisation (slot_id)
  WHERE status <> 'cancelled';
CREATE INDEX authorisation_provider ON authorisation (provider_id, service_on);
CREATE INDEX authorisation_referral ON authorisation (referral_id);
CREATE INDEX authorisation_period ON authorisation (programme, period);

GRANT SELECT, INSERT, UPDATE (status, cancelled_by_client) ON authorisation TO worker_app;
GRANT SELECT ON authorisation TO auditor;
GRANT UPDATE (hold_id) ON authorisation TO worker_app;
GRANT UPDATE (service_on, modality, minutes) ON authorisation TO worker_app;

-- What a client gets back for a session cancelled in time: one more booking, once.

CREATE TABLE returned_session (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL REFERENCES care_case (id),
  programme uuid NOT NULL,
  period text NOT NULL,
  authorisation_id uuid NOT NULL UNIQUE REFERENCES authorisation (id),
  used_by uuid UNIQUE REFERENCES authorisation (id) DEFERRABLE INITIALLY DEFERRED,
  returned_on date NOT NULL,
  FOREIGN KEY (programme, period) REFERENCES programme_period (programme, period)
);
COMMENT ON TABLE returned_session IS 'Sessions given back to a case; the credit that paid stays spent.';
COMMENT ON COLUMN returned_session.id IS 'Random UUID version 4.';
COMMENT ON COLUMN returned_session.case_id IS 'The case that may use it.';
COMMENT ON COLUMN returned_session.programme IS 'The programme whose fund pays for the next booking too.';
COMMENT ON COLUMN returned_session.period IS 'The benefit period in which it can be used.';
COMMENT ON COLUMN returned_session.authorisation_id IS 'The cancelled session; returns at most once.';
COMMENT ON COLUMN returned_session.used_by IS 'The session booked with it; null while it is unused.';
COMMENT ON COLUMN returned_session.returned_on IS 'Day of the cancellation.';

CREATE INDEX returned_session_case ON returned_session (case_id);

GRANT SELECT, INSERT, UPDATE (used_by) ON returned_session TO worker_app;
GRANT SELECT ON returned_session TO auditor;

CREATE TRIGGER forward_only BEFORE UPDATE ON returned_session
  FOR EACH ROW WHEN (OLD.used_by IS NOT NULL AND NEW.used_by IS DISTINCT FROM OLD.used_by)
  EXECUTE FUNCTION refuse_backwards();

-- After a restore the operator may end the running periods for spending: nothing of them can be
-- spent twice, because nothing of them can be spent at all any more.

CREATE TABLE period_ended (
  programme uuid NOT NULL,
  period text NOT NULL,
  ended_on date NOT NULL,
  ended_by text NOT NULL CHECK (char_length(ended_by) BETWEEN 1 AND 100),
  PRIMARY KEY (programme, period),
  FOREIGN KEY (programme, period) REFERENCES programme_period (programme, period)
);
COMMENT ON TABLE period_ended IS 'Periods whose credits the operator has ended after a restore.';
COMMENT ON COLUMN period_ended.programme IS 'The programme.';
COMMENT ON COLUMN period_ended.period IS 'The benefit period: its credits book, open and redeem nothing.';
COMMENT ON COLUMN period_ended.ended_on IS 'Day of the operator''s word.';
COMMENT ON COLUMN period_ended.ended_by IS 'The operator who gave it: the name of the token.';

GRANT SELECT ON period_ended TO worker_app, auditor;

CREATE FUNCTION end_running_periods(day date, operator text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH ended AS (
    INSERT INTO period_ended (programme, period, ended_on, ended_by)
    SELECT programme, period, day, operator FROM programme_period
    WHERE starts_booking <= day AND day <= closes ON CONFLICT DO NOTHING
    RETURNING programme, period)
  DELETE FROM returned_session r USING ended e
  WHERE r.programme = e.programme AND r.period = e.period AND r.used_by IS NULL
$$;

COMMENT ON FUNCTION end_running_periods(date, text) IS
  'Ends all periods of this day (UTC) for spending, once; those of the day before too, which is not '
  'over where a therapist is in the west. Sessions that had been returned and not used '
  'go with them: whether they were used since the backup is not known. What is booked stays, and '
  'a session that is cancelled from now on returns and books again.';

REVOKE ALL ON FUNCTION end_running_periods(date, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_running_periods(date, text) TO worker_app;

-- A restored vault asks the gateway which periods it may have forgotten. Until it knows all of them
-- it cannot say what going on may cost, so it does not go on.

CREATE TABLE restore_question (
  question text PRIMARY KEY,
  periods jsonb
);
COMMENT ON TABLE restore_question IS 'What this vault asks after a restore; empty once it goes on.';
COMMENT ON COLUMN restore_question.question IS '32 random bytes, hex, of the process that asks: no answer of before its start is taken for one.';
COMMENT ON COLUMN restore_question.periods IS 'The periods that the gateway has listed; null: no answer yet.';

GRANT SELECT, INSERT, UPDATE (periods), DELETE ON restore_question TO worker_app;
GRANT SELECT ON restore_question TO auditor;

-- Lump sums to therapists: what was payable on a day, sent and then confirmed or returned.

CREATE TABLE payout_run (
  id uuid PRIMARY KEY,
  run_on date NOT NULL
);
COMMENT ON TABLE payout_run IS 'Runs that gathered what was payable; the id makes a run happen once.';
COMMENT ON COLUMN payout_run.id IS 'Idempotency key of the run.';
COMMENT ON COLUMN payout_run.run_on IS 'Day of the run.';

CREATE TABLE payout_request (
  run_id uuid PRIMARY KEY,
  asked_by text NOT NULL CHECK (char_length(asked_by) BETWEEN 1 AND 100),
  asked_on date NOT NULL,
  claims uuid[] NOT NULL,
  to_approve jsonb NOT NULL,
  approved_by text CHECK (approved_by <> asked_by)
);
COMMENT ON TABLE payout_request IS
  'Runs above what employers have paid in, or above a set sum of a week: they wait for a second '
  'operator.';
COMMENT ON COLUMN payout_request.run_id IS 'Idempotency key of the run.';
COMMENT ON COLUMN payout_request.asked_by IS 'Name of the operator who asked for it, or the clock.';
COMMENT ON COLUMN payout_request.asked_on IS 'Day.';
COMMENT ON COLUMN payout_request.claims IS
  'The claims that were due when it was asked for: it pays these, and none that came since.';
COMMENT ON COLUMN payout_request.to_approve IS
  'By currency, minor units that need a second yes; for more than that another run is asked for.';
COMMENT ON COLUMN payout_request.approved_by IS 'Name of another operator; null while it waits.';

GRANT SELECT, INSERT, UPDATE, DELETE ON payout_request TO worker_app;
GRANT SELECT ON payout_request TO auditor;

CREATE TABLE payout (
  id uuid PRIMARY KEY,
  run_id uuid NOT NULL REFERENCES payout_run (id),
  provider_id uuid NOT NULL REFERENCES provider (id),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  status text NOT NULL CHECK (status IN ('in_flight', 'confirmed', 'failed')),
  sent_on date NOT NULL,
  UNIQUE (run_id, provider_id, currency)
);
COMMENT ON TABLE payout IS 'One lump sum to one therapist.';
COMMENT ON COLUMN payout.id IS 'Random id; the ledger''s pending entry has it too.';
COMMENT ON COLUMN payout.run_id IS 'The run that made it.';
COMMENT ON COLUMN payout.provider_id IS 'Who is paid.';
COMMENT ON COLUMN payout.amount_minor IS 'Sum of the claims in it, minor units.';
COMMENT ON COLUMN payout.currency IS 'ISO 4217 code of the amount.';
COMMENT ON COLUMN payout.status IS 'in_flight: with the bank; confirmed; failed: payable again.';
COMMENT ON COLUMN payout.sent_on IS 'Pay date.';

CREATE INDEX payout_provider ON payout (provider_id, sent_on);
CREATE INDEX payout_in_flight ON payout (id) WHERE status = 'in_flight';

GRANT SELECT, INSERT ON payout_run TO worker_app;
GRANT SELECT, INSERT, UPDATE (status) ON payout TO worker_app;
GRANT SELECT ON payout_run, payout TO auditor;

CREATE TRIGGER forward_only BEFORE UPDATE ON payout
  FOR EACH ROW WHEN (OLD.status <> 'in_flight' AND NEW.status <> OLD.status)
  EXECUTE FUNCTION refuse_backwards();

-- Claims of therapists against their authorisations, each with its adjudication.

CREATE TABLE claim (
  id uuid PRIMARY KEY,
  authorisation_id uuid NOT NULL REFERENCES authorisation (id),
  provider_id uuid NOT NULL REFERENCES provider (id),
  service_on date NOT NULL,
  service_code text,
  units integer NOT NULL,
  modality text NOT NULL,
  billed_minor bigint NOT NULL CHECK (billed_minor >= 0),
  paid_minor bigint NOT NULL CHECK (paid_minor >= 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  status text NOT NULL CHECK (status IN ('paid', 'denied', 'withdrawn')),
  adjustments jsonb NOT NULL,
  submitted_on date NOT NULL,
  payout_id uuid REFERENCES payout (id),
  outcome text NOT NULL DEFAULT 'took_place'
  CHECK (outcome IN ('took_place', 'no_show', 'late_cancelled')),
  by_client boolean NOT NULL DEFAULT false,
  CONSTRAINT claim_paid_out_was_paid CHECK (payout_id IS NULL OR status = 'paid'),
  CONSTRAINT claim_service CHECK ((outcome = 'took_place') = (service_code IS NOT NULL)),
  CONSTRAINT claim_denied_pays_nothing CHECK ((status = 'denied') = (paid_minor = 0))
);
COMMENT ON TABLE claim IS 'Claims for single sessions; no diagnosis, no name.';
COMMENT ON COLUMN claim.id IS 'Random UUID version 4.';
COMMENT ON COLUMN claim.authorisation_id IS 'The therapist''s own authorisation that it names.';
COMMENT ON COLUMN claim.provider_id IS 'Who claims.';
COMMENT ON COLUMN claim.service_on IS 'Day of the session as claimed.';
COMMENT ON COLUMN claim.service_code IS 'CPT code of the service as claimed; null: none was given.';
COMMENT ON COLUMN claim.units IS 'Units as claimed.';
COMMENT ON COLUMN claim.modality IS 'How the session was held, as claimed.';
COMMENT ON COLUMN claim.billed_minor IS 'Fee as claimed, minor units.';
COMMENT ON COLUMN claim.paid_minor IS 'What the therapist is paid: allowed less the platform''s share.';
COMMENT ON COLUMN claim.currency IS 'ISO 4217 code of the amounts.';
COMMENT ON COLUMN claim.status IS
  'paid; denied: can be mended and sent again; withdrawn: was paid and taken back before a payout.';
COMMENT ON COLUMN claim.adjustments IS 'Claim adjustment groups, codes and amounts, and why.';
COMMENT ON COLUMN claim.submitted_on IS 'Day of submission.';
COMMENT ON COLUMN claim.payout_id IS 'The payout that paid it.';
COMMENT ON COLUMN claim.outcome IS 'took_place, no_show or late_cancelled.';
COMMENT ON COLUMN claim.by_client IS 'Made by the client''s late cancellation, not by the therapist.';

-- One credit, one authorisation, one paid claim: whatever races.
CREATE UNIQUE INDEX claim_paid_once ON claim (authorisation_id) WHERE status = 'paid';
CREATE INDEX claim_provider ON claim (provider_id, submitted_on);
CREATE INDEX claim_payable ON claim (provider_id) WHERE status = 'paid' AND payout_id IS NULL;
CREATE INDEX claim_payout ON claim (payout_id);

GRANT SELECT, INSERT, UPDATE (payout_id) ON claim TO worker_app;
GRANT SELECT ON claim TO auditor;
GRANT UPDATE (status) ON claim TO worker_app;

CREATE TRIGGER forward_only BEFORE UPDATE ON claim
  FOR EACH ROW WHEN (OLD.payout_id IS NOT NULL AND NEW.payout_id IS DISTINCT FROM OLD.payout_id)
  EXECUTE FUNCTION refuse_backwards();

CREATE TRIGGER only_taken_back BEFORE UPDATE ON claim
  FOR EACH ROW WHEN (NEW.status <> OLD.status AND (OLD.status <> 'paid'
    OR NEW.status <> 'withdrawn' OR OLD.payout_id IS NOT NULL OR OLD.by_client))
  EXECUTE FUNCTION refuse_backwards();

-- What became of a session that was booked: it took place, its client did not come, or cancelled
-- late. Each is recorded as a claim, which can be taken back until a payout has it.

CREATE FUNCTION refuse_unless_taken_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status IN ('claimed', 'no_show', 'late_cancelled') AND NEW.status = 'held'
    AND EXISTS (SELECT FROM claim WHERE authorisation_id = OLD.id AND status = 'withdrawn')
    AND NOT EXISTS (SELECT FROM claim WHERE authorisation_id = OLD.id AND status = 'paid') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'what is finished is not undone' USING ERRCODE = 'insufficient_privilege';
END $$;

COMMENT ON FUNCTION refuse_unless_taken_back() IS
  'A finished session is held again only once its paid claim was taken back.';

CREATE TRIGGER forward_only BEFORE UPDATE ON authorisation
  FOR EACH ROW WHEN (OLD.status <> 'held' AND NEW.status <> OLD.status
    OR NEW.hold_id <> OLD.hold_id)
  EXECUTE FUNCTION refuse_unless_taken_back();

-- When and how a session is held was agreed by booking it; of a credit on paper the therapist says it.
CREATE TRIGGER as_agreed BEFORE UPDATE ON authorisation
  FOR EACH ROW WHEN ((NOT OLD.bearer OR OLD.status <> 'held')
    AND (NEW.service_on, NEW.modality, NEW.minutes)
      IS DISTINCT FROM (OLD.service_on, OLD.modality, OLD.minutes))
  EXECUTE FUNCTION refuse_backwards();

-- After a restore of this vault nobody is paid by the clock: payouts since the backup are forgotten,
-- and would be made again. The operator compares with the bank, then pays by hand, which ends it.

CREATE TABLE payouts_held (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  held_on date NOT NULL
);
COMMENT ON TABLE payouts_held IS 'A row while the weekly payouts wait for the operator after a restore.';
COMMENT ON COLUMN payouts_held.one IS 'There is one row at most.';
COMMENT ON COLUMN payouts_held.held_on IS 'Day of the operator''s word that this vault goes on.';

GRANT SELECT, INSERT, DELETE ON payouts_held TO worker_app;
GRANT SELECT ON payouts_held TO auditor;

-- A payout is what its claims were paid, and what the book sent: checked when it is committed, and
-- counted for the operator, who sees a row that was changed by other hands.

CREATE VIEW payout_amiss AS
SELECT p.id AS payout_id,
  CASE WHEN c.total IS DISTINCT FROM p.amount_minor THEN 'claims'
    WHEN c.mixed THEN 'whose' ELSE 'book' END AS reason
FROM payout p CROSS JOIN LATERAL (
  SELECT sum(k.paid_minor) AS total, coalesce(bool_or((k.provider_id, k.currency, k.status)
    IS DISTINCT FROM (p.provider_id, p.currency, 'paid')), false) AS mixed
  FROM claim k WHERE k.payout_id = p.id) AS c
WHERE c.total IS DISTINCT FROM p.amount_minor OR c.mixed
  OR NOT EXISTS (SELECT FROM journal_entry e WHERE e.id = p.id AND e.kind = 'payout-sent'
    AND (SELECT sum(l.amount) FROM unnest(e.amounts) AS l (amount) WHERE l.amount > 0)
      = p.amount_minor);
COMMENT ON VIEW payout_amiss IS 'Alarm: payouts that are not what they must be; none, as a rule.';
COMMENT ON COLUMN payout_amiss.payout_id IS 'The payout.';
COMMENT ON COLUMN payout_amiss.reason IS
  'claims: not the sum of its claims; whose: one of them is another''s, in another currency or not '
  'paid; book: not what the ledger has sent.';

CREATE FUNCTION payout_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  checked uuid := coalesce(to_jsonb(NEW) ->> 'payout_id', to_jsonb(NEW) ->> 'id');
  fault text := (SELECT reason FROM payout_amiss WHERE payout_id = checked);
BEGIN
  IF fault IS NOT NULL THEN
    RAISE EXCEPTION 'a payout does not add up: %', fault USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

COMMENT ON FUNCTION payout_adds_up() IS
  'Refuses a transaction that leaves a payout which is not the sum of its claims, or not in the book.';

CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT OR UPDATE OF amount_minor, currency, provider_id
  ON payout DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payout_adds_up();

CREATE CONSTRAINT TRIGGER adds_up
  AFTER INSERT OR UPDATE OF payout_id, paid_minor, currency, provider_id, status ON claim
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.payout_id IS NOT NULL)
  EXECUTE FUNCTION payout_adds_up();

GRANT SELECT ON payout_amiss TO worker_app, auditor;

-- Who is counted in a year's reports, and what was told: one statement for each reporting period.

CREATE TABLE counted_case (
  case_id uuid NOT NULL,
  period text NOT NULL,
  turn smallint NOT NULL CHECK (turn BETWEEN 1 AND 4),
  PRIMARY KEY (case_id, period),
  FOREIGN KEY (case_id, period) REFERENCES case_enrolment (case_id, period)
);
COMMENT ON TABLE counted_case IS
  'Cases that a year''s reports count, each once; what is corrected later takes nobody out of her turn.';
COMMENT ON COLUMN counted_case.case_id IS 'The case.';
COMMENT ON COLUMN counted_case.period IS 'The benefit period, a year.';
COMMENT ON COLUMN counted_case.turn IS
  'The reporting period, 1 to 4, of her first session of the year that took place.';

CREATE TABLE frozen_report (
  programme uuid NOT NULL,
  report text NOT NULL,
  frozen_on date NOT NULL,
  PRIMARY KEY (programme, report),
  FOREIGN KEY (programme, report) REFERENCES reporting_period (programme, report)
);
COMMENT ON TABLE frozen_report IS
  'Reporting periods whose closing has begun: nothing of their days is booked, claimed or taken back any more.';
COMMENT ON COLUMN frozen_report.programme IS 'The programme.';
COMMENT ON COLUMN frozen_report.report IS 'The reporting period.';
COMMENT ON COLUMN frozen_report.frozen_on IS 'Day on which its closing began.';

CREATE TABLE report_release (
  programme uuid NOT NULL,
  report text NOT NULL,
  body text NOT NULL,
  settled_sessions integer NOT NULL CHECK (settled_sessions >= 0),
  released_on date NOT NULL,
  PRIMARY KEY (programme, report),
  FOREIGN KEY (programme, report) REFERENCES reporting_period (programme, report)
);
COMMENT ON TABLE report_release IS 'What was told of each reporting period; never changed.';
COMMENT ON COLUMN report_release.programme IS 'The programme.';
COMMENT ON COLUMN report_release.report IS 'The reporting period.';
COMMENT ON COLUMN report_release.body IS 'The report as it was signed, canonical JSON.';
COMMENT ON COLUMN report_release.settled_sessions IS 'Sessions of the year that are settled so far, from the body.';
COMMENT ON COLUMN report_release.released_on IS 'Day on which it was made.';

CREATE FUNCTION counted_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was counted and told is never changed' USING ERRCODE = 'insufficient_privilege';
END $$;

COMMENT ON FUNCTION counted_refuse() IS 'Refuses every change of who was counted and what was told.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON report_release
  FOR EACH STATEMENT EXECUTE FUNCTION counted_refuse();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON frozen_report
  FOR EACH STATEMENT EXECUTE FUNCTION counted_refuse();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON counted_case
  FOR EACH STATEMENT EXECUTE FUNCTION counted_refuse();
ALTER TABLE report_release ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE frozen_report ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE counted_case ENABLE ALWAYS TRIGGER append_only;

GRANT SELECT, INSERT ON counted_case, frozen_report, report_release TO worker_app;
GRANT SELECT ON counted_case, frozen_report, report_release TO auditor;

-- The keys that requests are sealed for: one a day, for three days, in no dump and in no log.

CREATE UNLOGGED TABLE relay_key (
  day date PRIMARY KEY,
  key_id smallint NOT NULL UNIQUE CHECK (key_id BETWEEN 0 AND 255),
  secret bytea NOT NULL CHECK (octet_length(secret) = 32)
);
COMMENT ON TABLE relay_key IS
  'The relay''s HPKE keys of yesterday, today and tomorrow. Unlogged: neither the write-ahead log '
  'nor a base backup nor a replica has them, and after a crash new ones are made.';
COMMENT ON COLUMN relay_key.day IS 'The day that it is for; it is destroyed two days later.';
COMMENT ON COLUMN relay_key.key_id IS 'What sealed requests name it by (RFC 9458, section 3.1).';
COMMENT ON COLUMN relay_key.secret IS 'Random: the key pair is derived from it.';

-- TRUNCATE: a deleted row stays readable in its file, an emptied table gets another file.
GRANT SELECT, INSERT, TRUNCATE ON relay_key TO worker_app;
REVOKE ALL ON relay_key FROM auditor;

-- Answers to steps of therapists' accounts that can be taken once, for a request that comes again.

CREATE UNLOGGED TABLE kept_answer (
  name bytea PRIMARY KEY CHECK (octet_length(name) = 32),
  taker text NOT NULL CHECK (taker IN ('sign-in', 'provider', 'operator')),
  ends timestamptz NOT NULL,
  answer bytea CHECK (octet_length(answer) = 8188)
);
ALTER TABLE kept_answer ALTER COLUMN answer SET STORAGE EXTERNAL;
CREATE INDEX kept_answer_ends ON kept_answer (ends);
COMMENT ON TABLE kept_answer IS
  'For two minutes, what a sign-in, a change of a password or a step with a second factor was '
  'answered; for four days, what an operator did. Of members and of requests that ask for nothing there is no row.';
COMMENT ON COLUMN kept_answer.name IS
  'Derived from all bytes of the request, a random key among them: it is found by these alone; '
  'of a sign-in from its challenge, so that each is worth one row.';
COMMENT ON COLUMN kept_answer.taker IS
  'Which kind of caller takes the step, so that each has a share of the rows.';
COMMENT ON COLUMN kept_answer.ends IS
  'When it is forgotten; without an answer, when another worker may take the request on.';
COMMENT ON COLUMN kept_answer.answer IS
  'Padded, under a key that the request''s bytes give and that is kept nowhere; none: under way.';

GRANT SELECT, INSERT, UPDATE, DELETE ON kept_answer TO worker_app;
REVOKE ALL ON kept_answer FROM auditor;

-- What operators did at the vault, by name.

CREATE TABLE operator_deed (
  id uuid PRIMARY KEY,
  number integer NOT NULL UNIQUE CHECK (number > 0),
  operator text CHECK (operator ~ '^[a-z][a-z0-9-]{1,31}$'),
  deed text NOT NULL CHECK (deed ~ '^[a-zA-Z]{3,60}$'),
  subject text NOT NULL CHECK (subject ~ '^[A-Za-z0-9 ./-]{0,60}$'),
  outcome text CHECK (outcome ~ '^[A-Z_]{3,40}$'),
  done_on date NOT NULL
);
COMMENT ON TABLE operator_deed IS
  'What operators did here, and were refused; of therapists, never of cases. Added, never changed.';
COMMENT ON COLUMN operator_deed.id IS 'Random UUID version 4.';
COMMENT ON COLUMN operator_deed.number IS 'Running number; a gap would show.';
COMMENT ON COLUMN operator_deed.operator IS 'Name by the token; null: a token that nobody has, or the vault''s own word of before a restore.';
COMMENT ON COLUMN operator_deed.deed IS 'Name of the mutation, or of the query that was refused.';
COMMENT ON COLUMN operator_deed.subject IS 'Login of the therapist and what was changed by name, key of the run, or contract, period and programme.';
COMMENT ON COLUMN operator_deed.outcome IS
  'DONE, or the code of the refusal; null until then: it is written down before it is done.';
COMMENT ON COLUMN operator_deed.done_on IS 'Day; like everything of the vault, no finer.';

CREATE FUNCTION deed_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % refused: what was done stays written down', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

COMMENT ON FUNCTION deed_refuse() IS 'Refuses a change of the record of deeds, to everybody.';

CREATE INDEX operator_deed_unknown ON operator_deed (done_on) WHERE operator IS NULL;

CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON operator_deed
  FOR EACH STATEMENT EXECUTE FUNCTION deed_refuse();
ALTER TABLE operator_deed ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER forward_only BEFORE UPDATE ON operator_deed
  FOR EACH ROW WHEN (OLD.outcome IS NOT NULL OR (OLD.id, OLD.number, OLD.operator, OLD.deed,
    OLD.done_on) IS DISTINCT FROM (NEW.id, NEW.number, NEW.operator, NEW.deed, NEW.done_on))
  EXECUTE FUNCTION deed_refuse();
ALTER TABLE operator_deed ENABLE ALWAYS TRIGGER forward_only;

GRANT SELECT, INSERT, UPDATE (subject, outcome) ON operator_deed TO worker_app;
GRANT SELECT ON operator_deed TO auditor;

-- Tables that list people are written anew every night (libs/platform).

CREATE FUNCTION people_tables() RETURNS text[] LANGUAGE sql IMMUTABLE AS
  $$ SELECT ARRAY['case_preference', 'case_enrolment', 'care_case'] $$;
COMMENT ON FUNCTION people_tables() IS 'The tables that list people; each primary key is random.';

-- include ../../../libs/platform/src/sql/people.sql

REVOKE ALL ON FUNCTION people_tables(), rewrite_people(), compact_people() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rewrite_people(), compact_people() TO worker_app;

-- Jobs to and from the gateway, and how far both domains have come (libs/platform).

-- include ../../../libs/platform/src/sql/outbox.sql
-- include ../../../libs/platform/src/sql/standing.sql
