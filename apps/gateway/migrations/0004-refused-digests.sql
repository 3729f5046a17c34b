-- A report's text is of known terms and small counts: whoever has its plain SHA-256 finds what it
-- said by trying. From now on what is known again of it is a MAC under a key that is not here.

UPDATE report_aside SET digest = replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
WHERE body IS NULL;

REVOKE SELECT (digest) ON report_aside FROM auditor;
COMMENT ON COLUMN report_aside.digest IS
  'HMAC-SHA-256 of the signed text, hexadecimal, under a key derived from the key-encryption key: the same report is known again by it, and by nothing else here.';
