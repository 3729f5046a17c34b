-- Where a therapist may practise, and until when.

CREATE TABLE provider_licence (
  provider_id uuid NOT NULL REFERENCES provider (id),
  jurisdiction text NOT NULL CHECK (jurisdiction ~ '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'),
  number text NOT NULL CHECK (length(number) BETWEEN 1 AND 40),
  expires date NOT NULL,
  PRIMARY KEY (provider_id, jurisdiction)
);

COMMENT ON TABLE provider_licence IS 'Licences, as the operator has seen them.';
COMMENT ON COLUMN provider_licence.provider_id IS 'The therapist.';
COMMENT ON COLUMN provider_licence.jurisdiction IS 'ISO 3166 code of the country or its subdivision.';
COMMENT ON COLUMN provider_licence.number IS 'Number in the public register of that jurisdiction.';
COMMENT ON COLUMN provider_licence.expires IS 'Last day on which it is valid.';

GRANT SELECT, INSERT, UPDATE (number, expires) ON provider_licence TO worker_app;
GRANT SELECT ON provider_licence TO auditor;
