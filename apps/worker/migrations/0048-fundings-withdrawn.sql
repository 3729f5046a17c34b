-- A funding whose payment was recorded by mistake is withdrawn.

ALTER TABLE funding ADD COLUMN withdrawn_on date;
COMMENT ON COLUMN funding.withdrawn_on IS
  'Day on which the gateway took its payment back; null: it counts.';
GRANT UPDATE (withdrawn_on) ON funding TO worker_app;
