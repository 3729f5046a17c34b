-- Therapists: professionals who are named to their clients, unlike their clients to them.

CREATE TABLE provider (
  id uuid PRIMARY KEY,
  login text NOT NULL UNIQUE CHECK (login ~ '^[a-z0-9][a-z0-9-]{2,39}$'),
  password_hash text NOT NULL,
  display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 120),
  languages text[] NOT NULL CHECK (cardinality(languages) BETWEEN 1 AND 16),
  specialities text[] NOT NULL CHECK (cardinality(specialities) BETWEEN 1 AND 16),
  modalities text[] NOT NULL CHECK (cardinality(modalities) BETWEEN 1 AND 3),
  gender text NOT NULL CHECK (gender IN ('FEMALE', 'MALE', 'NONBINARY')),
  time_zone text NOT NULL,
  active boolean NOT NULL,
  registered_on date NOT NULL
);

COMMENT ON TABLE provider IS 'Therapists whom the operator has registered after checking them.';
COMMENT ON COLUMN provider.id IS 'Random UUID version 4.';
COMMENT ON COLUMN provider.login IS 'Name to sign in with.';
COMMENT ON COLUMN provider.password_hash IS 'argon2id.';
COMMENT ON COLUMN provider.display_name IS 'Professional name, shown in the directory.';
COMMENT ON COLUMN provider.languages IS 'Languages that sessions can be in, ISO 639-1.';
COMMENT ON COLUMN provider.specialities IS 'Concerns that the therapist specialises in.';
COMMENT ON COLUMN provider.modalities IS 'VIDEO, PHONE, IN_PERSON.';
COMMENT ON COLUMN provider.gender IS 'As the therapist wants it shown.';
COMMENT ON COLUMN provider.time_zone IS 'IANA name; a service day is a day there.';
COMMENT ON COLUMN provider.active IS 'False: gets no new referrals and is not in the directory.';
COMMENT ON COLUMN provider.registered_on IS 'Day of registration.';

GRANT SELECT, INSERT, UPDATE (password_hash, active) ON provider TO worker_app;

-- An audit needs no password, not even its hash.
REVOKE ALL ON provider FROM auditor;
GRANT SELECT (id, login, display_name, languages, specialities, modalities, gender, time_zone,
  active, registered_on) ON provider TO auditor;
