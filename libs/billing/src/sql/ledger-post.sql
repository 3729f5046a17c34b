-- Part 2 of 3: posting. One call takes a batch, answers item by item, and is one commit.

CREATE TYPE ledger_item AS (
  item integer, id uuid, kind text, day date, pending boolean, resolves uuid,
  request bytea, codes text[], amounts bigint[], malformed boolean
);

COMMENT ON TYPE ledger_item IS 'One item of a batch as it was read; null where it made no sense.';

CREATE FUNCTION ledger_day(written text) RETURNS date
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN written ~ '^[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$' THEN
    CASE WHEN extract(month FROM make_date(left(written, 4)::int, substr(written, 6, 2)::int, 1)
      + right(written, 2)::int - 1) = substr(written, 6, 2)::int
    THEN written::date END
  END
$$;

COMMENT ON FUNCTION ledger_day(text) IS 'A day, YYYY-MM-DD; null when there is no such day.';

CREATE FUNCTION ledger_uuid(written text) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN written ~ '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'
    THEN written::uuid
  END
$$;

COMMENT ON FUNCTION ledger_uuid(text) IS 'A random UUID, version 4; null when it is none.';

CREATE FUNCTION ledger_read(items jsonb) RETURNS SETOF ledger_item
LANGUAGE sql IMMUTABLE AS $$
  SELECT i.item, i.id, i.kind, i.day, i.pending, i.resolves, i.request, l.codes, l.amounts,
    i.id IS NULL OR i.kind IS NULL OR i.day IS NULL OR i.pending IS NULL OR i.request IS NULL
      OR (i.resolves IS NULL) <> (i.resolving IS NULL) OR (i.pending AND i.resolves IS NOT NULL)
      OR l.lines NOT BETWEEN 2 AND 64 OR l.lines <> l.different OR l.lines <> l.readable
  FROM (
    SELECT e.n::integer AS item, e.v,
      ledger_uuid(e.v ->> 'id') AS id,
      CASE WHEN e.v ->> 'kind' ~ '^[a-z][a-z-]{0,39}$' THEN e.v ->> 'kind' END AS kind,
      ledger_day(e.v ->> 'day') AS day,
      CASE e.v ->> 'pending' WHEN 'true' THEN true WHEN 'false' THEN false END AS pending,
      e.v ->> 'resolves' AS resolving,
      ledger_uuid(e.v ->> 'resolves') AS resolves,
      CASE jsonb_typeof(e.v) WHEN 'object'
        THEN sha256(convert_to((e.v - 'day')::text, 'UTF8')) END AS request
    FROM jsonb_array_elements(items) WITH ORDINALITY AS e (v, n)
  ) AS i
  CROSS JOIN LATERAL (
    SELECT count(*) AS lines, count(DISTINCT p.v ->> 0) AS different,
      count(*) FILTER (WHERE p.v ->> 1 ~ '^-?[1-9]\d{0,14}$') AS readable,
      array_agg(p.v ->> 0 ORDER BY p.n) AS codes,
      array_agg(CASE WHEN p.v ->> 1 ~ '^-?[1-9]\d{0,14}$' THEN (p.v ->> 1)::bigint END
        ORDER BY p.n) AS amounts
    FROM jsonb_array_elements(
      CASE jsonb_typeof(i.v -> 'postings') WHEN 'array' THEN i.v -> 'postings' ELSE '[]' END
    ) WITH ORDINALITY AS p (v, n)
  ) AS l
$$;

COMMENT ON FUNCTION ledger_read(jsonb) IS
  'Reads a batch without ever failing: what cannot be read is marked malformed.';

CREATE FUNCTION ledger_weigh(batch ledger_item[], locked account[]) RETURNS TABLE (
  item integer, id uuid, request bytea, pending boolean, resolves uuid, malformed boolean,
  prior bytea, repeated boolean, known boolean, balanced boolean, held text,
  hold_held text, hold_resolved boolean, places integer[], deltas bigint[]
)
LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY WITH legs AS (
    SELECT i.item, i.resolves IS NOT NULL AS resolving, l.code, l.amount, l.n,
      a.place::integer AS place, a.unit, a.holding,
      CASE a.side WHEN 'debit' THEN l.amount ELSE -l.amount END AS delta
    FROM unnest(batch) AS i
    CROSS JOIN LATERAL unnest(i.codes, i.amounts) WITH ORDINALITY AS l (code, amount, n)
    LEFT JOIN unnest(locked) WITH ORDINALITY
      AS a (id, code, unit, side, floor, holding, balance, place) ON a.code = l.code
    WHERE NOT i.malformed
  ), sums AS (
    SELECT s.item, bool_and(s.sum = 0) AS balanced
    FROM (SELECT g.item, sum(g.amount) FROM legs g GROUP BY g.item, g.unit) AS s
    GROUP BY s.item
  ), items AS (
    SELECT g.item, bool_and(g.place IS NOT NULL) AS known,
      array_agg(g.place ORDER BY g.n) AS places, array_agg(g.delta ORDER BY g.n) AS deltas,
      string_agg(g.code || '=' || CASE WHEN g.resolving THEN -g.delta ELSE g.delta END, ' '
        ORDER BY g.code COLLATE "C") FILTER (WHERE g.holding) AS held
    FROM legs g GROUP BY g.item
  )
  SELECT i.item, i.id, i.request, i.pending, i.resolves, i.malformed,
    (SELECT e.request FROM journal_entry e WHERE e.id = i.id),
    count(*) OVER (PARTITION BY i.id) > 1,
    t.known, s.balanced, t.held,
    CASE WHEN i.resolves IS NOT NULL THEN (
      SELECT string_agg(h.code || '=' || CASE h.side WHEN 'debit' THEN p.amount ELSE -p.amount END,
        ' ' ORDER BY h.code COLLATE "C")
      FROM journal_entry e JOIN posting p ON p.entry_id = e.id JOIN account h ON h.id = p.account_id
      WHERE e.id = i.resolves AND e.pending AND h.holding) END,
    (SELECT true FROM journal_entry r WHERE r.resolves = i.resolves) IS TRUE,
    t.places, t.deltas
  FROM unnest(batch) AS i
  LEFT JOIN items t ON t.item = i.item
  LEFT JOIN sums s ON s.item = i.item
  ORDER BY i.item;
END $$;

COMMENT ON FUNCTION ledger_weigh(ledger_item[], account[]) IS
  'All that the walk needs to know of each item, found at once, after the accounts are locked.';

CREATE FUNCTION ledger_write(
  batch ledger_item[], statuses text[], locked account[], balances bigint[]
) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  -- In the order of the random ids, so that the order on disk says nothing within a batch.
  INSERT INTO journal_entry (id, kind, day, pending, resolves, request)
  SELECT i.id, i.kind, i.day, i.pending, i.resolves, i.request
  FROM unnest(batch) AS i WHERE statuses[i.item] = 'posted' ORDER BY i.id;

  INSERT INTO posting (entry_id, account_id, amount)
  SELECT i.id, a.id, l.amount
  FROM unnest(batch) AS i
  CROSS JOIN LATERAL unnest(i.codes, i.amounts) AS l (code, amount)
  JOIN unnest(locked) AS a ON a.code = l.code
  WHERE statuses[i.item] = 'posted' ORDER BY i.id, a.id;

  INSERT INTO unsealed_entry (entry_id, day)
  SELECT i.id, i.day FROM unnest(batch) AS i WHERE statuses[i.item] = 'posted' ORDER BY i.id;

  UPDATE account SET balance = n.balance
  FROM unnest(locked, balances) AS n (id, code, unit, side, floor, holding, old, balance)
  WHERE account.id = n.id AND account.balance <> n.balance;
END $$;

COMMENT ON FUNCTION ledger_write(ledger_item[], text[], account[], bigint[]) IS
  'Writes what the walk accepted, each table at once, and the balances it came to.';

CREATE FUNCTION ledger_walk(items jsonb) RETURNS TABLE (item integer, item_id uuid, status text)
LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  batch ledger_item[];
  locked account[];
  balances bigint[];
  floors bigint[];
  statuses text[] := '{}';
  posted_ids uuid[] := '{}';
  posted_requests bytea[] := '{}';
  posted_holds text[] := '{}';
  resolved_ids uuid[] := '{}';
  w record;
  same integer;
  verdict text;
BEGIN
  SELECT array_agg(r ORDER BY r.item) INTO batch FROM ledger_read(items) AS r;
  SELECT array_agg(l), array_agg(l.balance), array_agg(l.floor) INTO locked, balances, floors
  FROM (
    SELECT a.* FROM account a
    WHERE a.code = ANY (ARRAY(SELECT DISTINCT c FROM unnest(batch) AS i, unnest(i.codes) AS c))
    ORDER BY a.id FOR NO KEY UPDATE
  ) AS l;

  FOR w IN SELECT * FROM ledger_weigh(batch, locked) LOOP
    same := CASE WHEN w.repeated THEN array_position(posted_ids, w.id) END;
    verdict := CASE
      WHEN w.malformed THEN 'malformed'
      WHEN w.request = coalesce(w.prior, posted_requests[same]) THEN 'duplicate'
      WHEN coalesce(w.prior, posted_requests[same]) IS NOT NULL THEN 'conflict'
      WHEN NOT w.known THEN 'unknown_account'
      WHEN NOT w.balanced THEN 'unbalanced'
      WHEN w.pending THEN CASE WHEN w.held IS NULL OR w.held LIKE '%=-%' THEN 'unbalanced' END
      WHEN w.resolves IS NULL THEN CASE WHEN w.held IS NOT NULL THEN 'unbalanced' END
      WHEN w.hold_resolved OR w.resolves = ANY (resolved_ids) THEN 'resolved'
      WHEN w.held = coalesce(w.hold_held, posted_holds[array_position(posted_ids, w.resolves)])
        THEN NULL
      WHEN coalesce(w.hold_held, posted_holds[array_position(posted_ids, w.resolves)]) IS NULL
        THEN 'unknown_hold'
      ELSE 'unbalanced'
    END;
    IF verdict IS NULL THEN
      FOR leg IN 1..cardinality(w.places) LOOP
        IF w.deltas[leg] < 0 AND balances[w.places[leg]] + w.deltas[leg] < floors[w.places[leg]]
        THEN verdict := 'insufficient'; EXIT;
        END IF;
      END LOOP;
    END IF;
    IF verdict IS NULL THEN
      FOR leg IN 1..cardinality(w.places) LOOP
        balances[w.places[leg]] := balances[w.places[leg]] + w.deltas[leg];
      END LOOP;
      posted_ids := posted_ids || w.id;
      posted_requests := posted_requests || w.request;
      posted_holds := posted_holds || CASE WHEN w.pending THEN w.held END;
      IF w.resolves IS NOT NULL THEN resolved_ids := resolved_ids || w.resolves; END IF;
      verdict := 'posted';
    END IF;
    statuses := statuses || verdict;
  END LOOP;

  PERFORM ledger_write(batch, statuses, locked, balances);
  RETURN QUERY SELECT i.item, i.id, statuses[i.item] FROM unnest(batch) AS i ORDER BY i.item;
END $$;

COMMENT ON FUNCTION ledger_walk(jsonb) IS
  'Locks the accounts in id order, walks the items in turn, writes what it accepted.';

CREATE FUNCTION ledger_post(items jsonb) RETURNS TABLE (item integer, item_id uuid, status text)
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
  FOR attempt IN 1..3 LOOP
    BEGIN
      RETURN QUERY SELECT w.item, w.item_id, w.status FROM ledger_walk(items) AS w;
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
