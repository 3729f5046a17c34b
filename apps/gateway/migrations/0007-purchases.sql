-- Orders, invoices and payments. The money itself is in the ledger.

CREATE SEQUENCE invoice_number;
COMMENT ON SEQUENCE invoice_number IS 'Running number of issued invoices.';

CREATE TABLE invoice (
  id uuid PRIMARY KEY,
  programme_id uuid NOT NULL REFERENCES programme (id),
  idempotency_key uuid NOT NULL,
  request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  method text NOT NULL CHECK (method IN ('INVOICE', 'CARD')),
  status text NOT NULL CHECK (status IN ('CHARGING', 'DECLINED', 'OPEN', 'PAID')),
  number text UNIQUE,
  sessions integer NOT NULL CHECK (sessions > 0),
  unit_price_minor bigint NOT NULL,
  net_minor bigint NOT NULL,
  tax_bps integer NOT NULL,
  tax_minor bigint NOT NULL,
  total_minor bigint NOT NULL,
  currency text NOT NULL,
  issued_on date,
  due_on date,
  paid_on date,
  card_token text,
  decline_reason text,
  CHECK (total_minor = net_minor + tax_minor),
  CHECK ((status IN ('OPEN', 'PAID')) = (number IS NOT NULL)),
  CHECK ((status = 'PAID') = (paid_on IS NOT NULL)),
  UNIQUE (programme_id, idempotency_key)
);
COMMENT ON TABLE invoice IS 'What an employer ordered: charged to a card at once, or invoiced.';
COMMENT ON COLUMN invoice.id IS 'Random UUID; also the card charge''s and the funding''s key.';
COMMENT ON COLUMN invoice.programme_id IS 'The programme that the credits are for.';
COMMENT ON COLUMN invoice.idempotency_key IS 'Given by the client: the same key orders once.';
COMMENT ON COLUMN invoice.request_hash IS 'SHA-256 of the order: another one under the key conflicts.';
COMMENT ON COLUMN invoice.method IS 'INVOICE or CARD.';
COMMENT ON COLUMN invoice.status IS 'CHARGING and DECLINED are no invoices yet; OPEN waits; PAID.';
COMMENT ON COLUMN invoice.number IS 'Invoice number, given when it is issued.';
COMMENT ON COLUMN invoice.sessions IS 'Session credits.';
COMMENT ON COLUMN invoice.unit_price_minor IS 'Price of one session in minor units.';
COMMENT ON COLUMN invoice.net_minor IS 'Net amount in minor units.';
COMMENT ON COLUMN invoice.tax_bps IS 'Tax rate in basis points of the net amount, frozen.';
COMMENT ON COLUMN invoice.tax_minor IS 'Tax in minor units.';
COMMENT ON COLUMN invoice.total_minor IS 'Net and tax.';
COMMENT ON COLUMN invoice.currency IS 'ISO 4217 code.';
COMMENT ON COLUMN invoice.issued_on IS 'Day of issue.';
COMMENT ON COLUMN invoice.due_on IS 'Day on which it is due.';
COMMENT ON COLUMN invoice.paid_on IS 'Day on which it was paid in full.';
COMMENT ON COLUMN invoice.card_token IS 'The processor''s token, only while the charge is open.';
COMMENT ON COLUMN invoice.decline_reason IS 'Why the card was declined.';

CREATE TABLE payment (
  reference text PRIMARY KEY CHECK (char_length(reference) BETWEEN 1 AND 100),
  invoice_id uuid NOT NULL REFERENCES invoice (id),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  channel text NOT NULL CHECK (channel IN ('BANK', 'CARD')),
  received_on date NOT NULL,
  entry_id uuid NOT NULL UNIQUE REFERENCES journal_entry (id)
);
CREATE INDEX payment_invoice ON payment (invoice_id);
COMMENT ON TABLE payment IS 'Money received for an invoice; a reference counts once.';
COMMENT ON COLUMN payment.reference IS 'The bank''s or processor''s reference.';
COMMENT ON COLUMN payment.invoice_id IS 'The invoice that it pays.';
COMMENT ON COLUMN payment.amount_minor IS 'Amount in minor units of the invoice''s currency.';
COMMENT ON COLUMN payment.channel IS 'BANK or CARD.';
COMMENT ON COLUMN payment.received_on IS 'Day of receipt.';
COMMENT ON COLUMN payment.entry_id IS 'The ledger''s entry.';

GRANT USAGE ON SEQUENCE invoice_number TO gateway_app;
GRANT SELECT, INSERT ON invoice, payment TO gateway_app;
GRANT UPDATE (status, number, issued_on, due_on, paid_on, card_token, decline_reason)
  ON invoice TO gateway_app;

REVOKE ALL ON invoice FROM auditor;
GRANT SELECT (id, programme_id, idempotency_key, method, status, number, sessions,
  unit_price_minor, net_minor, tax_bps, tax_minor, total_minor, currency, issued_on, due_on, paid_on,
  decline_reason) ON invoice TO auditor;
GRANT SELECT ON payment TO auditor;
