-- After a restore the operator may end the running periods for spending: nothing of them can be
-- spent twice, because nothing of them can be spent at all any more.

CREATE TABLE period_ended (
  programme uuid NOT NULL,
  period text NOT NULL,
  ended_on date NOT NULL,
  ended_by text NOT NULL CHECK (char_length(ended_by) BETWEEN 1 AND 100),
  PRIMARY KEY (programme, period),
  FOREIGN KEY (programme, period) REFERENCES programme_period (programme, period)
);

COMMENT ON TABLE period_ended IS 'Periods whose credits the operator has ended after a restore.';
COMMENT ON COLUMN period_ended.programme IS 'The programme.';
COMMENT ON COLUMN period_ended.period IS 'The benefit period: its credits book, open and redeem nothing.';
COMMENT ON COLUMN period_ended.ended_on IS 'Day of the operator''s word.';
COMMENT ON COLUMN period_ended.ended_by IS 'The operator who gave it, as named in the command.';

GRANT SELECT ON period_ended TO worker_app, auditor;

CREATE FUNCTION end_running_periods(day date, operator text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH ended AS (
    INSERT INTO period_ended (programme, period, ended_on, ended_by)
    SELECT programme, period, day, operator FROM programme_period
    WHERE opens <= day AND day < closes ON CONFLICT DO NOTHING
    RETURNING programme, period)
  DELETE FROM returned_session r USING ended e
  WHERE r.programme = e.programme AND r.period = e.period AND r.used_by IS NULL
$$;

COMMENT ON FUNCTION end_running_periods(date, text) IS
  'Ends all periods of this day for spending, once. Sessions that had been returned and not used '
  'go with them: whether they were used since the backup is not known. What is booked stays, and '
  'a session that is cancelled from now on returns and books again.';

REVOKE ALL ON FUNCTION end_running_periods(date, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_running_periods(date, text) TO worker_app;

-- Booking as it was, but that no credit of an ended period pays.

CREATE OR REPLACE FUNCTION booking_write(
  batch booking_item[], terms booking_term[], room bigint[], today date, moment timestamptz,
  OUT sessions booked_session[], OUT ids uuid[], OUT alike integer[]
)
LANGUAGE plpgsql AS $$
BEGIN
  WITH asked AS (
    SELECT w.*, t.programme, t.period, t.fee_cap, t.currency,
      p.id AS provider_id, r.id AS referral_id, s.id AS slot_id, s.starts_at,
      m.version AS meeting,
      coalesce(s.minutes, w.minutes) AS long, coalesce(s.modality, w.modality) AS manner,
      coalesce((s.starts_at AT TIME ZONE p.time_zone)::date, w.day) AS service_on,
      past.request_hash = w.request AS prior,
      (past.result ->> 'authorisation')::uuid AS prior_authorisation,
      w."case" IS NULL OR r.id IS NOT NULL AS referred,
      spent.nullifier IS NULL AND w.usable
        AND (w.nullifier IS NOT NULL OR back.used_by IS NULL AND back.id IS NOT NULL)
        AND (w."case" IS NULL OR enrolled.case_id IS NOT NULL)
        AND (w.nullifier IS NULL OR ended.period IS NULL)
        AND t.opens <= today AND today < t.closes AS payable,
      p.id IS NOT NULL AND CASE
        WHEN w."case" IS NULL THEN w.day >= t.opens AND w.day < t.closes
        ELSE s.status = 'open' AND s.provider_id = r.provider_id AND m.version IS NOT NULL
          AND s.starts_at > moment + make_interval(hours => p.notice_hours)
          AND (s.starts_at AT TIME ZONE p.time_zone)::date
            BETWEEN t.opens AND least(t.closes - 1, licence.expires)
          AND licence.expires IS NOT NULL
        END AS bookable
    FROM unnest(batch) WITH ORDINALITY AS w (scope, key, request, "case", referral, slot, provider,
      modality, minutes, day, nullifier, returned, usable, repeats, term, authorisation, number,
      hold, overdraft, item)
    LEFT JOIN unnest(terms) WITH ORDINALITY
      AS t (programme, period, opens, closes, fee_cap, currency, term) ON t.term = w.term
    LEFT JOIN period_ended ended ON ended.programme = t.programme AND ended.period = t.period
    LEFT JOIN idempotency past ON past.scope = w.scope AND past.key = w.key
    LEFT JOIN nullifier spent ON spent.nullifier = w.nullifier
    LEFT JOIN returned_session back ON back.id = w.returned AND back.case_id = w."case"
    LEFT JOIN case_enrolment enrolled ON enrolled.case_id = w."case"
      AND enrolled.programme = t.programme AND enrolled.period = t.period
    LEFT JOIN referral r ON r.id = w.referral AND r.case_id = w."case" AND r.status = 'open'
    LEFT JOIN slot s ON s.id = w.slot
    LEFT JOIN provider p ON p.id = coalesce(w.provider, r.provider_id) AND p.active
    LEFT JOIN provider_meeting m ON m.provider_id = s.provider_id AND m.modality = s.modality
      AND m.modality = ANY (p.modalities)
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
      starts_at, minutes, modality, service_on, fee_cap_minor, currency, hold_id, status, bearer,
      meeting_version)
    SELECT w.authorisation, w.number, w.provider_id, w.referral_id, w.programme, w.period,
      w.slot_id, w.starts_at, w.long, w.manner, w.service_on, w.fee_cap, w.currency, w.hold, 'held',
      w."case" IS NULL, w.meeting
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
