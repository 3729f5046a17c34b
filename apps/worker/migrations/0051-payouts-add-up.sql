-- A payout is what its claims were paid, and what the book sent: checked when it is committed, and
-- counted for the operator, who sees a row that was changed by other hands.

CREATE VIEW payout_amiss AS
SELECT p.id AS payout_id,
  CASE WHEN c.total IS DISTINCT FROM p.amount_minor THEN 'claims'
    WHEN c.mixed THEN 'whose' ELSE 'book' END AS reason
FROM payout p CROSS JOIN LATERAL (
  SELECT sum(k.paid_minor) AS total, coalesce(bool_or((k.provider_id, k.currency, k.status)
    IS DISTINCT FROM (p.provider_id, p.currency, 'paid')), false) AS mixed
  FROM claim k WHERE k.payout_id = p.id) AS c
WHERE c.total IS DISTINCT FROM p.amount_minor OR c.mixed
  OR NOT EXISTS (SELECT FROM journal_entry e WHERE e.id = p.id AND e.kind = 'payout-sent'
    AND (SELECT sum(l.amount) FROM unnest(e.amounts) AS l (amount) WHERE l.amount > 0)
      = p.amount_minor);
COMMENT ON VIEW payout_amiss IS 'Alarm: payouts that are not what they must be; none, as a rule.';
COMMENT ON COLUMN payout_amiss.payout_id IS 'The payout.';
COMMENT ON COLUMN payout_amiss.reason IS
  'claims: not the sum of its claims; whose: one of them is another''s, in another currency or not '
  'paid; book: not what the ledger has sent.';

CREATE FUNCTION payout_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  checked uuid := coalesce(to_jsonb(NEW) ->> 'payout_id', to_jsonb(NEW) ->> 'id');
  fault text := (SELECT reason FROM payout_amiss WHERE payout_id = checked);
BEGIN
  IF fault IS NOT NULL THEN
    RAISE EXCEPTION 'a payout does not add up: %', fault USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION payout_adds_up() IS
  'Refuses a transaction that leaves a payout which is not the sum of its claims, or not in the book.';

CREATE CONSTRAINT TRIGGER adds_up AFTER INSERT OR UPDATE OF amount_minor, currency, provider_id
  ON payout DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payout_adds_up();
CREATE CONSTRAINT TRIGGER adds_up
  AFTER INSERT OR UPDATE OF payout_id, paid_minor, currency, provider_id, status ON claim
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.payout_id IS NOT NULL)
  EXECUTE FUNCTION payout_adds_up();

GRANT SELECT ON payout_amiss TO worker_app, auditor;
