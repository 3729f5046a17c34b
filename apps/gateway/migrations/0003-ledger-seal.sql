-- Part 3 of 3: sealing what was posted into a hash chain, checking the book, and granting.

CREATE FUNCTION ledger_digest(entry uuid) RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(concat_ws('|', e.id, e.kind, to_char(e.day, 'YYYY-MM-DD'), e.pending,
    coalesce(e.resolves::text, '-'), (
      SELECT string_agg(a.code || '=' || p.amount, ',' ORDER BY a.code COLLATE "C")
      FROM posting p JOIN account a ON a.id = p.account_id WHERE p.entry_id = e.id
    )), 'UTF8'))
  FROM journal_entry e WHERE e.id = entry
$$;

COMMENT ON FUNCTION ledger_digest(uuid) IS 'SHA-256 of an entry with its lines, in one writing.';

CREATE FUNCTION ledger_seal(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  waiting record;
  last_position bigint;
  last_hash bytea;
  sealed integer := 0;
BEGIN
  -- One sealer at a time; posting goes on.
  LOCK TABLE entry_seal IN SHARE ROW EXCLUSIVE MODE;
  SELECT s.position, s.hash INTO last_position, last_hash
  FROM entry_seal s ORDER BY s.position DESC LIMIT 1;
  last_position := coalesce(last_position, 0);
  last_hash := coalesce(last_hash, sha256('sotto ledger'));
  FOR waiting IN
    WITH taken AS (
      DELETE FROM unsealed_entry WHERE ctid = ANY (ARRAY(
        SELECT u.ctid FROM unsealed_entry u ORDER BY u.day, u.entry_id LIMIT most
      )) RETURNING entry_id, day
    )
    SELECT t.entry_id, ledger_digest(t.entry_id) AS digest FROM taken t ORDER BY t.day, t.entry_id
  LOOP
    last_position := last_position + 1;
    last_hash := sha256(last_hash || waiting.digest);
    INSERT INTO entry_seal (position, entry_id, hash)
    VALUES (last_position, waiting.entry_id, last_hash);
    sealed := sealed + 1;
  END LOOP;
  RETURN sealed;
END $$;

COMMENT ON FUNCTION ledger_seal(integer) IS
  'Seals up to so many entries by day and random id, and says how many: run it once a day, so '
  'that the chain tells no order within one.';

CREATE FUNCTION ledger_broken_seal() RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
  seal record;
  expected bigint := 1;
  hash bytea := sha256('sotto ledger');
BEGIN
  FOR seal IN SELECT s.position, s.hash, ledger_digest(s.entry_id) AS digest
    FROM entry_seal s ORDER BY s.position
  LOOP
    hash := sha256(hash || seal.digest);
    IF seal.position <> expected OR seal.hash IS DISTINCT FROM hash THEN RETURN expected; END IF;
    expected := expected + 1;
  END LOOP;
  RETURN NULL;
END $$;

COMMENT ON FUNCTION ledger_broken_seal() IS
  'Recomputes the chain: the first position that does not fit, or null when all do.';

CREATE FUNCTION ledger_verify() RETURNS TABLE (problem text, subject text)
LANGUAGE sql STABLE AS $$
  SELECT 'entry does not sum to zero', s.entry_id::text FROM (
    SELECT p.entry_id FROM posting p JOIN account a ON a.id = p.account_id
    GROUP BY p.entry_id, a.unit HAVING sum(p.amount) <> 0
  ) AS s
  UNION ALL
  SELECT 'line without an account', p.entry_id::text FROM posting p
  WHERE NOT EXISTS (SELECT FROM account a WHERE a.id = p.account_id)
  UNION ALL
  SELECT 'resolves no pending entry', e.id::text FROM journal_entry e
  WHERE e.resolves IS NOT NULL
    AND NOT EXISTS (SELECT FROM journal_entry h WHERE h.id = e.resolves AND h.pending)
  UNION ALL
  SELECT 'balance is not the sum of its lines', a.code FROM account a
  WHERE a.balance <> coalesce((SELECT sum(CASE a.side WHEN 'debit' THEN p.amount ELSE -p.amount END)
    FROM posting p WHERE p.account_id = a.id), 0)
  UNION ALL
  SELECT 'balance below the floor', a.code FROM account a WHERE a.balance < a.floor
  UNION ALL
  SELECT 'holding account differs from its open holds', a.code FROM account a
  WHERE a.holding
    AND a.balance <> coalesce((SELECT sum(h.amount) FROM open_hold h WHERE h.code = a.code), 0)
  UNION ALL
  SELECT 'entry neither sealed nor waiting', e.id::text FROM journal_entry e
  WHERE NOT EXISTS (SELECT FROM entry_seal s WHERE s.entry_id = e.id)
    AND NOT EXISTS (SELECT FROM unsealed_entry u WHERE u.entry_id = e.id)
  UNION ALL
  SELECT 'hash chain broken', b.position::text FROM ledger_broken_seal() AS b (position)
  WHERE b.position IS NOT NULL
$$;

COMMENT ON FUNCTION ledger_verify() IS 'Every way in which this book is wrong; no rows: sound.';

REVOKE ALL ON account, journal_entry, posting, unsealed_entry, entry_seal, open_hold, ledger_total
  FROM PUBLIC;
REVOKE ALL ON FUNCTION ledger_refuse(), ledger_open(jsonb),
  ledger_same(journal_entry, journal_entry), ledger_held(journal_entry),
  ledger_weigh(uuid[], text[], date[], boolean[], uuid[], ledger_line[], account[]),
  ledger_resolution(journal_entry, journal_entry),
  ledger_walk(uuid[], text[], date[], boolean[], uuid[], ledger_line[]),
  ledger_batch(jsonb), ledger_readable(jsonb), ledger_post(jsonb),
  ledger_digest(uuid), ledger_seal(integer), ledger_broken_seal(), ledger_verify() FROM PUBLIC;

CREATE FUNCTION ledger_grant(reader regrole, poster boolean) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  EXECUTE format('GRANT SELECT ON account, journal_entry, posting, unsealed_entry, entry_seal, '
    'open_hold, ledger_total TO %s', reader);
  EXECUTE format('GRANT EXECUTE ON FUNCTION ledger_digest(uuid), ledger_broken_seal(), '
    'ledger_verify() TO %s', reader);
  IF poster THEN
    EXECUTE format('GRANT EXECUTE ON FUNCTION ledger_open(jsonb), ledger_post(jsonb), '
      'ledger_seal(integer) TO %s', reader);
  END IF;
END $$;

REVOKE ALL ON FUNCTION ledger_grant(regrole, boolean) FROM PUBLIC;

COMMENT ON FUNCTION ledger_grant(regrole, boolean) IS
  'Lets a role read and verify the book and, as poster, open accounts, post and seal; never write.';
