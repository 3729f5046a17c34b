-- What a session pays is decided when it is authorised, and told before: a claim of later is paid
-- by its own authorisation, whatever the terms have become since.

ALTER TABLE authorisation
  ADD COLUMN platform_share_bps integer NOT NULL DEFAULT 1000
    CHECK (platform_share_bps BETWEEN 0 AND 10000),
  ADD COLUMN missed_share_bps integer NOT NULL DEFAULT 5000
    CHECK (missed_share_bps BETWEEN 0 AND 10000);
COMMENT ON COLUMN authorisation.platform_share_bps IS
  'The platform''s part of what a claim is allowed, in basis points; the default is what is offered now.';
COMMENT ON COLUMN authorisation.missed_share_bps IS
  'The therapist''s part of the price of a session that was not kept, in basis points.';
