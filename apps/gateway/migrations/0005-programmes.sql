-- Programmes, their departments, and benefit periods with what was frozen when they opened.

CREATE TABLE programme (
  id uuid PRIMARY KEY,
  employer_id uuid NOT NULL REFERENCES employer (id),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  sessions_per_member integer NOT NULL CHECK (sessions_per_member BETWEEN 1 AND 40),
  k integer NOT NULL CHECK (k BETWEEN 5 AND 100),
  created_on date NOT NULL,
  UNIQUE (employer_id, name)
);
COMMENT ON TABLE programme IS 'A benefit that an employer offers: so many sessions a member and period.';
COMMENT ON COLUMN programme.id IS 'Random UUID; known to the vault too, the only id that is.';
COMMENT ON COLUMN programme.employer_id IS 'Who offers it.';
COMMENT ON COLUMN programme.name IS 'Name, unique within the employer: the natural key.';
COMMENT ON COLUMN programme.sessions_per_member IS 'Session credits for each member and period.';
COMMENT ON COLUMN programme.k IS 'Smallest number of users, and of non-users, in a published group.';
COMMENT ON COLUMN programme.created_on IS 'Day of creation.';

CREATE TABLE department (
  id uuid PRIMARY KEY,
  programme_id uuid NOT NULL REFERENCES programme (id),
  site text NOT NULL CHECK (char_length(site) BETWEEN 1 AND 100),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  headcount integer NOT NULL CHECK (headcount BETWEEN 0 AND 1000000),
  UNIQUE (programme_id, site, name)
);
COMMENT ON TABLE department IS 'Departments by site, as the employer states them.';
COMMENT ON COLUMN department.id IS 'Random UUID.';
COMMENT ON COLUMN department.programme_id IS 'The programme that covers it.';
COMMENT ON COLUMN department.site IS 'Name of the site.';
COMMENT ON COLUMN department.name IS 'Name of the department at that site.';
COMMENT ON COLUMN department.headcount IS 'People in it, by the employer''s word; no list of them.';

CREATE TABLE period (
  programme_id uuid NOT NULL REFERENCES programme (id),
  label text NOT NULL CHECK (label ~ '^\d{4}-Q[1-4]$'),
  opens date NOT NULL,
  closes date NOT NULL,
  releases date NOT NULL,
  k integer NOT NULL,
  sessions_per_member integer NOT NULL,
  opened_on date NOT NULL,
  PRIMARY KEY (programme_id, label)
);
COMMENT ON TABLE period IS 'Benefit periods, tumbling quarters; what counts is frozen at opening.';
COMMENT ON COLUMN period.programme_id IS 'The programme.';
COMMENT ON COLUMN period.label IS 'Calendar quarter, YYYY-Qn.';
COMMENT ON COLUMN period.opens IS 'First day.';
COMMENT ON COLUMN period.closes IS 'First day after.';
COMMENT ON COLUMN period.releases IS 'Day on which its numbers appear.';
COMMENT ON COLUMN period.k IS 'The threshold, frozen.';
COMMENT ON COLUMN period.sessions_per_member IS 'Session credits for each member, frozen.';
COMMENT ON COLUMN period.opened_on IS 'Day on which HR opened it.';

CREATE TABLE block (
  programme_id uuid NOT NULL,
  period text NOT NULL,
  block text NOT NULL CHECK (block ~ '^B[1-9]\d{0,3}$'),
  label text NOT NULL,
  headcount integer NOT NULL CHECK (headcount > 0),
  PRIMARY KEY (programme_id, period, block),
  FOREIGN KEY (programme_id, period) REFERENCES period (programme_id, label)
);
COMMENT ON TABLE block IS 'Reporting blocks, planned from headcounts alone, at least 60 people each.';
COMMENT ON COLUMN block.programme_id IS 'The programme.';
COMMENT ON COLUMN block.period IS 'The period.';
COMMENT ON COLUMN block.block IS 'B1, B2, … within the period.';
COMMENT ON COLUMN block.label IS 'The sites and departments in it, readable.';
COMMENT ON COLUMN block.headcount IS 'People in it, frozen.';

CREATE TABLE seat_range (
  programme_id uuid NOT NULL,
  period text NOT NULL,
  first_number integer NOT NULL CHECK (first_number > 0),
  headcount integer NOT NULL CHECK (headcount > 0),
  site text NOT NULL,
  department text NOT NULL,
  block text NOT NULL,
  PRIMARY KEY (programme_id, period, first_number),
  FOREIGN KEY (programme_id, period, block) REFERENCES block (programme_id, period, block)
);
COMMENT ON TABLE seat_range IS 'Which code letters go to which department: numbers in a row.';
COMMENT ON COLUMN seat_range.programme_id IS 'The programme.';
COMMENT ON COLUMN seat_range.period IS 'The period.';
COMMENT ON COLUMN seat_range.first_number IS 'Number of the department''s first letter.';
COMMENT ON COLUMN seat_range.headcount IS 'How many letters it gets.';
COMMENT ON COLUMN seat_range.site IS 'Name of the site, frozen.';
COMMENT ON COLUMN seat_range.department IS 'Name of the department, frozen.';
COMMENT ON COLUMN seat_range.block IS 'The reporting block that its people belong to.';

GRANT SELECT, INSERT ON programme, department, period, block, seat_range TO gateway_app;
GRANT SELECT ON programme, department, period, block, seat_range TO auditor;
