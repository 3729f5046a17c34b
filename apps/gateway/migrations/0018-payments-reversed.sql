-- A payment that was recorded on the wrong invoice is taken back: it stays, as reversed, its bank
-- reference may be recorded again, and what it had funded is withdrawn in the vault.

ALTER TABLE payment DROP CONSTRAINT payment_pkey, DROP CONSTRAINT payment_entry_id_key;
ALTER TABLE payment ADD PRIMARY KEY (entry_id);
ALTER TABLE payment ADD COLUMN reversed_on date;
ALTER TABLE payment ADD COLUMN reversal_entry_id uuid UNIQUE REFERENCES journal_entry (id);
ALTER TABLE payment ADD COLUMN reversal_reason text
  CHECK (char_length(reversal_reason) BETWEEN 1 AND 200);
ALTER TABLE payment ADD COLUMN withdrawn_funding_id uuid UNIQUE;
ALTER TABLE payment ADD CONSTRAINT payment_reversed CHECK (
  (reversed_on IS NULL) = (reversal_entry_id IS NULL)
  AND (reversed_on IS NULL) = (reversal_reason IS NULL)
  AND (withdrawn_funding_id IS NULL OR reversed_on IS NOT NULL));
CREATE UNIQUE INDEX payment_reference ON payment (reference) WHERE reversed_on IS NULL;
COMMENT ON TABLE payment IS
  'Money received for an invoice; a reference counts once, and again after it was reversed.';
COMMENT ON COLUMN payment.reversed_on IS 'Day on which it was taken back; null: it counts.';
COMMENT ON COLUMN payment.reversal_entry_id IS 'The ledger''s entry that takes it back.';
COMMENT ON COLUMN payment.reversal_reason IS 'Why, in the operator''s words: the customer reads them.';
COMMENT ON COLUMN payment.withdrawn_funding_id IS
  'The funding that ended with it; null where the invoice was not paid, or stayed so.';

CREATE TRIGGER forward_only BEFORE UPDATE ON payment
  FOR EACH ROW WHEN (OLD.reversed_on IS NOT NULL OR (OLD.reference, OLD.invoice_id,
    OLD.amount_minor, OLD.channel, OLD.received_on, OLD.entry_id) IS DISTINCT FROM (NEW.reference,
    NEW.invoice_id, NEW.amount_minor, NEW.channel, NEW.received_on, NEW.entry_id))
  EXECUTE FUNCTION refuse_backwards();
ALTER TABLE payment ENABLE ALWAYS TRIGGER forward_only;

ALTER TABLE invoice ADD COLUMN funding_id uuid UNIQUE;
COMMENT ON COLUMN invoice.funding_id IS
  'Random id of the funding in the vault while it is paid: another one each time that it is.';
UPDATE invoice SET funding_id = id WHERE status = 'PAID';
ALTER TABLE invoice ADD CONSTRAINT invoice_funded
  CHECK ((status = 'PAID') = (funding_id IS NOT NULL));
DROP TRIGGER forward_only ON invoice;
CREATE TRIGGER forward_only BEFORE UPDATE ON invoice
  FOR EACH ROW WHEN ((OLD.status IN ('DECLINED', 'CANCELLED') AND NEW.status <> OLD.status)
    OR (OLD.status = 'PAID' AND NEW.status NOT IN ('PAID', 'OPEN')))
  EXECUTE FUNCTION refuse_backwards();

GRANT UPDATE (reversed_on, reversal_entry_id, reversal_reason, withdrawn_funding_id)
  ON payment TO gateway_app;
GRANT UPDATE (funding_id) ON invoice TO gateway_app;
GRANT SELECT (funding_id) ON invoice TO auditor;
