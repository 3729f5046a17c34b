-- How sessions are held: where to go, which number to call, which link to open. A way of meeting
-- without its details is neither shown nor booked.

CREATE TABLE provider_meeting (
  provider_id uuid NOT NULL REFERENCES provider (id),
  modality text NOT NULL,
  address text CHECK (length(address) BETWEEN 1 AND 200),
  directions text CHECK (length(directions) BETWEEN 1 AND 300),
  at_the_door text CHECK (length(at_the_door) BETWEEN 1 AND 150),
  phone text CHECK (phone ~ '^\+[1-9][0-9 ]{6,29}$'),
  link text CHECK (link ~ '^https://' AND length(link) <= 200),
  version integer NOT NULL CHECK (version > 0),
  PRIMARY KEY (provider_id, modality),
  CONSTRAINT provider_meeting_details CHECK (CASE modality
    WHEN 'IN_PERSON' THEN address IS NOT NULL AND at_the_door IS NOT NULL
      AND num_nonnulls(phone, link) = 0
    WHEN 'PHONE' THEN phone IS NOT NULL
      AND num_nonnulls(address, directions, at_the_door, link) = 0
    WHEN 'VIDEO' THEN link IS NOT NULL
      AND num_nonnulls(address, directions, at_the_door, phone) = 0
    ELSE false END)
);

COMMENT ON TABLE provider_meeting IS
  'Details of a therapist''s ways of meeting, told to clients who have booked and to nobody else. '
  'They stay when she offers a way no longer: sessions that are booked are still to be held.';
COMMENT ON COLUMN provider_meeting.provider_id IS 'The therapist.';
COMMENT ON COLUMN provider_meeting.modality IS 'VIDEO, PHONE or IN_PERSON.';
COMMENT ON COLUMN provider_meeting.address IS 'In person: the practice''s address.';
COMMENT ON COLUMN provider_meeting.directions IS 'In person: how to find it; null: nothing is said.';
COMMENT ON COLUMN provider_meeting.at_the_door IS 'In person: what to say at the door.';
COMMENT ON COLUMN provider_meeting.phone IS 'Phone: the number to call, + and digits, for reading.';
COMMENT ON COLUMN provider_meeting.link IS 'Video: her own room, https; its host in ASCII.';
COMMENT ON COLUMN provider_meeting.version IS
  'Counts changes, so that who has booked is told that the details are others now.';

GRANT SELECT, INSERT, UPDATE (address, directions, at_the_door, phone, link, version)
  ON provider_meeting TO worker_app;
-- An audit needs nobody's number, link or words at the door.
REVOKE ALL ON provider_meeting FROM auditor;
GRANT SELECT (provider_id, modality, version) ON provider_meeting TO auditor;

CREATE VIEW meeting_offered AS
  SELECT m.provider_id, m.modality, m.version
  FROM provider_meeting m JOIN provider p ON p.id = m.provider_id AND m.modality = ANY (p.modalities);

COMMENT ON VIEW meeting_offered IS
  'Ways of meeting that can be booked: she offers them, and their details are there.';

REVOKE ALL ON meeting_offered FROM auditor;
GRANT SELECT ON meeting_offered TO worker_app;

-- What was booked knows which details it was booked with.
ALTER TABLE authorisation ADD COLUMN meeting_version integer;

COMMENT ON COLUMN authorisation.meeting_version IS
  'Version of the details at booking; null for a bearer credit and for what was booked before them.';
