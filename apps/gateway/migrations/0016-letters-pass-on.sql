-- A letter is claimed by its device before there is a wallet, and passes to the wallet once.

ALTER TABLE eligibility_code ADD COLUMN wallet_key_hash bytea
  CHECK (octet_length(wallet_key_hash) = 32),
  ADD CHECK (wallet_key_hash IS NULL OR claim_key_hash IS NOT NULL);
COMMENT ON COLUMN eligibility_code.claim_key_hash IS
  'HMAC of the claim key that the code is bound to since its first claim: a wallet''s, or one of a '
  'device that had none yet.';
COMMENT ON COLUMN eligibility_code.wallet_key_hash IS
  'HMAC of the wallet''s claim key, where the code passed to it from the key of the first claim.';

GRANT UPDATE (wallet_key_hash) ON eligibility_code TO gateway_app;

CREATE TRIGGER passes_once BEFORE UPDATE ON eligibility_code
  FOR EACH ROW WHEN (OLD.wallet_key_hash IS NOT NULL
    AND NEW.wallet_key_hash IS DISTINCT FROM OLD.wallet_key_hash)
  EXECUTE FUNCTION refuse_backwards();
