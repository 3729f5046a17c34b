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
