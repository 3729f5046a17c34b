-- Issued batches, for wallets that ask again; and a claim key is for one letter.

CREATE TABLE issued_entry (
  cover_key bytea NOT NULL CHECK (octet_length(cover_key) = 32),
  piece smallint NOT NULL CHECK (piece BETWEEN 0 AND 255),
  place bigint NOT NULL CHECK (place BETWEEN 0 AND 4294967295),
  sealed bytea NOT NULL CHECK (octet_length(sealed) = 2435),
  PRIMARY KEY (cover_key, piece)
);
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

CREATE UNIQUE INDEX eligibility_code_one_letter
  ON eligibility_code ((coalesce(wallet_key_hash, claim_key_hash)));
COMMENT ON INDEX eligibility_code_one_letter IS 'A claim key holds one letter, and no other.';
