-- Booking, part 2 of 2: credits spent, slots taken, sessions authorised.

CREATE FUNCTION booking_write(items jsonb, today date) RETURNS void
LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
DECLARE
  won booking_item[];
BEGIN
  SELECT array_agg(r.i) INTO won FROM booking_items(items) AS r;

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

COMMENT ON FUNCTION booking_write(jsonb, date) IS
  'Writes sessions that booking_decide found bookable and the ledger has funded, each table at '
  'once. A unique violation means that a rival spent or took the same at this moment: run the '
  'whole transaction again.';

GRANT EXECUTE ON FUNCTION booking_write(jsonb, date) TO worker_app;
