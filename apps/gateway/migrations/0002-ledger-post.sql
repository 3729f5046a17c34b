-- Part 2 of 3: posting. One call takes a batch, answers item by item, and is one commit.
-- Nothing in it may raise for the sake of one item: what would break a constraint is found first.

CREATE TYPE ledger_line AS (item integer, code text, amount bigint);
COMMENT ON TYPE ledger_line IS 'One line of one item of a batch: a debit is above zero.';

CREATE FUNCTION ledger_same(a journal_entry, b journal_entry) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  -- The lines are compared in one order; that in which they stand is anyone's.
  SELECT a.kind = b.kind AND a.pending = b.pending AND a.resolves IS NOT DISTINCT FROM b.resolves
    AND (SELECT array_agg(ROW(l.account, l.amount) ORDER BY l.account, l.amount)
      FROM unnest(a.accounts, a.amounts) AS l (account, amount))
    IS NOT DISTINCT FROM (SELECT array_agg(ROW(l.account, l.amount) ORDER BY l.account, l.amount)
      FROM unnest(b.accounts, b.amounts) AS l (account, amount))
$$;

COMMENT ON FUNCTION ledger_same(journal_entry, journal_entry) IS
  'Whether two entries of one id ask for the same; the day may differ, as it does in a retry.';

CREATE FUNCTION ledger_held(entry journal_entry) RETURNS jsonb
LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
  RETURN (
    SELECT jsonb_object_agg(h.id, h.amount)
    FROM (
      SELECT a.id, abs(sum(p.amount)) AS amount
      FROM unnest(entry.accounts, entry.amounts) AS p (account_id, amount)
      JOIN account a ON a.id = p.account_id AND a.holding
      GROUP BY a.id
    ) AS h
  );
END $$;

COMMENT ON FUNCTION ledger_held(journal_entry) IS
  'What an entry puts into or takes out of holding accounts, amounts by account.';

CREATE FUNCTION ledger_weigh(
  ids uuid[], kinds text[], days date[], pendings boolean[], resolving uuid[],
  lines ledger_line[], locked account[]
) RETURNS TABLE (
  item integer, id uuid, resolves uuid, entry journal_entry, fault text, places integer[],
  deltas bigint[]
)
LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY WITH accounts AS (
    SELECT k.id, k.code, k.holding, k.place::integer,
      CASE k.side WHEN 'debit' THEN 1 ELSE -1 END AS sign,
      -- Each unit counts in digits of its own, so that no unit makes up for another.
      10::numeric ^ (20 * (dense_rank() OVER (ORDER BY k.unit) - 1)) AS weight
    FROM unnest(locked) WITH ORDINALITY
      AS k (id, code, unit, side, floor, holding, balance, place)
  ), totals AS (
    SELECT l.item, sum(l.amount * a.weight) = 0 AND count(*) BETWEEN 2 AND 64
        AND bool_and(abs(l.amount) BETWEEN 1 AND 999999999999999) AS balanced,
      bool_or(a.holding AND a.sign * l.amount > 0) AS fills,
      bool_or(a.holding AND a.sign * l.amount < 0) AS empties,
      array_agg(a.id) AS accounts, array_agg(l.amount) AS amounts,
      array_agg(a.place) AS places, array_agg(a.sign * l.amount) AS deltas
    FROM unnest(lines) AS l LEFT JOIN accounts a ON a.code = l.code
    GROUP BY l.item
  ), items AS (
    SELECT i.n::integer AS item, t.balanced, t.fills, t.empties, t.places, t.deltas,
      ROW(i.id, i.kind, i.day, i.pending, i.resolves, t.accounts, t.amounts)::journal_entry AS entry
    FROM unnest(ids, kinds, days, pendings, resolving) WITH ORDINALITY
      AS i (id, kind, day, pending, resolves, n)
    LEFT JOIN totals t ON t.item = i.n
  )
  SELECT i.item, (i.entry).id, (i.entry).resolves, i.entry,
    CASE
      WHEN num_nulls((i.entry).id, (i.entry).kind, (i.entry).day, (i.entry).pending) > 0
        OR char_length((i.entry).kind) NOT BETWEEN 1 AND 40
        OR ((i.entry).pending AND (i.entry).resolves IS NOT NULL) THEN 'malformed'
      WHEN prior.id IS NOT NULL
        THEN CASE WHEN ledger_same(prior, i.entry) THEN 'duplicate' ELSE 'conflict' END
      WHEN array_position(i.places, NULL) IS NOT NULL THEN 'unknown_account'
      -- Holding accounts are for two-phase entries, and every two-phase entry is for one: the
      -- first phase only fills them, the second only empties them.
      WHEN i.balanced IS NOT TRUE
        OR i.fills IS DISTINCT FROM (i.entry).pending
        OR i.empties IS DISTINCT FROM ((i.entry).resolves IS NOT NULL) THEN 'unbalanced'
    END,
    i.places, i.deltas
  -- OFFSET 0: looked up one by one, however few rows the statistics believe the journal to have.
  FROM items i LEFT JOIN LATERAL (
    SELECT e.* FROM journal_entry e WHERE e.id = (i.entry).id OFFSET 0
  ) AS prior ON true
  ORDER BY i.item;
END $$;

COMMENT ON FUNCTION ledger_weigh(
  uuid[], text[], date[], boolean[], uuid[], ledger_line[], account[]
) IS 'What is to be said of each item but for the others of its batch and the balances.';

CREATE FUNCTION ledger_resolution(resolving journal_entry, batch_hold journal_entry) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  hold journal_entry := batch_hold;
BEGIN
  IF hold.id IS NULL THEN
    SELECT e.* INTO hold FROM journal_entry e WHERE e.id = resolving.resolves;
  END IF;
  RETURN CASE
    WHEN hold.pending IS NOT TRUE THEN 'unknown_hold'
    WHEN EXISTS (SELECT FROM journal_entry e WHERE e.resolves = resolving.resolves) THEN 'resolved'
    WHEN ledger_held(hold) IS DISTINCT FROM ledger_held(resolving) THEN 'unbalanced'
  END;
END $$;

COMMENT ON FUNCTION ledger_resolution(journal_entry, journal_entry) IS
  'Why an entry cannot resolve the pending one that it names; null when it can. The pending one '
  'is given when it is of the same batch.';

CREATE FUNCTION ledger_walk(
  ids uuid[], kinds text[], days date[], pendings boolean[], resolving uuid[], lines ledger_line[]
) RETURNS TABLE (item integer, status text)
LANGUAGE plpgsql
-- Whatever the statistics say (a book begins empty), ids are looked up by index and a batch is
-- planned once.
SET enable_seqscan = off SET plan_cache_mode = force_generic_plan SET jit = off AS $$
DECLARE
  locked account[]; balances bigint[]; floors bigint[];
  -- What was accepted so far: the entries, their ids, and the ids that they resolved.
  accepted journal_entry[] := '{}'; accepted_ids uuid[] := '{}'; resolved uuid[] := '{}';
  w record;
  earlier integer;
  place integer;
BEGIN
  -- 1. Lock the accounts in the order of their ids.
  SELECT array_agg(k::account), array_agg(k.balance), array_agg(k.floor)
  INTO locked, balances, floors
  FROM (
    SELECT a.* FROM account a
    WHERE a.code = ANY (ARRAY(SELECT DISTINCT l.code FROM unnest(lines) AS l))
    ORDER BY a.id FOR NO KEY UPDATE
  ) AS k;

  -- 2. Walk the items. What was committed before the locks is seen from here on.
  FOR w IN SELECT * FROM ledger_weigh(ids, kinds, days, pendings, resolving, lines, locked) LOOP
    item := w.item; status := w.fault;
    earlier := CASE WHEN status = 'malformed' THEN NULL
      ELSE array_position(accepted_ids, w.id) END;
    IF earlier IS NOT NULL THEN
      status := CASE WHEN ledger_same(accepted[earlier], w.entry)
        THEN 'duplicate' ELSE 'conflict' END;
    ELSIF status IS NULL AND w.resolves IS NOT NULL THEN
      status := CASE WHEN w.resolves = ANY (resolved) THEN 'resolved' ELSE
        ledger_resolution(w.entry, accepted[array_position(accepted_ids, w.resolves)]) END;
    END IF;
    IF status IS NULL THEN
      status := 'posted';
      FOR leg IN 1 .. cardinality(w.places) LOOP
        place := w.places[leg];
        balances[place] := balances[place] + w.deltas[leg];
        IF (w.deltas[leg] < 0 AND balances[place] < floors[place])
          OR abs(balances[place]) > 4000000000000000000 THEN -- account_within_range
          status := 'insufficient';
        END IF;
      END LOOP;
      IF status = 'insufficient' THEN
        FOR leg IN 1 .. cardinality(w.places) LOOP
          balances[w.places[leg]] := balances[w.places[leg]] - w.deltas[leg];
        END LOOP;
      ELSE
        accepted := accepted || w.entry; accepted_ids := accepted_ids || w.id;
        IF w.resolves IS NOT NULL THEN resolved := resolved || w.resolves; END IF;
      END IF;
    END IF;
    RETURN NEXT;
  END LOOP;

  -- 3. Write by random id, so that the order on disk tells nothing within a batch.
  WITH written AS (
    INSERT INTO journal_entry SELECT n.* FROM unnest(accepted) AS n ORDER BY n.id RETURNING id, day
  )
  INSERT INTO unsealed_entry (entry_id, day) SELECT written.id, written.day FROM written;
  UPDATE account SET balance = n.balance
  FROM unnest(locked, balances) AS n (id, code, unit, side, floor, holding, old, balance)
  WHERE account.id = n.id AND n.old <> n.balance;
END $$;

COMMENT ON FUNCTION ledger_walk(
  uuid[], text[], date[], boolean[], uuid[], ledger_line[]
) IS 'Locks the accounts in id order, walks the items in turn, writes what it accepted.';

CREATE FUNCTION ledger_batch(items jsonb) RETURNS TABLE (item integer, status text)
LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[]; kinds text[]; days date[]; pendings boolean[]; resolving uuid[];
  lines ledger_line[];
BEGIN
  SELECT array_agg(i.id), array_agg(i.kind), array_agg(i.day), array_agg(i.pending),
    array_agg(i.resolves)
  INTO ids, kinds, days, pendings, resolving
  FROM jsonb_to_recordset(items)
    AS i (id uuid, kind text, day date, pending boolean, resolves uuid);
  SELECT array_agg(ROW(i.n, l.v ->> 0, (l.v ->> 1)::bigint)::ledger_line) INTO lines
  FROM jsonb_array_elements(items) WITH ORDINALITY AS i (v, n)
  CROSS JOIN LATERAL jsonb_array_elements(i.v -> 'postings') AS l (v);
  RETURN QUERY
    SELECT w.item, w.status FROM ledger_walk(ids, kinds, days, pendings, resolving, lines) AS w;
END $$;

COMMENT ON FUNCTION ledger_batch(jsonb) IS
  'Reads and posts a batch; raises a data exception when an item cannot be read.';

CREATE FUNCTION ledger_readable(item jsonb) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM i.* FROM jsonb_to_recordset(jsonb_build_array(item))
    AS i (id uuid, kind text, day date, pending boolean, resolves uuid);
  PERFORM abs((l.v ->> 1)::bigint) FROM jsonb_array_elements(item -> 'postings') AS l (v);
  RETURN true;
EXCEPTION WHEN data_exception THEN
  RETURN false;
END $$;

COMMENT ON FUNCTION ledger_readable(jsonb) IS 'Whether ledger_batch can read an item.';

CREATE FUNCTION ledger_post(items jsonb) RETURNS TABLE (item integer, status text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  batch jsonb := items;
  readable integer[]; -- places of what can be read, once something could not
BEGIN
  IF jsonb_typeof(items) <> 'array' OR jsonb_array_length(items) > 1000 THEN
    RAISE EXCEPTION 'a batch is an array of at most 1000 items'
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'the ledger locks accounts and reads what was committed before: post in a '
      'READ COMMITTED transaction' USING ERRCODE = 'invalid_transaction_state';
  END IF;
  FOR attempt IN 1..4 LOOP
    BEGIN
      RETURN QUERY
        SELECT coalesce(readable[b.item], b.item), b.status FROM ledger_batch(batch) AS b;
      EXIT;
    EXCEPTION
      WHEN unique_violation THEN
        -- Another batch used one of our ids on other accounts meanwhile. It has committed now,
        -- so that the next walk sees it and answers that item alone with a conflict.
        IF attempt = 4 THEN RAISE; END IF;
      WHEN data_exception THEN
        -- Something cannot be read: set it aside and post the others.
        IF readable IS NOT NULL THEN RAISE; END IF;
        SELECT coalesce(array_agg(i.n), '{}'), coalesce(jsonb_agg(i.v), '[]')
        INTO readable, batch
        FROM (SELECT e.* FROM jsonb_array_elements(items) WITH ORDINALITY AS e (v, n) ORDER BY e.n)
          AS i WHERE ledger_readable(i.v);
    END;
  END LOOP;
  RETURN QUERY
    SELECT i.n, 'malformed' FROM generate_series(1, jsonb_array_length(items)) AS i (n)
    WHERE i.n <> ALL (readable);
END $$;

COMMENT ON FUNCTION ledger_post(jsonb) IS
  'Posts a batch: per item posted, duplicate, insufficient, unknown_account, conflict, '
  'unbalanced, unknown_hold, resolved or malformed; no item fails another.';
