-- Encrypted wallets, all of one size, at addresses that only their owners can derive.

CREATE TABLE wallet_backup (
  place bytea PRIMARY KEY CHECK (octet_length(place) = 32),
  version integer NOT NULL CHECK (version > 0),
  blob bytea NOT NULL,
  stored_on date NOT NULL
);

ALTER TABLE wallet_backup ALTER COLUMN blob SET STORAGE EXTERNAL;

COMMENT ON TABLE wallet_backup IS 'Encrypted backups of wallets; whose they are is unknown here.';
COMMENT ON COLUMN wallet_backup.place IS 'SHA-256 of the address, which lets its owner read and write and is kept nowhere.';
COMMENT ON COLUMN wallet_backup.version IS 'Counts up by one, so that two devices never overwrite each other.';
COMMENT ON COLUMN wallet_backup.blob IS 'AES-256-GCM ciphertext of fixed size.';
COMMENT ON COLUMN wallet_backup.stored_on IS 'Day of the latest version.';

GRANT SELECT, INSERT, UPDATE ON wallet_backup TO worker_app;
GRANT SELECT (version, stored_on) ON wallet_backup TO auditor;
