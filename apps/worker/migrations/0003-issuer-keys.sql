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
  CONSTRAINT issuer_key_one_for_each_use UNIQUE NULLS NOT DISTINCT (programme, period, kind, block)
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
  reason text NOT NULL CHECK (reason IN ('replaces', 'odd-period', 'not-a-key')),
  refused_on date NOT NULL,
  CONSTRAINT issuer_key_refusal_once UNIQUE NULLS NOT DISTINCT (key_id, programme, period, kind, block)
);

COMMENT ON TABLE issuer_key_refusal IS 'Alarm: keys that the gateway put before the vault and the vault refused.';
COMMENT ON COLUMN issuer_key_refusal.key_id IS 'The key that was refused.';
COMMENT ON COLUMN issuer_key_refusal.programme IS 'The programme that it was for.';
COMMENT ON COLUMN issuer_key_refusal.period IS 'The benefit period that it was for.';
COMMENT ON COLUMN issuer_key_refusal.kind IS 'The kind that it was for.';
COMMENT ON COLUMN issuer_key_refusal.block IS 'The block that it was for.';
COMMENT ON COLUMN issuer_key_refusal.reason IS 'replaces: another key is mirrored for this use; odd-period; not-a-key.';
COMMENT ON COLUMN issuer_key_refusal.refused_on IS 'Day of the refusal.';

GRANT SELECT, INSERT ON issuer_key, issuer_key_refusal TO worker_app;
GRANT SELECT ON issuer_key, issuer_key_refusal TO auditor;
