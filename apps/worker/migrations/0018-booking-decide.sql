-- Booking, part 1 of 2: which sessions of a batch can be booked. The caller then sets the money
-- aside by the ledger, and has part 2 write what could be funded, in the same transaction.

CREATE TYPE booking_item AS (
  scope text, key uuid, request text, "case" uuid, referral uuid, slot uuid, provider uuid,
  modality text, minutes smallint, day date, nullifier text, returned uuid, usable boolean,
  programme uuid, period text, authorisation uuid, number text, hold uuid, fee_cap bigint,
  currency text
);

COMMENT ON TYPE booking_item IS
  'One session to book. By a case: case, referral, slot. Of a bearer: provider, modality, minutes, '
  'day. Paid by a credit (nullifier) or by a returned session; usable says whether its signature '
  'is good, hold which ledger entry sets its price aside.';

CREATE FUNCTION booking_items(items jsonb) RETURNS TABLE (item integer, i booking_item)
LANGUAGE sql IMMUTABLE AS $$
  SELECT v.n::integer, jsonb_populate_record(NULL::booking_item, v.value)
  FROM jsonb_array_elements(items) WITH ORDINALITY AS v (value, n)
$$;

COMMENT ON FUNCTION booking_items(jsonb) IS 'Reads a batch; items count from 1.';

CREATE FUNCTION booking_weigh(batch booking_item[], today date, moment timestamptz) RETURNS TABLE (
  item integer, prior boolean, prior_authorisation uuid,
  referred boolean, payable boolean, bookable boolean
)
LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY
  SELECT w.item::integer,
    past.request_hash = decode(w.request, 'hex'),
    (past.result ->> 'authorisation')::uuid,
    w."case" IS NULL OR r.id IS NOT NULL,
    spent.nullifier IS NULL AND w.usable
      AND (w.nullifier IS NOT NULL OR back.used_by IS NULL AND back.id IS NOT NULL)
      AND (w."case" IS NULL OR enrolled.case_id IS NOT NULL)
      AND pp.opens <= today AND today < pp.closes,
    p.id IS NOT NULL AND CASE WHEN w."case" IS NULL THEN w.day >= pp.opens AND w.day < pp.closes
      ELSE s.status = 'open' AND s.provider_id = r.provider_id AND s.starts_at > moment
        AND (s.starts_at AT TIME ZONE p.time_zone)::date BETWEEN pp.opens AND pp.closes - 1
        AND licence.expires >= (s.starts_at AT TIME ZONE p.time_zone)::date
      END
  FROM unnest(batch) WITH ORDINALITY AS w (scope, key, request, "case", referral, slot, provider,
    modality, minutes, day, nullifier, returned, usable, programme, period, authorisation, number,
    hold, fee_cap, currency, item)
  LEFT JOIN idempotency past ON past.scope = w.scope AND past.key = w.key
  LEFT JOIN nullifier spent ON spent.nullifier = decode(w.nullifier, 'hex')
  LEFT JOIN returned_session back ON back.id = w.returned AND back.case_id = w."case"
  LEFT JOIN case_enrolment enrolled ON enrolled.case_id = w."case"
    AND enrolled.programme = w.programme AND enrolled.period = w.period
  LEFT JOIN programme_period pp ON pp.programme = w.programme AND pp.period = w.period
  LEFT JOIN referral r ON r.id = w.referral AND r.case_id = w."case" AND r.status = 'open'
  LEFT JOIN slot s ON s.id = w.slot
  LEFT JOIN provider p ON p.id = coalesce(w.provider, r.provider_id) AND p.active
  LEFT JOIN provider_licence licence
    ON licence.provider_id = r.provider_id AND licence.jurisdiction = r.jurisdiction
  ORDER BY w.item;
END $$;

COMMENT ON FUNCTION booking_weigh(booking_item[], date, timestamptz) IS
  'All that the walk needs to know of each item, found at once, after slots are locked. The same '
  'is looked up for every item, whatever is wrong with it.';

CREATE FUNCTION booking_decide(items jsonb, today date, moment timestamptz)
RETURNS TABLE (item integer, status text, authorisation uuid)
LANGUAGE plpgsql
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
DECLARE
  batch booking_item[];
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
      ELSE 'bookable'
    END;
    IF verdict = 'bookable' THEN
      keys := keys || (b.scope || ' ' || b.key);
      spent := spent || coalesce(b.nullifier, b.returned::text);
      IF b.slot IS NOT NULL THEN taken := taken || b.slot; END IF;
    END IF;
    verdicts := verdicts || verdict;
    authorisations := authorisations || CASE WHEN w.prior THEN w.prior_authorisation END;
  END LOOP;
  RETURN QUERY SELECT n, verdicts[n], authorisations[n]
  FROM generate_subscripts(verdicts, 1) AS n ORDER BY n;
END $$;

COMMENT ON FUNCTION booking_decide(jsonb, date, timestamptz) IS
  'Decides a batch of sessions, having locked their slots in the order of their ids. Per item: '
  'bookable; replayed (the same request again, with its authorisation); key_reused (its key with '
  'another request); again (twice in this batch: ask again); no_referral; not_usable; slot_taken.';

GRANT EXECUTE ON FUNCTION booking_items(jsonb), booking_weigh(booking_item[], date, timestamptz),
  booking_decide(jsonb, date, timestamptz) TO worker_app;
