-- What the vault must know of a programme's benefit period: dates, price, and the size of its blocks.

CREATE TABLE programme_period (
  programme uuid NOT NULL,
  period text NOT NULL CHECK (period ~ '^\d{4}-Q[1-4]$'),
  opens date NOT NULL,
  closes date NOT NULL,
  releases date NOT NULL,
  k integer NOT NULL CHECK (k BETWEEN 5 AND 100),
  sessions_per_member integer NOT NULL CHECK (sessions_per_member BETWEEN 1 AND 40),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  session_price_minor bigint NOT NULL CHECK (session_price_minor > 0),
  PRIMARY KEY (programme, period),
  CONSTRAINT programme_period_in_order CHECK (opens < closes AND closes <= releases)
);

COMMENT ON TABLE programme_period IS 'Benefit periods that programmes have opened.';
COMMENT ON COLUMN programme_period.programme IS 'Random id of the programme; the employer behind it is unknown here.';
COMMENT ON COLUMN programme_period.period IS 'Calendar quarter, such as 2026-Q4.';
COMMENT ON COLUMN programme_period.opens IS 'First day on which its credits are good.';
COMMENT ON COLUMN programme_period.closes IS 'First day on which they are no longer good.';
COMMENT ON COLUMN programme_period.releases IS 'Day on which its usage is released.';
COMMENT ON COLUMN programme_period.k IS 'Least number of users that a published number may count.';
COMMENT ON COLUMN programme_period.sessions_per_member IS 'Session credits that each member was issued.';
COMMENT ON COLUMN programme_period.currency IS 'ISO 4217 code of the programme.';
COMMENT ON COLUMN programme_period.session_price_minor IS 'Most that the fund pays for one session, minor units.';

CREATE TABLE programme_block (
  programme uuid NOT NULL,
  period text NOT NULL,
  block text NOT NULL CHECK (block ~ '^B[1-9]\d{0,3}$'),
  headcount integer NOT NULL CHECK (headcount > 0),
  PRIMARY KEY (programme, period, block),
  FOREIGN KEY (programme, period) REFERENCES programme_period (programme, period)
);

COMMENT ON TABLE programme_block IS 'Reporting blocks with their frozen headcounts.';
COMMENT ON COLUMN programme_block.programme IS 'The programme.';
COMMENT ON COLUMN programme_block.period IS 'The benefit period.';
COMMENT ON COLUMN programme_block.block IS 'Name of the block; which departments it stands for is unknown here.';
COMMENT ON COLUMN programme_block.headcount IS 'People in the block when the period opened.';

GRANT SELECT, INSERT ON programme_period, programme_block TO worker_app;
GRANT SELECT ON programme_period, programme_block TO auditor;
