-- Care is lent what an employer has not paid yet, up to all that its members can have been issued.

CREATE TABLE overdraft_refusal (
  programme uuid NOT NULL,
  period text NOT NULL,
  refused_on date NOT NULL,
  tries integer NOT NULL CHECK (tries > 0),
  PRIMARY KEY (programme, period, refused_on),
  FOREIGN KEY (programme, period) REFERENCES programme_period (programme, period)
);

COMMENT ON TABLE overdraft_refusal IS
  'Alarm: programmes whose overdraft was at its limit. Unpaid for long, or credits were forged.';
COMMENT ON COLUMN overdraft_refusal.programme IS 'The programme that was lent no more.';
COMMENT ON COLUMN overdraft_refusal.period IS 'The benefit period of the credits.';
COMMENT ON COLUMN overdraft_refusal.refused_on IS 'The day.';
COMMENT ON COLUMN overdraft_refusal.tries IS 'Bookings of that day that were lent nothing.';

GRANT SELECT ON overdraft_refusal TO worker_app, auditor;

CREATE FUNCTION overdraft_limit(for_programme uuid, for_period text) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT pp.sessions_per_member * sum(b.headcount)
  FROM programme_period pp
  JOIN programme_block b ON b.programme = pp.programme AND b.period = pp.period
  WHERE pp.programme = for_programme AND pp.period = for_period
  GROUP BY pp.sessions_per_member
$$;

COMMENT ON FUNCTION overdraft_limit(uuid, text) IS
  'Most sessions that a programme may owe: what its members can have been issued in the period, '
  'as it was frozen when that opened. Credits beyond it are nobody''s.';

CREATE FUNCTION booking_lend(
  batch booking_item[], holds jsonb, overdrafts jsonb, bookable integer[], today date
) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  refused integer[];
BEGIN
  IF NOT EXISTS (SELECT FROM jsonb_array_elements(overdrafts) AS o (entry)
    WHERE o.entry <> 'null') THEN
    RETURN overdrafts;
  END IF;
  -- All that this batch will move, in the ledger's order, so that no two wait in a circle.
  PERFORM FROM account
    WHERE code = ANY (ARRAY(SELECT DISTINCT l.line ->> 0
      FROM jsonb_array_elements(holds || overdrafts) AS e (entry)
      CROSS JOIN LATERAL jsonb_array_elements(
        CASE e.entry WHEN 'null' THEN '[]' ELSE e.entry -> 'postings' END) AS l (line)))
    ORDER BY id FOR NO KEY UPDATE;

  SELECT array_agg(w.n) INTO refused FROM (
    SELECT o.n::integer AS n,
      coalesce(a.balance, 0) + row_number() OVER (PARTITION BY b.programme ORDER BY o.n)
        > coalesce(overdraft_limit(b.programme, b.period), 0) AS over
    FROM jsonb_array_elements(overdrafts) WITH ORDINALITY AS o (entry, n)
    CROSS JOIN LATERAL (SELECT batch[o.n].programme, batch[o.n].period) AS b
    LEFT JOIN account a ON a.code = 'overdraft:programme/' || b.programme || '/SES'
    WHERE o.entry <> 'null' AND o.n = ANY (bookable)
  ) AS w WHERE w.over;

  INSERT INTO overdraft_refusal AS r (programme, period, refused_on, tries)
  SELECT batch[n].programme, batch[n].period, today, count(*)
  FROM unnest(refused) AS n GROUP BY 1, 2 ORDER BY 1, 2
  ON CONFLICT (programme, period, refused_on) DO UPDATE SET tries = r.tries + EXCLUDED.tries;

  RETURN (SELECT jsonb_agg(CASE WHEN o.n = ANY (refused) THEN 'null' ELSE o.entry END ORDER BY o.n)
    FROM jsonb_array_elements(overdrafts) WITH ORDINALITY AS o (entry, n));
END $$;

COMMENT ON FUNCTION booking_lend(booking_item[], jsonb, jsonb, integer[], date) IS
  'The overdrafts of a batch, null in place of those beyond the limit of their programme, which it '
  'notes as an alarm. Locks the accounts of the whole batch when there is anything to lend.';

CREATE OR REPLACE FUNCTION book_sessions(
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
    funded := booking_hold(holds, booking_lend(batch, holds, overdrafts, bookable, today), bookable);
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

GRANT EXECUTE ON FUNCTION overdraft_limit(uuid, text),
  booking_lend(booking_item[], jsonb, jsonb, integer[], date) TO worker_app;
