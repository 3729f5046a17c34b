-- Booking anew, in the fewest statements: what a batch may have is decided and written by one, and
-- the money, for which all bookings of a programme wait, is set aside last.

DROP FUNCTION book_sessions(jsonb, jsonb, jsonb, date, timestamptz),
  booking_lend(booking_item[], jsonb, jsonb, integer[], date),
  booking_write(booking_item[], date), booking_hold(jsonb, jsonb, integer[]),
  booking_decide(booking_item[], date, timestamptz), booking_items(jsonb);
DROP TYPE booking_item;

-- Each served nothing that authorisation_period and slot_once do not; and a slot that leaves no
-- index when it is taken is updated in place.
DROP INDEX authorisation_open, slot_open;

CREATE TYPE booking_item AS (
  scope text, key uuid, request bytea, "case" uuid, referral uuid, slot uuid, provider uuid,
  modality text, minutes smallint, day date, nullifier bytea, returned uuid, usable boolean,
  repeats boolean, term integer, authorisation uuid, number text, hold uuid, overdraft uuid
);

COMMENT ON TYPE booking_item IS
  'One session to book. By a case: case, referral, slot. Of a bearer: provider, modality, minutes, '
  'day. Paid by a credit (nullifier) or by a returned session; usable says whether its signature '
  'is good, repeats whether an item before it in the batch wants the same key, payment or slot. '
  'term is the place of its terms; hold and overdraft name ledger entries to be made.';

CREATE TYPE booking_term AS (
  programme uuid, period text, opens date, closes date, fee_cap bigint, currency text
);

COMMENT ON TYPE booking_term IS 'A benefit period as its sessions are booked: it never changes.';

CREATE TYPE booked_session AS (
  item integer, verdict text, id uuid, number text, "referralId" uuid, "startsAt" text,
  "serviceDate" text, minutes smallint, modality text, status text
);

COMMENT ON TYPE booked_session IS 'The verdict on a session, with its authorisation if it has one.';

CREATE FUNCTION booking_write(
  batch booking_item[], terms booking_term[], room bigint[], today date, moment timestamptz,
  OUT sessions booked_session[], OUT ids uuid[], OUT alike integer[]
)
LANGUAGE plpgsql AS $$
BEGIN
  WITH asked AS (
    SELECT w.*, t.programme, t.period, t.fee_cap, t.currency,
      p.id AS provider_id, r.id AS referral_id, s.id AS slot_id, s.starts_at,
      coalesce(s.minutes, w.minutes) AS long, coalesce(s.modality, w.modality) AS manner,
      coalesce((s.starts_at AT TIME ZONE p.time_zone)::date, w.day) AS service_on,
      past.request_hash = w.request AS prior,
      (past.result ->> 'authorisation')::uuid AS prior_authorisation,
      w."case" IS NULL OR r.id IS NOT NULL AS referred,
      spent.nullifier IS NULL AND w.usable
        AND (w.nullifier IS NOT NULL OR back.used_by IS NULL AND back.id IS NOT NULL)
        AND (w."case" IS NULL OR enrolled.case_id IS NOT NULL)
        AND t.opens <= today AND today < t.closes AS payable,
      p.id IS NOT NULL AND CASE
        WHEN w."case" IS NULL THEN w.day >= t.opens AND w.day < t.closes
        ELSE s.status = 'open' AND s.provider_id = r.provider_id AND s.starts_at > moment
          AND (s.starts_at AT TIME ZONE p.time_zone)::date
            BETWEEN t.opens AND least(t.closes - 1, licence.expires)
          AND licence.expires IS NOT NULL
        END AS bookable
    FROM unnest(batch) WITH ORDINALITY AS w (scope, key, request, "case", referral, slot, provider,
      modality, minutes, day, nullifier, returned, usable, repeats, term, authorisation, number,
      hold, overdraft, item)
    LEFT JOIN unnest(terms) WITH ORDINALITY
      AS t (programme, period, opens, closes, fee_cap, currency, term) ON t.term = w.term
    LEFT JOIN idempotency past ON past.scope = w.scope AND past.key = w.key
    LEFT JOIN nullifier spent ON spent.nullifier = w.nullifier
    LEFT JOIN returned_session back ON back.id = w.returned AND back.case_id = w."case"
    LEFT JOIN case_enrolment enrolled ON enrolled.case_id = w."case"
      AND enrolled.programme = t.programme AND enrolled.period = t.period
    LEFT JOIN referral r ON r.id = w.referral AND r.case_id = w."case" AND r.status = 'open'
    LEFT JOIN slot s ON s.id = w.slot
    LEFT JOIN provider p ON p.id = coalesce(w.provider, r.provider_id) AND p.active
    LEFT JOIN provider_licence licence
      ON licence.provider_id = r.provider_id AND licence.jurisdiction = r.jurisdiction
  ), decided AS (
    SELECT a.*, CASE
        WHEN a.prior THEN 'replayed'
        WHEN NOT a.prior THEN 'key_reused'
        WHEN NOT a.referred THEN 'no_referral'
        WHEN a.payable IS NOT TRUE THEN 'not_usable'
        WHEN a.bookable IS NOT TRUE THEN 'slot_taken'
        WHEN a.repeats THEN 'again'
        ELSE 'bookable'
      END AS status
    FROM asked AS a
  ), verdicts AS MATERIALIZED (
    SELECT d.*, CASE WHEN d.status <> 'bookable' THEN d.status
        WHEN room[2 * d.term - (d.overdraft IS NULL)::integer]
            < row_number() OVER (PARTITION BY d.term, d.overdraft IS NULL, d.status ORDER BY d.item)
          THEN 'unfunded'
        ELSE 'booked'
      END AS verdict
    FROM decided AS d
  ), won AS (
    SELECT v.* FROM verdicts AS v WHERE v.verdict = 'booked'
  ),
  -- In the order of what is random, so that the order on disk says nothing within a batch, and so
  -- that two batches never wait for each other in a circle.
  spending AS (
    INSERT INTO nullifier (nullifier, kind, programme, period, spent_on)
    SELECT w.nullifier, 'session', w.programme, w.period, today
    FROM won AS w WHERE w.nullifier IS NOT NULL ORDER BY w.nullifier
  ), authorising AS (
    INSERT INTO authorisation (id, number, provider_id, referral_id, programme, period, slot_id,
      starts_at, minutes, modality, service_on, fee_cap_minor, currency, hold_id, status, bearer)
    SELECT w.authorisation, w.number, w.provider_id, w.referral_id, w.programme, w.period,
      w.slot_id, w.starts_at, w.long, w.manner, w.service_on, w.fee_cap, w.currency, w.hold, 'held',
      w."case" IS NULL
    FROM won AS w ORDER BY w.authorisation
  ), taking AS (
    UPDATE slot SET status = 'taken' FROM won AS w WHERE slot.id = w.slot_id
  ), giving AS (
    UPDATE returned_session SET used_by = w.authorisation
    FROM won AS w WHERE returned_session.id = w.returned
  ), remembering AS (
    INSERT INTO idempotency (scope, key, request_hash, result, recorded_on)
    SELECT w.scope, w.key, w.request, jsonb_build_object('authorisation', w.authorisation), today
    FROM won AS w ORDER BY w.key
  )
  SELECT
    array_agg(CASE WHEN v.verdict = 'booked' THEN
      ROW(v.item, v.verdict, v.authorisation, v.number, v.referral_id,
        to_char(v.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), v.service_on,
        v.long, v.manner, 'held')::booked_session
    ELSE
      ROW(v.item, v.verdict, a.id, a.number, a.referral_id,
        to_char(a.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), a.service_on,
        a.minutes, a.modality, a.status)::booked_session
    END ORDER BY v.item),
    array_agg(v.hold) FILTER (WHERE v.verdict = 'booked')
      || array_agg(v.overdraft) FILTER (WHERE v.verdict = 'booked' AND v.overdraft IS NOT NULL),
    array_agg(2 * v.term - 1) FILTER (WHERE v.verdict = 'booked')
      || array_agg(2 * v.term) FILTER (WHERE v.verdict = 'booked' AND v.overdraft IS NOT NULL)
  INTO sessions, ids, alike
  FROM verdicts AS v LEFT JOIN authorisation a ON a.id = v.prior_authorisation;
END $$;

COMMENT ON FUNCTION booking_write(booking_item[], booking_term[], bigint[], date, timestamptz) IS
  'Decides and writes a batch of sessions whose slots are locked. The same is looked up for every '
  'item, whatever is wrong with it. Answers the verdicts, and the ledger entries to be made: their '
  'ids, and the places of their likes. room says for how many sessions each fund lasts, and how '
  'many it can be lent.';

CREATE FUNCTION booking_loans(terms booking_term[]) RETURNS bigint[]
LANGUAGE sql STABLE AS $$
  SELECT array_agg(coalesce(overdraft_limit(t.programme, t.period) - a.balance, 0) ORDER BY t.n)
  FROM unnest(terms) WITH ORDINALITY AS t (programme, period, opens, closes, fee_cap, currency, n)
  LEFT JOIN account a ON a.code = 'overdraft:programme/' || t.programme || '/SES'
$$;

COMMENT ON FUNCTION booking_loans(booking_term[]) IS
  'How many more sessions each programme can be lent: to its limit, or none where no account is.';

CREATE FUNCTION overdraft_refused(
  of_programme uuid, of_period text, day date, times integer
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO overdraft_refusal AS r (programme, period, refused_on, tries)
  VALUES (of_programme, of_period, day, times)
  ON CONFLICT (programme, period, refused_on) DO UPDATE SET tries = r.tries + EXCLUDED.tries
$$;

COMMENT ON FUNCTION overdraft_refused(uuid, text, date, integer) IS
  'Notes an alarm: a programme was lent nothing, so many times on that day.';

CREATE FUNCTION booking_refusals(
  batch booking_item[], terms booking_term[], sessions booked_session[], today date
) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  refused record;
BEGIN
  FOR refused IN
    SELECT t.programme, t.period, count(*)::integer AS times
    FROM unnest(batch) WITH ORDINALITY AS b (scope, key, request, "case", referral, slot, provider,
      modality, minutes, day, nullifier, returned, usable, repeats, term, authorisation, number,
      hold, overdraft, item)
    JOIN unnest(sessions) AS s ON s.item = b.item AND s.verdict = 'unfunded'
    JOIN unnest(terms) WITH ORDINALITY
      AS t (programme, period, opens, closes, fee_cap, currency, term) ON t.term = b.term
    WHERE b.overdraft IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
  LOOP
    PERFORM overdraft_refused(refused.programme, refused.period, today, refused.times);
  END LOOP;
END $$;

COMMENT ON FUNCTION booking_refusals(booking_item[], booking_term[], booked_session[], date) IS
  'Notes for which programmes an overdraft was asked in vain.';

CREATE FUNCTION book_sessions(
  items json, terms json, entries jsonb, today date, moment timestamptz
)
RETURNS SETOF booked_session
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
DECLARE
  batch booking_item[] := ARRAY(
    SELECT i FROM json_populate_recordset(NULL::booking_item, items) AS i);
  known booking_term[] := ARRAY(
    SELECT t FROM json_populate_recordset(NULL::booking_term, terms) AS t);
  lends boolean := EXISTS (SELECT FROM unnest(batch) AS u WHERE u.overdraft IS NOT NULL);
  room bigint[] := ledger_room(entries);
  loans bigint[];
  written record;
BEGIN
  IF lends THEN
    loans := booking_loans(known);
    FOR place IN 1 .. cardinality(loans) LOOP room[2 * place] := loans[place]; END LOOP;
  END IF;
  PERFORM FROM slot WHERE id = ANY (ARRAY(SELECT u.slot FROM unnest(batch) AS u))
    ORDER BY id FOR NO KEY UPDATE;
  PERFORM FROM returned_session
    WHERE id = ANY (ARRAY(SELECT u.returned FROM unnest(batch) AS u WHERE u.returned IS NOT NULL))
    ORDER BY id FOR NO KEY UPDATE;

  SELECT w.* INTO written FROM booking_write(batch, known, room, today, moment) AS w;
  IF lends THEN PERFORM booking_refusals(batch, known, written.sessions, today); END IF;
  IF written.ids IS NOT NULL THEN
    PERFORM ledger_alike(entries, written.ids, written.alike);
  END IF;
  -- Once more on what is locked now: no two batches lend the same.
  IF lends AND EXISTS (SELECT FROM unnest(loans, booking_loans(known)) AS l (before, after)
    WHERE l.before >= 0 AND l.after < 0) THEN
    RAISE EXCEPTION 'a rival was lent the same' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN QUERY SELECT * FROM unnest(written.sessions);
END $$;

COMMENT ON FUNCTION book_sessions(json, json, jsonb, date, timestamptz) IS
  'Books a batch of sessions, in a transaction of its own. entries are ledger entries, two for '
  'each of the terms: what sets a session''s price aside, and what lends the fund as much. Per '
  'item: booked or replayed (the same request again), with the authorisation; key_reused (its key '
  'with another request); no_referral; not_usable; slot_taken; again (it repeats another: ask '
  'again, when that one has been decided); unfunded (ask again with an overdraft). An item that is '
  'not booked changes nothing and fails no other. A unique or check violation or a serialization '
  'failure means that a rival took the same at this moment: call it again.';

GRANT EXECUTE ON FUNCTION ledger_lines(jsonb), ledger_room(jsonb),
  ledger_alike(jsonb, uuid[], integer[]),
  booking_write(booking_item[], booking_term[], bigint[], date, timestamptz),
  booking_loans(booking_term[]), overdraft_refused(uuid, text, date, integer),
  booking_refusals(booking_item[], booking_term[], booked_session[], date),
  book_sessions(json, json, jsonb, date, timestamptz) TO worker_app;
