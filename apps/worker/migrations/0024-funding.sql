-- Money and sessions that the gateway says an employer has paid for.

CREATE TABLE funding (
  id uuid PRIMARY KEY,
  programme uuid NOT NULL,
  sessions integer NOT NULL CHECK (sessions > 0),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  funded_on date NOT NULL
);

COMMENT ON TABLE funding IS 'Fundings of programmes, one for each paid purchase.';
COMMENT ON COLUMN funding.id IS 'Random id of the funding, given by the gateway: takes effect once.';
COMMENT ON COLUMN funding.programme IS 'The programme whose fund grew.';
COMMENT ON COLUMN funding.sessions IS 'Session credits paid for.';
COMMENT ON COLUMN funding.amount_minor IS 'Money, minor units, without tax.';
COMMENT ON COLUMN funding.currency IS 'ISO 4217 code of the amount.';
COMMENT ON COLUMN funding.funded_on IS 'Day on which the fund grew.';

CREATE INDEX funding_programme ON funding (programme);

GRANT SELECT, INSERT ON funding TO worker_app;
GRANT SELECT ON funding TO auditor;
