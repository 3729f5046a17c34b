-- What operators did, by name; customers that end; invoices that are cancelled and money that is sent
-- back; and a way back in for an HR team that two operators open together.

CREATE TABLE operator_deed (
  id uuid PRIMARY KEY,
  number integer NOT NULL UNIQUE CHECK (number > 0),
  operator text CHECK (operator ~ '^[a-z][a-z0-9-]{1,31}$'),
  deed text NOT NULL CHECK (deed ~ '^[a-zA-Z]{3,60}$'),
  subject text NOT NULL CHECK (subject ~ '^[A-Za-z0-9-]{0,60}$'),
  outcome text CHECK (outcome ~ '^[A-Z_]{3,40}$'),
  done_on date NOT NULL
);
COMMENT ON TABLE operator_deed IS
  'What operators did here, and were refused. No person is named but they. Added, never changed.';
COMMENT ON COLUMN operator_deed.id IS 'Random UUID.';
COMMENT ON COLUMN operator_deed.number IS 'Running number; a gap would show.';
COMMENT ON COLUMN operator_deed.operator IS 'Name by the token; null: a token that nobody has.';
COMMENT ON COLUMN operator_deed.deed IS 'Name of the mutation, or of the query that was refused.';
COMMENT ON COLUMN operator_deed.subject IS 'Id of the customer or request, or number of the invoice.';
COMMENT ON COLUMN operator_deed.outcome IS
  'DONE, or the code of the refusal; null until then: it is written down before it is done.';
COMMENT ON COLUMN operator_deed.done_on IS 'Day.';

CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON operator_deed
  FOR EACH STATEMENT EXECUTE FUNCTION action_refuse();
ALTER TABLE operator_deed ENABLE ALWAYS TRIGGER append_only;
CREATE TRIGGER forward_only BEFORE UPDATE ON operator_deed
  FOR EACH ROW WHEN (OLD.outcome IS NOT NULL OR (OLD.id, OLD.number, OLD.operator, OLD.deed,
    OLD.done_on) IS DISTINCT FROM (NEW.id, NEW.number, NEW.operator, NEW.deed, NEW.done_on))
  EXECUTE FUNCTION refuse_backwards();
ALTER TABLE operator_deed ENABLE ALWAYS TRIGGER forward_only;

ALTER TABLE employer ADD COLUMN contact_email text CHECK (contact_email = lower(contact_email));
ALTER TABLE employer ADD COLUMN deactivated_on date;
COMMENT ON COLUMN employer.contact_email IS 'Who is asked about invoices; null: who was invited first.';
COMMENT ON COLUMN employer.deactivated_on IS
  'Day on which the contract ended: HR reads, and changes and buys nothing; null while it runs.';

CREATE TABLE hr_let_in (
  id uuid PRIMARY KEY,
  employer_id uuid NOT NULL REFERENCES employer (id),
  email text NOT NULL CHECK (email = lower(email)),
  without_second_factor boolean NOT NULL,
  asked_by text NOT NULL,
  expires_on date NOT NULL,
  confirmed_by text,
  CHECK (confirmed_by <> asked_by)
);
COMMENT ON TABLE hr_let_in IS
  'Requests to let somebody administrate a team that cannot help itself; two operators, never one.';
COMMENT ON COLUMN hr_let_in.id IS 'Random UUID.';
COMMENT ON COLUMN hr_let_in.employer_id IS 'Whose team.';
COMMENT ON COLUMN hr_let_in.email IS 'Who of HR is to administrate, lower case.';
COMMENT ON COLUMN hr_let_in.without_second_factor IS 'Whether her second factor is taken away too.';
COMMENT ON COLUMN hr_let_in.asked_by IS 'Name of the operator who asked.';
COMMENT ON COLUMN hr_let_in.expires_on IS 'Last day on which another operator can confirm.';
COMMENT ON COLUMN hr_let_in.confirmed_by IS 'Name of the other operator, who confirmed; null: nobody yet.';

ALTER TABLE hr_action ALTER COLUMN user_id DROP NOT NULL;
ALTER TABLE hr_action ADD COLUMN operators text CHECK (operators ~ '^[a-z0-9, -]{2,80}$');
ALTER TABLE hr_action ADD CHECK ((user_id IS NULL) = (operators IS NOT NULL));
COMMENT ON COLUMN hr_action.user_id IS 'Who of HR did it; null: operators did.';
COMMENT ON COLUMN hr_action.operators IS 'Names of the operators who did it to this team; else null.';

ALTER TABLE invoice ADD COLUMN cancelled_on date;
ALTER TABLE invoice ADD COLUMN buyer_name text;
ALTER TABLE invoice DROP CONSTRAINT invoice_status_check, DROP CONSTRAINT invoice_check1;
ALTER TABLE invoice
  ADD CONSTRAINT invoice_status_check
    CHECK (status IN ('CHARGING', 'DECLINED', 'OPEN', 'PAID', 'CANCELLED')),
  ADD CONSTRAINT invoice_check1
    CHECK ((status IN ('OPEN', 'PAID', 'CANCELLED')) = (number IS NOT NULL)),
  ADD CONSTRAINT invoice_cancelled CHECK ((status = 'CANCELLED') = (cancelled_on IS NOT NULL));
COMMENT ON COLUMN invoice.status IS
  'CHARGING and DECLINED are no invoices yet; OPEN waits; PAID; CANCELLED before it was paid.';
COMMENT ON COLUMN invoice.cancelled_on IS 'Day on which it was cancelled.';
COMMENT ON COLUMN invoice.buyer_name IS
  'The customer''s name when it was issued: what was printed stays, whatever she is called later.';
UPDATE invoice SET buyer_name = e.name FROM programme p JOIN employer e ON e.id = p.employer_id
  WHERE p.id = programme_id AND number IS NOT NULL;

DROP TRIGGER forward_only ON invoice;
CREATE TRIGGER forward_only BEFORE UPDATE ON invoice
  FOR EACH ROW WHEN (OLD.status IN ('PAID', 'DECLINED', 'CANCELLED') AND NEW.status <> OLD.status)
  EXECUTE FUNCTION refuse_backwards();

CREATE TABLE payment_return (
  reference text PRIMARY KEY CHECK (char_length(reference) BETWEEN 1 AND 100),
  invoice_id uuid NOT NULL REFERENCES invoice (id),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  returned_on date NOT NULL,
  entry_id uuid NOT NULL UNIQUE REFERENCES journal_entry (id)
);
CREATE INDEX payment_return_invoice ON payment_return (invoice_id);
COMMENT ON TABLE payment_return IS 'Money sent back that lay in suspense; a reference counts once.';
COMMENT ON COLUMN payment_return.reference IS 'The bank''s reference of the transfer.';
COMMENT ON COLUMN payment_return.invoice_id IS 'The invoice for which too much was received.';
COMMENT ON COLUMN payment_return.amount_minor IS 'Amount in minor units of the invoice''s currency.';
COMMENT ON COLUMN payment_return.returned_on IS 'Day on which it was recorded.';
COMMENT ON COLUMN payment_return.entry_id IS 'The ledger''s entry.';

GRANT SELECT, INSERT ON operator_deed, hr_let_in, payment_return TO gateway_app;
GRANT UPDATE (subject, outcome) ON operator_deed TO gateway_app;
GRANT UPDATE (confirmed_by) ON hr_let_in TO gateway_app;
GRANT UPDATE (name, contact_email, deactivated_on) ON employer TO gateway_app;
GRANT UPDATE (cancelled_on, buyer_name) ON invoice TO gateway_app;
GRANT SELECT ON operator_deed, hr_let_in, payment_return TO auditor;
GRANT SELECT (cancelled_on, buyer_name) ON invoice TO auditor;
