-- What was settled of what was bought, programme by programme: a report is settled as far as it is
-- paid for, and the rest with a later payment. And invoices for what was settled beyond that.

CREATE TABLE settlement (
  entry_id uuid PRIMARY KEY REFERENCES journal_entry (id),
  programme_id uuid NOT NULL REFERENCES programme (id),
  sessions integer NOT NULL CHECK (sessions > 0)
);
CREATE INDEX settlement_programme ON settlement (programme_id);
COMMENT ON TABLE settlement IS
  'Sessions that reports have settled and invoices have paid, as they were posted; never changed.';
COMMENT ON COLUMN settlement.entry_id IS 'The ledger''s entry, prepaid to settled.';
COMMENT ON COLUMN settlement.programme_id IS 'The programme.';
COMMENT ON COLUMN settlement.sessions IS 'Sessions that it settled beyond those before it.';

INSERT INTO settlement (entry_id, programme_id, sessions)
SELECT r.entry_id, r.programme_id, r.settled_sessions - coalesce(b.settled_sessions, 0)
FROM report_release r JOIN journal_entry j ON j.id = r.entry_id
  LEFT JOIN report_release b ON b.programme_id = r.programme_id AND b.period = r.period
    AND right(b.report, 1)::integer = right(r.report, 1)::integer - 1;

ALTER TABLE report_release DROP COLUMN entry_id;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON settlement
  FOR EACH STATEMENT EXECUTE FUNCTION release_refuse();
ALTER TABLE settlement ENABLE ALWAYS TRIGGER append_only;
GRANT SELECT, INSERT ON settlement TO gateway_app;
GRANT SELECT ON settlement TO auditor;

ALTER TABLE invoice ADD COLUMN shortfall_of text,
  ADD CONSTRAINT invoice_shortfall_year
    FOREIGN KEY (programme_id, shortfall_of) REFERENCES period (programme_id, label),
  ADD CONSTRAINT invoice_shortfall CHECK (shortfall_of IS NULL OR period IS NULL);
COMMENT ON COLUMN invoice.shortfall_of IS
  'The year with whose last report these sessions were settled beyond what was ordered; null: none.';
GRANT SELECT (shortfall_of) ON invoice TO auditor;
