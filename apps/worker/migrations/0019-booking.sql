-- Booking, part 2 of 2: credit spent, slot taken and money set aside, for a whole batch, or not.

CREATE FUNCTION booking_write(won booking_item[], today date) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  -- In the order of what is random, so that the order on disk says nothing within a batch, and so
  -- that two batches never wait for each other in a circle.
  INSERT INTO nullifier (nullifier, kind, programme, period, spent_on)
  SELECT decode(w.nullifier, 'hex'), 'session', w.programme, w.period, today
  FROM unnest(won) AS w WHERE w.nullifier IS NOT NULL ORDER BY 1;

  INSERT INTO authorisation (id, number, provider_id, referral_id, programme, period, slot_id,
    starts_at, minutes, modality, service_on, fee_cap_minor, currency, hold_id, status, bearer)
  SELECT w.authorisation, w.number, p.id, r.id, w.programme, w.period, s.id, s.starts_at,
    coalesce(s.minutes, w.minutes), coalesce(s.modality, w.modality),
    coalesce((s.starts_at AT TIME ZONE p.time_zone)::date, w.day),
    w.fee_cap, w.currency, w.hold, 'held', w."case" IS NULL
  FROM unnest(won) AS w
  LEFT JOIN referral r ON r.id = w.referral
  LEFT JOIN slot s ON s.id = w.slot
  JOIN provider p ON p.id = coalesce(w.provider, r.provider_id)
  ORDER BY w.authorisation;

  UPDATE slot SET status = 'taken' FROM unnest(won) AS w WHERE slot.id = w.slot;

  UPDATE returned_session SET used_by = w.authorisation
  FROM unnest(won) AS w WHERE returned_session.id = w.returned;

  INSERT INTO idempotency (scope, key, request_hash, result, recorded_on)
  SELECT w.scope, w.key, decode(w.request, 'hex'),
    jsonb_build_object('authorisation', w.authorisation), today
  FROM unnest(won) AS w ORDER BY w.key;
END $$;

COMMENT ON FUNCTION booking_write(booking_item[], date) IS
  'Writes what the walk accepted, each table at once.';

CREATE FUNCTION booking_hold(batch booking_item[], verdicts text[]) RETURNS text[]
LANGUAGE plpgsql AS $$
DECLARE
  asked integer[];
  short integer[];
  held record;
BEGIN
  asked := ARRAY(SELECT n FROM generate_subscripts(verdicts, 1) AS n
    WHERE verdicts[n] = 'booked' ORDER BY n);
  IF cardinality(asked) = 0 THEN RETURN verdicts; END IF;
  FOR held IN SELECT l.item, l.status FROM ledger_post(
    (SELECT jsonb_agg(batch[n].entry ORDER BY n) FROM unnest(asked) AS n)) AS l
    WHERE l.status <> 'posted'
  LOOP
    verdicts[asked[held.item]] := 'unfunded';
    IF held.status = 'insufficient' AND batch[asked[held.item]].overdraft IS NOT NULL THEN
      short := short || asked[held.item];
    END IF;
  END LOOP;
  IF cardinality(short) > 0 THEN
    -- Care is never refused because an employer's funds are short: they are drawn first.
    FOR held IN SELECT l.item, l.status FROM ledger_post(
      (SELECT jsonb_agg(e ORDER BY n, phase) FROM unnest(short) AS n, LATERAL (VALUES
        (1, batch[n].overdraft), (2, batch[n].entry)) AS both_phases (phase, e))) AS l
      WHERE l.item % 2 = 0 AND l.status = 'posted'
    LOOP
      verdicts[short[held.item / 2]] := 'booked';
    END LOOP;
  END IF;
  RETURN verdicts;
END $$;

COMMENT ON FUNCTION booking_hold(booking_item[], text[]) IS
  'Sets the money aside for what the walk accepted; what can''t be funded becomes unfunded.';

CREATE FUNCTION book_sessions(items jsonb, today date, moment timestamptz)
RETURNS TABLE (item integer, status text, authorisation uuid)
LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
DECLARE
  batch booking_item[];
  won booking_item[];
  verdicts text[] := '{}';
  authorisations uuid[] := '{}';
  taken uuid[] := '{}';
  spent text[] := '{}';
  keys text[] := '{}';
  w record;
  b booking_item;
  verdict text;
BEGIN
  SELECT array_agg(r.i ORDER BY r.item) INTO batch FROM booking_items(items) AS r;
  PERFORM FROM slot WHERE id = ANY (ARRAY(SELECT u.slot FROM unnest(batch) AS u))
    ORDER BY id FOR NO KEY UPDATE;
  PERFORM FROM returned_session WHERE id = ANY (ARRAY(SELECT u.returned FROM unnest(batch) AS u))
    ORDER BY id FOR NO KEY UPDATE;

  FOR w IN SELECT * FROM booking_weigh(batch, today, moment) LOOP
    b := batch[w.item];
    verdict := CASE
      WHEN w.prior THEN 'replayed'
      WHEN NOT w.prior THEN 'key_reused'
      WHEN b.scope || ' ' || b.key = ANY (keys) THEN 'again'
      WHEN NOT w.referred THEN 'no_referral'
      WHEN w.payable IS NOT TRUE OR coalesce(b.nullifier, b.returned::text) = ANY (spent)
        THEN 'not_usable'
      WHEN w.bookable IS NOT TRUE OR b.slot = ANY (taken) THEN 'slot_taken'
      ELSE 'booked'
    END;
    IF verdict = 'booked' THEN
      keys := keys || (b.scope || ' ' || b.key);
      spent := spent || coalesce(b.nullifier, b.returned::text);
      IF b.slot IS NOT NULL THEN taken := taken || b.slot; END IF;
    END IF;
    verdicts := verdicts || verdict;
    authorisations := authorisations
      || CASE WHEN w.prior THEN w.prior_authorisation ELSE b.authorisation END;
  END LOOP;

  verdicts := booking_hold(batch, verdicts);
  won := ARRAY(SELECT batch[n] FROM generate_subscripts(verdicts, 1) AS n
    WHERE verdicts[n] = 'booked');
  IF cardinality(won) > 0 THEN PERFORM booking_write(won, today); END IF;
  RETURN QUERY SELECT n, verdicts[n],
    CASE WHEN verdicts[n] IN ('booked', 'replayed') THEN authorisations[n] END
  FROM generate_subscripts(verdicts, 1) AS n ORDER BY n;
END $$;

COMMENT ON FUNCTION book_sessions(jsonb, date, timestamptz) IS
  'Books a batch of sessions. Per item: booked; replayed (the same request again); key_reused (its '
  'key with another request); again (twice in this batch: ask again); no_referral; not_usable; '
  'slot_taken; unfunded. An item that is not booked changes nothing and fails no other. A unique '
  'violation means that a rival spent or took the same at this moment: run the transaction again.';

GRANT EXECUTE ON FUNCTION booking_write(booking_item[], date), booking_hold(booking_item[], text[]),
  book_sessions(jsonb, date, timestamptz) TO worker_app;
