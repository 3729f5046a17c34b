-- Who may use the vault's ledger.

SELECT ledger_grant('worker_app', true);
SELECT ledger_grant('auditor', false);
