-- Booking, part 1 again: a slot can be booked until its therapist's notice begins.

CREATE OR REPLACE FUNCTION booking_decide(batch booking_item[], today date, moment timestamptz)
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
        ELSE s.status = 'open' AND s.provider_id = r.provider_id
          AND s.starts_at > moment + make_interval(hours => p.notice_hours)
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
