-- A second factor that operators let somebody in without stays until the link is used.

ALTER TABLE hr_invitation ADD COLUMN without_second_factor boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN hr_invitation.without_second_factor IS
  'Whether accepting it takes a second factor away: two operators have let her in so.';
