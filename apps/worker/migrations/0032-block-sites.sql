-- Blocks of one site are a union that an employer knows, so disclosure control protects what is
-- hidden of each. A number is enough: which site it is stays unknown here.

ALTER TABLE programme_block ADD COLUMN site integer CHECK (site > 0);

COMMENT ON COLUMN programme_block.site IS
  'Blocks with one number lie in one site; null where a block reaches over several.';
