-- What the vault says of a period whose keys it does not take: HR and the operator are told why.

ALTER TABLE period ADD COLUMN refused_on date,
  ADD COLUMN refused_reason text
    CHECK (refused_reason IN ('replaces', 'other-shape', 'odd-period', 'not-a-key')),
  ADD CHECK ((refused_on IS NULL) = (refused_reason IS NULL));
COMMENT ON COLUMN period.refused_on IS
  'Day on which the vault first refused its keys; means something while one is not mirrored.';
COMMENT ON COLUMN period.refused_reason IS
  'Why, in the vault''s word: replaces, other-shape, odd-period or not-a-key.';

GRANT UPDATE (refused_on, refused_reason) ON period TO gateway_app;
