-- Bookings are decided by libs/billing over rows that the worker has locked: nothing of it is left
-- in SQL but the ledger, which posts their holds as it posts everything.

DROP FUNCTION book_sessions(json, json, jsonb, date, timestamptz),
  booking_refusals(booking_item[], booking_term[], booked_session[], date),
  overdraft_refused(uuid, text, date, integer),
  booking_write(booking_item[], booking_term[], bigint[], date, timestamptz),
  booking_loans(booking_term[]), overdraft_limit(uuid, text),
  ledger_alike(jsonb, uuid[], integer[]), ledger_room(jsonb), ledger_lines(jsonb);
DROP TYPE booked_session, booking_term, booking_item;

GRANT INSERT, UPDATE (tries) ON overdraft_refusal TO worker_app;
