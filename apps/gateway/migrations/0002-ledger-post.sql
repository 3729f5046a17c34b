-- Part 2 of 3: posting. One call takes a batch, answers item by item, and is one commit.
-- Nothing in it may raise for the sake of one item: what would break a constraint is found first.

CREATE FUNCTION ledger_day(written text) RETURNS date
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN written LIKE '____-__-__' AND translate(written, '0123456789', '') = '--'
    AND left(written, 4) BETWEEN '1900' AND '2999' AND substr(written, 6, 2) BETWEEN '01' AND '12'
  THEN
    -- A day that its month does not have ends up in another month.
    CASE WHEN right(written, 2)::int = extract(day FROM
      make_date(left(written, 4)::int, substr(written, 6, 2)::int, 1) + right(written, 2)::int - 1)
    THEN make_date(left(written, 4)::int, substr(written, 6, 2)::int, right(written, 2)::int) END
  END
$$;

COMMENT ON FUNCTION ledger_day(text) IS 'A day, YYYY-MM-DD; null when there is no such day.';

CREATE FUNCTION ledger_uuid(written text) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN written LIKE '________-____-4___-____-____________'
    AND translate(written, '0123456789abcdef', '') = '----' THEN written::uuid END
$$;

COMMENT ON FUNCTION ledger_uuid(text) IS 'A random UUID, version 4; null when it is none.';

CREATE TYPE ledger_line AS (item integer, code text, amount bigint);
COMMENT ON TYPE ledger_line IS 'One line of one item of a batch, null where it made no sense.';

CREATE FUNCTION ledger_lines(items jsonb) RETURNS ledger_line[]
LANGUAGE plpgsql AS $$
BEGIN
  RETURN (
    SELECT array_agg(ROW(e.n, p.v ->> 0,
      CASE WHEN p.v ->> 1 ~ '^-?[1-9][0-9]{0,14}$' THEN (p.v ->> 1)::bigint END)::ledger_line)
    FROM jsonb_array_elements(items) WITH ORDINALITY AS e (v, n)
    CROSS JOIN LATERAL jsonb_array_elements(
      CASE jsonb_typeof(e.v -> 'postings') WHEN 'array' THEN e.v -> 'postings' ELSE '[]' END
    ) AS p (v)
  );
END $$;

COMMENT ON FUNCTION ledger_lines(jsonb) IS 'Reads the lines of a batch in order; never fails.';

CREATE FUNCTION ledger_held(entry uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE STRICT AS $$
BEGIN
  RETURN (
    SELECT jsonb_object_agg(a.code, abs(p.amount))
    FROM journal_entry e CROSS JOIN unnest(e.accounts, e.amounts) AS p (account_id, amount)
    JOIN account a ON a.id = p.account_id
    WHERE e.id = entry AND e.pending AND a.holding
  );
END $$;

COMMENT ON FUNCTION ledger_held(uuid) IS
  'What a pending entry put on hold, amounts by account code; null when it is none.';

CREATE FUNCTION ledger_weigh(items jsonb, lines ledger_line[], locked account[]) RETURNS TABLE (
  item integer, entry journal_entry, fault text, held jsonb, hold jsonb, places integer[],
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
    SELECT l.item, count(*) BETWEEN 2 AND 64 AND count(l.amount) = count(*) AS readable,
      bool_and(a.place IS NOT NULL) AS known, sum(l.amount * a.weight) = 0 AS balanced,
      jsonb_object_agg(l.code, abs(l.amount)) FILTER (WHERE a.holding) AS held,
      bool_or(a.holding AND a.sign * l.amount > 0) AS fills,
      bool_or(a.holding AND a.sign * l.amount < 0) AS empties,
      array_agg(a.id) AS accounts, array_agg(l.amount) AS amounts,
      array_agg(a.place) AS places, array_agg(a.sign * l.amount) AS deltas
    FROM unnest(lines) AS l LEFT JOIN accounts a ON a.code = l.code
    GROUP BY l.item
  )
  SELECT i.n::integer,
    ROW(ledger_uuid(i.id), i.kind, ledger_day(i.day), i.pending = 'true', ledger_uuid(i.resolves),
      t.accounts, t.amounts, r.request)::journal_entry,
    CASE
      WHEN (t.readable AND ledger_uuid(i.id) IS NOT NULL AND ledger_day(i.day) IS NOT NULL
        AND char_length(i.kind) BETWEEN 1 AND 40
        AND translate(i.kind, 'abcdefghijklmnopqrstuvwxyz-', '') = ''
        AND i.pending IN ('true', 'false') AND (i.resolves IS NULL
          OR (i.pending = 'false' AND ledger_uuid(i.resolves) IS NOT NULL))) IS NOT TRUE
        THEN 'malformed'
      WHEN r.prior = r.request THEN 'duplicate'
      WHEN r.prior IS NOT NULL THEN 'conflict'
      WHEN NOT t.known THEN 'unknown_account'
      -- Holding accounts are for two-phase entries, and every two-phase entry is for one: the
      -- first phase only fills them, the second only empties them.
      WHEN NOT t.balanced OR (t.held IS NULL) = (i.pending = 'true' OR i.resolves IS NOT NULL)
        OR (i.pending = 'true' AND t.empties) OR (i.resolves IS NOT NULL AND t.fills)
        THEN 'unbalanced'
      WHEN (SELECT true FROM journal_entry e WHERE e.resolves = ledger_uuid(i.resolves))
        THEN 'resolved'
    END,
    t.held, ledger_held(ledger_uuid(i.resolves)), t.places, t.deltas
  FROM ROWS FROM (
    jsonb_array_elements(items),
    jsonb_to_recordset(items) AS (id text, kind text, day text, pending text, resolves text)
  ) WITH ORDINALITY AS i (v, id, kind, day, pending, resolves, n)
  LEFT JOIN totals t ON t.item = i.n
  CROSS JOIN LATERAL (
    SELECT sha256(convert_to((i.v - 'day')::text, 'UTF8')) AS request,
      (SELECT e.request FROM journal_entry e WHERE e.id = ledger_uuid(i.id)) AS prior
    OFFSET 0
  ) AS r
  ORDER BY i.n;
END $$;

COMMENT ON FUNCTION ledger_weigh(jsonb, ledger_line[], account[]) IS
  'What is to be said of each item but for the others of its batch and the balances.';

CREATE FUNCTION ledger_walk(items jsonb) RETURNS TABLE (item integer, status text)
LANGUAGE plpgsql
-- Whatever the statistics say (a book begins empty), ids are looked up by index and a batch is
-- planned once.
SET enable_seqscan = off SET plan_cache_mode = force_generic_plan SET jit = off AS $$
DECLARE
  lines ledger_line[] := ledger_lines(items);
  locked account[]; balances bigint[]; floors bigint[];
  accepted journal_entry[] := '{}';
  -- Of what was accepted: ids, requests, what was put on hold, and what was resolved.
  ids uuid[] := '{}'; requests bytea[] := '{}'; holds jsonb[] := '{}'; resolved uuid[] := '{}';
  w record;
  e journal_entry;
  earlier integer;
  hold jsonb;
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
  FOR w IN SELECT * FROM ledger_weigh(items, lines, locked) LOOP
    item := w.item; e := w.entry; status := w.fault;
    earlier := CASE WHEN status = 'malformed' THEN NULL ELSE array_position(ids, e.id) END;
    IF earlier IS NOT NULL THEN
      status := CASE requests[earlier] WHEN e.request THEN 'duplicate' ELSE 'conflict' END;
    ELSIF status IS NULL AND e.resolves IS NOT NULL THEN
      hold := coalesce(w.hold, holds[array_position(ids, e.resolves)]);
      status := CASE
        WHEN e.resolves = ANY (resolved) THEN 'resolved'
        WHEN hold IS NULL THEN 'unknown_hold'
        WHEN hold <> w.held THEN 'unbalanced' END;
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
        accepted := accepted || e; ids := ids || e.id; requests := requests || e.request;
        holds := holds || CASE WHEN e.pending THEN w.held END;
        IF e.resolves IS NOT NULL THEN resolved := resolved || e.resolves; END IF;
      END IF;
    END IF;
    RETURN NEXT;
  END LOOP;

  -- 3. Write by random id, so that the order on disk tells nothing within a batch.
  INSERT INTO journal_entry SELECT n.* FROM unnest(accepted) AS n ORDER BY n.id;
  INSERT INTO unsealed_entry (entry_id, day)
  SELECT n.id, n.day FROM unnest(accepted) AS n ORDER BY n.id;
  UPDATE account SET balance = n.balance
  FROM unnest(locked, balances) AS n (id, code, unit, side, floor, holding, old, balance)
  WHERE account.id = n.id AND n.old <> n.balance;
END $$;

COMMENT ON FUNCTION ledger_walk(jsonb) IS
  'Locks the accounts in id order, walks the items in turn, writes what it accepted.';

CREATE FUNCTION ledger_post(items jsonb) RETURNS TABLE (item integer, status text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF jsonb_typeof(items) <> 'array' OR jsonb_array_length(items) > 1000 THEN
    RAISE EXCEPTION 'a batch is an array of at most 1000 items'
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'the ledger locks accounts and reads what was committed before: post in a '
      'READ COMMITTED transaction' USING ERRCODE = 'invalid_transaction_state';
  END IF;
  IF jsonb_path_exists(items, '$[*] ? (@.type() != "object")') THEN
    -- What is no object is an empty one: malformed like it.
    SELECT jsonb_agg(CASE jsonb_typeof(e.v) WHEN 'object' THEN e.v ELSE '{}' END ORDER BY e.n)
    INTO items FROM jsonb_array_elements(items) WITH ORDINALITY AS e (v, n);
  END IF;
  FOR attempt IN 1..3 LOOP
    BEGIN
      RETURN QUERY SELECT w.item, w.status FROM ledger_walk(items) AS w;
      RETURN;
    EXCEPTION WHEN unique_violation THEN
      -- Another batch used one of our ids on other accounts meanwhile. It has committed now,
      -- so that the next walk sees it and answers that item alone with a conflict.
      IF attempt = 3 THEN RAISE; END IF;
    END;
  END LOOP;
END $$;

COMMENT ON FUNCTION ledger_post(jsonb) IS
  'Posts a batch: per item posted, duplicate, insufficient, unknown_account, conflict, '
  'unbalanced, unknown_hold, resolved or malformed; no item fails another.';
