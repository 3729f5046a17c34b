-- Booking, part 1 of 2: which sessions of a batch can be booked.

CREATE TYPE booking_item AS (
  scope text, key uuid, request text, "case" uuid, referral uuid, slot uuid, provider uuid,
  modality text, minutes smallint, day date, nullifier text, returned uuid, usable boolean,
  programme uuid, period text, authorisation uuid, number text, hold uuid, fee_cap bigint,
  currency text
);

COMMENT ON TYPE booking_item IS
  'One session to book. By a case: case, referral, slot. Of a bearer: provider, modality, minutes, '
  'day. Paid by a credit (nullifier) or by a returned session; usable says whether its signature '
  'is good; hold names the ledger entry that sets its price aside.';

CREATE FUNCTION booking_items(items jsonb) RETURNS TABLE (item integer, i booking_item)
LANGUAGE sql IMMUTABLE AS $$
  SELECT v.n::integer, jsonb_populate_record(NULL::booking_item, v.value)
  FROM jsonb_array_elements(items) WITH ORDINALITY AS v (value, n)
$$;

COMMENT ON FUNCTION booking_items(jsonb) IS 'Reads a batch; items count from 1.';

CREATE FUNCTION booking_decide(batch booking_item[], today date, moment timestamptz)
RETURNS TABLE (item integer, status text, authorisation uuid)
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM slot WHERE id = ANY (ARRAY(SELECT u.slot FROM unnest(batch) AS u))
    ORDER BY id FOR NO KEY UPDATE;
  PERFORM FROM returned_session
    WHERE id = ANY (ARRAY(SELECT u.returned FROM unnest(batch) AS u WHERE u.returned IS NOT NULL))
    ORDER BY id FOR NO KEY UPDATE;

  RETURN QUERY
  SELECT f.item::integer, CASE
      WHEN f.prior THEN 'replayed'
      WHEN NOT f.prior THEN 'key_reused'
      WHEN NOT f.referred THEN 'no_referral'
      WHEN f.payable IS NOT TRUE THEN 'not_usable'
      WHEN f.bookable IS NOT TRUE THEN 'slot_taken'
      WHEN 1 < greatest(
        row_number() OVER (PARTITION BY f.scope, f.key ORDER BY f.item),
        row_number() OVER (PARTITION BY f.payment ORDER BY f.item),
        row_number() OVER (PARTITION BY f.place ORDER BY f.item)) THEN 'again'
      ELSE 'bookable'
    END, f.prior_authorisation
  FROM (
    SELECT w.item, w.scope, w.key,
      coalesce(w.nullifier, w.returned::text) AS payment,
      coalesce(w.slot, w.authorisation) AS place,
      past.request_hash = decode(w.request, 'hex') AS prior,
      (past.result ->> 'authorisation')::uuid AS prior_authorisation,
      w."case" IS NULL OR r.id IS NOT NULL AS referred,
      spent.nullifier IS NULL AND w.usable
        AND (w.nullifier IS NOT NULL OR back.used_by IS NULL AND back.id IS NOT NULL)
        AND (w."case" IS NULL OR enrolled.case_id IS NOT NULL)
        AND pp.opens <= today AND today < pp.closes AS payable,
      p.id IS NOT NULL AND CASE
        WHEN w."case" IS NULL THEN w.day >= pp.opens AND w.day < pp.closes
        ELSE s.status = 'open' AND s.provider_id = r.provider_id AND s.starts_at > moment
          AND (s.starts_at AT TIME ZONE p.time_zone)::date
            BETWEEN pp.opens AND least(pp.closes - 1, licence.expires)
          AND licence.expires IS NOT NULL
        END AS bookable
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
  ) AS f
  ORDER BY f.item;
END $$;

COMMENT ON FUNCTION booking_decide(booking_item[], date, timestamptz) IS
  'Decides a batch of sessions, having locked their slots in the order of their ids. The same is '
  'looked up for every item, whatever is wrong with it. Per item: bookable; replayed (the same '
  'request again, with its authorisation); key_reused (its key with another request); no_referral; '
  'not_usable; slot_taken; again (an item before it in the batch wants the same: ask again, when '
  'that one has been decided).';

GRANT EXECUTE ON FUNCTION booking_items(jsonb), booking_decide(booking_item[], date, timestamptz)
  TO worker_app;
