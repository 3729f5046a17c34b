-- The ledger posts everything by ledger_post: what posted many alike was for the vault's bookings,
-- and for those no more.

DROP FUNCTION ledger_alike(jsonb, uuid[], integer[]), ledger_room(jsonb), ledger_lines(jsonb);
