CREATE TABLE provider_keys (
  provider_id uuid NOT NULL REFERENCES provider (id),
  version integer NOT NULL CHECK (version BETWEEN 1 AND 1000),
  body text NOT NULL CHECK (length(body) BETWEEN 1 AND 600),
  signature text NOT NULL CHECK (length(signature) = 86),
  vouch text CHECK (length(vouch) = 86),
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  published_on date NOT NULL,
  PRIMARY KEY (provider_id, version)
);
COMMENT ON TABLE provider_keys IS 'Public keys of therapists, to which clients seal what they write.';
COMMENT ON COLUMN provider_keys.provider_id IS 'The therapist.';
COMMENT ON COLUMN provider_keys.version IS 'From 1; each names the one before.';
COMMENT ON COLUMN provider_keys.body IS 'What was signed, as it was.';
COMMENT ON COLUMN provider_keys.signature IS 'By the key that it names.';
COMMENT ON COLUMN provider_keys.vouch IS 'By the version before; null for the first.';
COMMENT ON COLUMN provider_keys.hash IS 'SHA-256 of the body; the directory names the newest.';
COMMENT ON COLUMN provider_keys.published_on IS 'Day on which the therapist published it.';
GRANT SELECT, INSERT ON provider_keys TO worker_app;
GRANT SELECT ON provider_keys TO auditor;

ALTER TABLE referral ADD COLUMN client_key bytea CHECK (octet_length(client_key) = 32);
COMMENT ON COLUMN referral.client_key IS 'Public key of the client for this therapist; null before.';
GRANT UPDATE (client_key) ON referral TO worker_app;

CREATE TABLE mailbox (
  owner_id uuid PRIMARY KEY,
  messages integer NOT NULL CHECK (messages > 0)
);
COMMENT ON TABLE mailbox IS 'How many messages a case or a therapist was ever part of.';
COMMENT ON COLUMN mailbox.owner_id IS 'A case, or a therapist.';
COMMENT ON COLUMN mailbox.messages IS 'The place of the newest.';
GRANT SELECT, INSERT, UPDATE (messages) ON mailbox TO worker_app;
GRANT SELECT ON mailbox TO auditor;

CREATE TABLE message (
  referral_id uuid NOT NULL REFERENCES referral (id),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  case_id uuid NOT NULL REFERENCES care_case (id),
  provider_id uuid NOT NULL REFERENCES provider (id),
  from_client boolean NOT NULL,
  case_place integer NOT NULL,
  provider_place integer NOT NULL,
  sealed bytea NOT NULL CHECK (octet_length(sealed) = 2048),
  sent_on date NOT NULL,
  PRIMARY KEY (referral_id, hash),
  UNIQUE (case_id, case_place),
  UNIQUE (provider_id, provider_place)
);
COMMENT ON TABLE message IS 'What client and therapist write to each other, sealed to them alone.';
COMMENT ON COLUMN message.referral_id IS 'Under which it was written.';
COMMENT ON COLUMN message.hash IS 'SHA-256 of the sealed bytes: sent again, it is the same one.';
COMMENT ON COLUMN message.case_id IS 'The case of the referral.';
COMMENT ON COLUMN message.provider_id IS 'The therapist of the referral.';
COMMENT ON COLUMN message.from_client IS 'Who wrote it: the client, or the therapist.';
COMMENT ON COLUMN message.case_place IS 'Among all messages of the case, from 1.';
COMMENT ON COLUMN message.provider_place IS 'Among all messages of the therapist, from 1.';
COMMENT ON COLUMN message.sealed IS 'The message. Nothing but its two sides opens it.';
COMMENT ON COLUMN message.sent_on IS 'Day on which it came.';
GRANT SELECT, INSERT ON message TO worker_app;
GRANT SELECT ON message TO auditor;
