-- Booking, part 2 of 2: credits spent, slots taken, money set aside, sessions authorised.

CREATE FUNCTION booking_hold(holds jsonb, overdrafts jsonb, bookable integer[])
RETURNS integer[]
LANGUAGE plpgsql AS $$
DECLARE
  asked jsonb;
BEGIN
  -- An overdraft is lent before its hold is posted; both are entries of one batch.
  SELECT jsonb_agg(e.entry ORDER BY e.n, e.phase) INTO asked FROM (
    SELECT h.n, 2 AS phase, h.entry FROM jsonb_array_elements(holds) WITH ORDINALITY AS h (entry, n)
    UNION ALL
    SELECT o.n, 1, o.entry FROM jsonb_array_elements(overdrafts) WITH ORDINALITY AS o (entry, n)
    WHERE o.entry <> 'null'
  ) AS e WHERE e.n = ANY (bookable);

  RETURN ARRAY(SELECT h.n::integer
    FROM ledger_post(asked) AS l
    JOIN jsonb_array_elements(holds) WITH ORDINALITY AS h (entry, n)
      ON h.entry ->> 'id' = asked -> (l.item - 1) ->> 'id'
    WHERE l.status = 'posted');
END $$;

COMMENT ON FUNCTION booking_hold(jsonb, jsonb, integer[]) IS
  'Sets the money aside for the bookable items (places in the batch), lending it first to those '
  'that bring an overdraft; answers which of them are funded.';

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

  IF EXISTS (SELECT FROM unnest(won) AS w WHERE w.returned IS NOT NULL) THEN
    UPDATE returned_session SET used_by = w.authorisation
    FROM unnest(won) AS w WHERE returned_session.id = w.returned;
  END IF;

  INSERT INTO idempotency (scope, key, request_hash, result, recorded_on)
  SELECT w.scope, w.key, decode(w.request, 'hex'),
    jsonb_build_object('authorisation', w.authorisation), today
  FROM unnest(won) AS w ORDER BY w.key;
END $$;

COMMENT ON FUNCTION booking_write(booking_item[], date) IS
  'Writes sessions that are bookable and funded, each table at once.';

CREATE FUNCTION book_sessions(
  items jsonb, holds jsonb, overdrafts jsonb, today date, moment timestamptz
)
RETURNS TABLE (item integer, verdict text, id uuid, number text, "referralId" uuid,
  "startsAt" text, "serviceDate" text, minutes smallint, modality text, status text)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
  batch booking_item[];
  verdicts text[];
  authorisations uuid[];
  bookable integer[];
  funded integer[];
BEGIN
  SELECT array_agg(r.i ORDER BY r.item) INTO batch FROM booking_items(items) AS r;
  SELECT array_agg(d.status ORDER BY d.item), array_agg(d.authorisation ORDER BY d.item),
    array_agg(d.item ORDER BY d.item) FILTER (WHERE d.status = 'bookable')
  INTO verdicts, authorisations, bookable FROM booking_decide(batch, today, moment) AS d;

  IF bookable IS NOT NULL THEN
    funded := booking_hold(holds, overdrafts, bookable);
    FOR place IN 1..cardinality(verdicts) LOOP
      IF verdicts[place] = 'bookable' AND place = ANY (funded) THEN
        verdicts[place] := 'booked';
        authorisations[place] := batch[place].authorisation;
      ELSIF verdicts[place] = 'bookable' THEN
        verdicts[place] := 'unfunded';
      END IF;
    END LOOP;
    PERFORM booking_write(ARRAY(SELECT batch[n] FROM unnest(funded) AS n), today);
  END IF;

  RETURN QUERY SELECT v.item::integer, v.verdict, a.id, a.number, a.referral_id,
    to_char(a.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    a.service_on::text, a.minutes, a.modality, a.status
  FROM unnest(verdicts, authorisations) WITH ORDINALITY AS v (verdict, authorisation, item)
  LEFT JOIN authorisation a ON a.id = v.authorisation
  ORDER BY v.item;
END $$;

COMMENT ON FUNCTION book_sessions(jsonb, jsonb, jsonb, date, timestamptz) IS
  'Books a batch of sessions; holds and overdrafts are ledger entries or null, in the order of the '
  'items, an overdraft for an item that was unfunded before. Per item: booked or '
  'replayed with the authorisation, or why not, as booking_decide says, or unfunded. An item that '
  'is not booked changes nothing and fails no other. A unique violation means that a rival spent or '
  'took the same at this moment: run the transaction again.';

GRANT EXECUTE ON FUNCTION booking_hold(jsonb, jsonb, integer[]),
  booking_write(booking_item[], date), book_sessions(jsonb, jsonb, jsonb, date, timestamptz)
  TO worker_app;
