-- Issuer keys, eligibility codes and issuance. No name, no address, no time finer than a day.

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
  claimed_on date,
  UNIQUE (programme_id, period, number),
  CHECK ((claim_key_hash IS NULL) = (claimed_on IS NULL)),
  FOREIGN KEY (programme_id, period, block) REFERENCES block (programme_id, period, block)
) WITH (fillfactor = 80);
COMMENT ON TABLE eligibility_code IS
  'Codes for everyone at once; whether one was claimed is shown to nobody outside.';
COMMENT ON COLUMN eligibility_code.code_hash IS 'HMAC of the code under a key that is not here.';
COMMENT ON COLUMN eligibility_code.programme_id IS 'The programme.';
COMMENT ON COLUMN eligibility_code.period IS 'The period.';
COMMENT ON COLUMN eligibility_code.number IS 'Number of the letter, from 1.';
COMMENT ON COLUMN eligibility_code.block IS 'Reporting block of the letter''s department.';
COMMENT ON COLUMN eligibility_code.claim_key_hash IS
  'HMAC of the wallet''s claim key that the code is bound to since its first claim.';
COMMENT ON COLUMN eligibility_code.claimed_on IS 'Day of the first claim.';

CREATE TABLE issuance (
  member bytea NOT NULL CHECK (octet_length(member) = 32),
  programme_id uuid NOT NULL,
  period text NOT NULL,
  batch_hash bytea NOT NULL CHECK (octet_length(batch_hash) = 32),
  sessions integer NOT NULL CHECK (sessions BETWEEN 1 AND 40),
  issued_on date NOT NULL,
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
COMMENT ON COLUMN issuance.issued_on IS 'Day of the batch.';

GRANT SELECT, INSERT ON issuer_key, eligibility_code, issuance TO gateway_app;
GRANT UPDATE (mirrored_on) ON issuer_key TO gateway_app;
GRANT UPDATE (claim_key_hash, claimed_on) ON eligibility_code TO gateway_app;

REVOKE ALL ON issuer_key, eligibility_code FROM auditor;
GRANT SELECT (key_id, programme_id, period, kind, block, spki, not_before, not_after, mirrored_on)
  ON issuer_key TO auditor;
GRANT SELECT (programme_id, period, number, block) ON eligibility_code TO auditor;
GRANT SELECT ON issuance TO auditor;
