-- The ledger of one book: append-only, double entry, posted through ledger_post alone.
-- Part 1 of 3 (ledger.sql, ledger-post.sql, ledger-seal.sql): what is kept, and who may touch it.
-- Each book's migrations run the three in order, then SELECT ledger_grant('<app role>', true).
-- No time finer than a day is kept, and no column counts in order of arrival.

CREATE TABLE account (
  id uuid PRIMARY KEY,
  code text COLLATE "C" NOT NULL UNIQUE,
  unit text NOT NULL CHECK (unit = right(code, 3)),
  side text NOT NULL CHECK (side IN ('debit', 'credit')),
  floor bigint CHECK (floor <= 0),
  holding boolean NOT NULL,
  balance bigint NOT NULL DEFAULT 0,
  CONSTRAINT account_floor_holds CHECK (floor IS NULL OR balance >= floor),
  CONSTRAINT account_within_range
    CHECK (balance BETWEEN -4000000000000000000 AND 4000000000000000000)
) WITH (fillfactor = 50);

COMMENT ON TABLE account IS 'Accounts of this book with their running balance.';
COMMENT ON COLUMN account.id IS 'Random UUID; accounts are locked in its order.';
COMMENT ON COLUMN account.code IS 'family/owner/unit, unique in the book.';
COMMENT ON COLUMN account.unit IS 'ISO 4217 code (minor units), or SES, the session credit.';
COMMENT ON COLUMN account.side IS 'The side on which the balance grows.';
COMMENT ON COLUMN account.floor IS
  'Lowest balance; 0: never below zero; negative: overdraft limit; null: no limit.';
COMMENT ON COLUMN account.holding IS
  'Only two-phase entries touch it: a pending one fills, the one that resolves it empties.';
COMMENT ON COLUMN account.balance IS 'Sum of its postings, counted towards its own side.';

CREATE TABLE journal_entry (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (char_length(kind) BETWEEN 1 AND 40),
  day date NOT NULL,
  pending boolean NOT NULL,
  resolves uuid,
  -- The lines stand in their entry: one row, written at once, that can never gain or lose one.
  accounts uuid[] NOT NULL,
  amounts bigint[] NOT NULL,
  CONSTRAINT journal_entry_one_phase CHECK (NOT (pending AND resolves IS NOT NULL)),
  CONSTRAINT journal_entry_lines CHECK (
    cardinality(accounts) BETWEEN 2 AND 64 AND cardinality(amounts) = cardinality(accounts))
);

CREATE UNIQUE INDEX journal_entry_resolved_once ON journal_entry (resolves)
  WHERE resolves IS NOT NULL;

COMMENT ON TABLE journal_entry IS 'What happened: one balanced entry each, never changed.';
COMMENT ON COLUMN journal_entry.id IS 'Random UUID version 4 given by the caller; posts once.';
COMMENT ON COLUMN journal_entry.kind IS 'What happened, in the words of the books.';
COMMENT ON COLUMN journal_entry.day IS 'Day on which it counts, from the caller''s clock.';
COMMENT ON COLUMN journal_entry.pending IS 'First phase: what it put on hold awaits a second.';
COMMENT ON COLUMN journal_entry.resolves IS
  'Second phase: the pending entry that it captures, voids or expires; unique, so at most once.';
COMMENT ON COLUMN journal_entry.accounts IS 'The account of each line.';
COMMENT ON COLUMN journal_entry.amounts IS
  'The amount of each line, whole units of its account: a debit is above zero.';

CREATE VIEW posting AS
SELECT e.id AS entry_id, l.account_id, l.amount
FROM journal_entry e CROSS JOIN LATERAL unnest(e.accounts, e.amounts) AS l (account_id, amount);

COMMENT ON VIEW posting IS 'The lines of the entries; they sum to zero per entry and unit.';
COMMENT ON COLUMN posting.entry_id IS 'The entry that the line belongs to.';
COMMENT ON COLUMN posting.account_id IS 'The account that it moves.';
COMMENT ON COLUMN posting.amount IS 'Whole units of the account: a debit is above zero.';

CREATE TABLE unsealed_entry (
  entry_id uuid NOT NULL,
  day date NOT NULL
);

COMMENT ON TABLE unsealed_entry IS 'Entries that wait for ledger_seal; rows leave when sealed.';
COMMENT ON COLUMN unsealed_entry.entry_id IS 'An entry that is not in the hash chain yet.';
COMMENT ON COLUMN unsealed_entry.day IS 'Its day: the chain goes by day and random id.';

CREATE TABLE entry_seal (
  position bigint PRIMARY KEY,
  entry_id uuid NOT NULL UNIQUE REFERENCES journal_entry (id),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32)
);

COMMENT ON TABLE entry_seal IS 'Hash chain over the entries, sealed after the fact.';
COMMENT ON COLUMN entry_seal.position IS 'Place in the chain, from 1, without gaps.';
COMMENT ON COLUMN entry_seal.entry_id IS 'The entry sealed here.';
COMMENT ON COLUMN entry_seal.hash IS 'SHA-256 of the hash before it and the digest of the entry.';

CREATE VIEW open_hold AS
SELECT e.id AS entry_id, e.kind, e.day, a.code, a.unit,
       CASE a.side WHEN 'debit' THEN p.amount ELSE -p.amount END AS amount
FROM journal_entry e
JOIN posting p ON p.entry_id = e.id
JOIN account a ON a.id = p.account_id AND a.holding
WHERE e.pending AND NOT EXISTS (SELECT FROM journal_entry r WHERE r.resolves = e.id);

COMMENT ON VIEW open_hold IS 'What pending entries hold until they are resolved.';

CREATE VIEW ledger_total AS
SELECT a.unit,
       count(DISTINCT p.entry_id) AS entries,
       coalesce(sum(p.amount) FILTER (WHERE p.amount > 0), 0) AS debits,
       coalesce(-sum(p.amount) FILTER (WHERE p.amount < 0), 0) AS credits,
       coalesce((SELECT sum(h.amount) FROM open_hold h WHERE h.unit = a.unit), 0) AS open_holds
FROM account a
JOIN posting p ON p.account_id = a.id
GROUP BY a.unit;

COMMENT ON VIEW ledger_total IS 'Totals per unit: debits equal credits.';

CREATE FUNCTION ledger_refuse() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of % refused: the ledger is append-only; post a reversing entry',
    TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

COMMENT ON FUNCTION ledger_refuse() IS 'Refuses a change of what was posted, to everybody.';

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entry_seal
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON account
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER fixed_terms BEFORE UPDATE OF id, code, unit, side, holding ON account
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

-- Fires for replication roles too, so that no session setting switches the guards off.
ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE entry_seal ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE account ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE account ENABLE ALWAYS TRIGGER fixed_terms;

CREATE FUNCTION ledger_open(accounts jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  opened integer;
BEGIN
  IF EXISTS (
    SELECT FROM jsonb_to_recordset(accounts) AS w (code text)
    WHERE (w.code ~ '^[a-z:-]{1,40}/[a-z0-9-]{1,64}/[A-Z]{3}$') IS NOT TRUE
  ) THEN
    RAISE EXCEPTION 'an account code is family/owner/unit'
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  INSERT INTO account (id, code, unit, side, floor, holding)
  SELECT w.id, w.code, w.unit, w.side, w.floor, w.holding
  FROM jsonb_to_recordset(accounts)
    AS w (id uuid, code text, unit text, side text, floor bigint, holding boolean)
  ORDER BY w.code
  ON CONFLICT (code) DO NOTHING;
  GET DIAGNOSTICS opened = ROW_COUNT;
  IF EXISTS (
    SELECT FROM jsonb_to_recordset(accounts)
      AS w (code text, unit text, side text, floor bigint, holding boolean)
    JOIN account a ON a.code = w.code
    WHERE (a.unit, a.side, a.holding) <> (w.unit, w.side, w.holding)
  ) THEN
    RAISE EXCEPTION 'an account of this code is open on other terms'
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  RETURN opened;
END $$;

COMMENT ON FUNCTION ledger_open(jsonb) IS
  'Opens the accounts that are not open yet, and says how many; a floor once set stays.';
