-- Who of HR placed an order, so that its outcome is written down as hers once it is known; and
-- invoice numbers without a gap, which a sequence leaves whenever a transaction is undone.

ALTER TABLE invoice ADD COLUMN ordered_by uuid REFERENCES hr_user (id);
COMMENT ON COLUMN invoice.ordered_by IS
  'Who of HR placed the order; none for orders of before this column.';
GRANT SELECT (ordered_by) ON invoice TO auditor;

CREATE TABLE invoice_counter (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  last bigint NOT NULL CHECK (last >= 0)
);
COMMENT ON TABLE invoice_counter IS 'The running number of invoices: one row, taken with the invoice.';
COMMENT ON COLUMN invoice_counter.one IS 'Always true: there is one row.';
COMMENT ON COLUMN invoice_counter.last IS 'Running number of the latest invoice.';
INSERT INTO invoice_counter (last)
  SELECT coalesce(max(split_part(number, '-', 3)::bigint), 0) FROM invoice;
DROP SEQUENCE invoice_number;
GRANT SELECT, UPDATE ON invoice_counter TO gateway_app;
GRANT SELECT ON invoice_counter TO auditor;
