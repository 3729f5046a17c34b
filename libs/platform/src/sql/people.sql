-- The order in which people came is nobody's business, and a table's file tells it: by where a row
-- stands, and by the number of the transaction that wrote it. So tables that list people are written
-- anew every night, by one transaction and in random order; and then once more without what was
-- deleted, in the order of keys that are random themselves.
--
-- Each domain says in people_tables() which tables these are, before this, and who may have it done.

CREATE FUNCTION rewrite_people() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  listed text;
BEGIN
  FOREACH listed IN ARRAY people_tables() LOOP
    EXECUTE format('LOCK TABLE %I IN SHARE ROW EXCLUSIVE MODE', listed);
    EXECUTE format('WITH gone AS (DELETE FROM %1$I RETURNING *)
      INSERT INTO %1$I SELECT * FROM gone ORDER BY random()', listed);
  END LOOP;
END $$;
COMMENT ON FUNCTION rewrite_people() IS 'Writes all rows anew, in random order, by one transaction.';

CREATE FUNCTION compact_people() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  listed text;
  whole boolean;
  every_one boolean := true;
BEGIN
  FOREACH listed IN ARRAY people_tables() LOOP
    EXECUTE format('CLUSTER %I USING %I', listed, listed || '_pkey');
    -- Rows that somebody's older snapshot may still read are kept beside the new ones: the rows
    -- that we see then leave gaps in their pages.
    EXECUTE format('SELECT coalesce(sum(rows) = sum(last), true) FROM (
      SELECT count(*) AS rows, max((ctid::text::point)[1]) AS last
      FROM %I GROUP BY (ctid::text::point)[0]) AS page', listed) INTO whole;
    every_one := every_one AND whole;
  END LOOP;
  RETURN every_one;
END $$;
COMMENT ON FUNCTION compact_people() IS
  'Gives each table another file, without the rows that were deleted; false where some were kept.';
