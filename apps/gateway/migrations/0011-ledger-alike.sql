-- The ledger, continued: many entries that are alike but for their ids, as when sessions of one
-- price are booked. The terms are weighed once, so that an entry costs little more than its row.

CREATE FUNCTION ledger_lines(entries jsonb) RETURNS ledger_line[]
LANGUAGE sql IMMUTABLE AS $$
  SELECT array_agg(ROW(e.n, l.v ->> 0, (l.v ->> 1)::bigint)::ledger_line)
  FROM jsonb_array_elements(entries) WITH ORDINALITY AS e (v, n)
  CROSS JOIN LATERAL jsonb_array_elements(e.v -> 'postings') AS l (v)
$$;

COMMENT ON FUNCTION ledger_lines(jsonb) IS 'The lines of entries, counted from 1.';

CREATE FUNCTION ledger_room(entries jsonb) RETURNS bigint[]
-- In the path of ledger_alike: a plan that two paths share is made anew at each call.
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN (SELECT array_agg(r.room ORDER BY r.item) FROM (
    SELECT l.item, min(CASE
      WHEN a.id IS NULL THEN 0
      WHEN (a.side = 'debit') = (l.amount < 0) THEN (a.balance - a.floor) / abs(l.amount)
    END) AS room
    FROM unnest(ledger_lines(entries)) AS l LEFT JOIN account a ON a.code = l.code
    GROUP BY l.item
  ) AS r);
END $$;

COMMENT ON FUNCTION ledger_room(jsonb) IS
  'How many times each entry could be posted on the balances of this moment, which may change: '
  'nothing is locked. Null: no floor stands in its way.';

CREATE FUNCTION ledger_alike(entries jsonb, ids uuid[], alike integer[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off SET plan_cache_mode = force_generic_plan SET jit = off AS $$
DECLARE
  lines ledger_line[] := ledger_lines(entries);
  locked account[];
  likes journal_entry[];
  sound boolean;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'the ledger locks accounts and reads what was committed before: post in a '
      'READ COMMITTED transaction' USING ERRCODE = 'invalid_transaction_state';
  END IF;
  SELECT array_agg(k::account) INTO locked FROM (
    SELECT a.* FROM account a
    WHERE a.code = ANY (ARRAY(SELECT DISTINCT l.code FROM unnest(lines) AS l))
    ORDER BY a.id FOR NO KEY UPDATE
  ) AS k;

  -- By the rules of ledger_weigh; an account that is not open has no holding.
  SELECT bool_and(w.sound), array_agg(w.entry ORDER BY w.item) INTO sound, likes
  FROM (
    SELECT e.item,
      (char_length(e.v ->> 'kind') BETWEEN 1 AND 40 AND e.v ->> 'day' IS NOT NULL
        AND t.lines BETWEEN 2 AND 64 AND t.balanced AND NOT t.empties
        AND t.fills = (e.v ->> 'pending')::boolean) IS TRUE AS sound,
      ROW(NULL, e.v ->> 'kind', (e.v ->> 'day')::date, (e.v ->> 'pending')::boolean, NULL,
        t.accounts, t.amounts)::journal_entry AS entry
    FROM jsonb_array_elements(entries) WITH ORDINALITY AS e (v, item)
    LEFT JOIN (
      SELECT l.item, count(*) AS lines, array_agg(l.id) AS accounts, array_agg(l.amount) AS amounts,
        bool_and(l.holding IS NOT NULL AND l.excess = 0
          AND abs(l.amount) BETWEEN 1 AND 999999999999999) AS balanced,
        bool_or(l.holding AND l.grows) AS fills, bool_or(l.holding AND NOT l.grows) AS empties
      FROM (
        SELECT u.item, u.amount, k.id, k.holding, (k.side = 'debit') = (u.amount > 0) AS grows,
          sum(u.amount) OVER (PARTITION BY u.item, k.unit) AS excess
        FROM unnest(lines) AS u LEFT JOIN unnest(locked) AS k ON k.code = u.code
      ) AS l GROUP BY l.item
    ) AS t ON t.item = e.item
  ) AS w;
  IF sound IS NOT TRUE OR cardinality(ids) > 1000 OR cardinality(ids) <> cardinality(alike)
    OR (1 <= ALL (alike) AND cardinality(likes) >= ALL (alike)) IS NOT TRUE THEN
    RAISE EXCEPTION 'sound entries of open accounts, and at most 1000 ids, each like one of them'
      USING ERRCODE = 'invalid_parameter_value';
  END IF;

  -- Written by random id, so that the order on disk tells nothing.
  WITH written AS (
    INSERT INTO journal_entry
    SELECT u.id, e.kind, e.day, e.pending, NULL, e.accounts, e.amounts
    FROM unnest(ids, alike) AS u (id, item)
    JOIN unnest(likes) WITH ORDINALITY
      AS e (none, kind, day, pending, resolves, accounts, amounts, item) ON e.item = u.item
    ORDER BY u.id RETURNING id, day
  )
  INSERT INTO unsealed_entry (entry_id, day) SELECT written.id, written.day FROM written;

  UPDATE account SET balance = account.balance + m.delta
  FROM (
    SELECT k.id,
      sum(t.times * CASE k.side WHEN 'debit' THEN l.amount ELSE -l.amount END)::bigint AS delta
    FROM (SELECT u.item, count(*) AS times FROM unnest(alike) AS u (item) GROUP BY u.item) AS t
    JOIN unnest(lines) AS l ON l.item = t.item
    JOIN unnest(locked) AS k ON k.code = l.code
    GROUP BY k.id
  ) AS m
  WHERE account.id = m.id;
END $$;

COMMENT ON FUNCTION ledger_alike(jsonb, uuid[], integer[]) IS
  'Posts an entry under each id, like the entry of that place (from 1), which resolves nothing. '
  'All are posted, or it raises: a check violation when the balances do not last for all of them '
  'together, a unique violation for an id that was used before.';

REVOKE ALL ON FUNCTION ledger_lines(jsonb), ledger_room(jsonb),
  ledger_alike(jsonb, uuid[], integer[]) FROM PUBLIC;
