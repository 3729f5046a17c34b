import type { TestCluster } from '#local/testing';

/** What must hold of the vault's books at any time, each as a query for what breaks it. */
const INVARIANTS: Record<string, string> = {
  'every entry balances, and balances are the sums of their entries':
    'SELECT * FROM ledger_verify()',
  'no hold and no fund is below its floor':
    'SELECT code, balance FROM account WHERE balance < floor OR (holding AND balance < 0)',
  'what is held is exactly what is booked and open': `
    SELECT a.number FROM authorisation a WHERE a.status = 'held' AND NOT EXISTS
      (SELECT FROM open_hold h WHERE h.entry_id = a.hold_id)
    UNION ALL SELECT h.code FROM open_hold h WHERE h.code LIKE 'hold:programme/%' AND NOT EXISTS
      (SELECT FROM authorisation a WHERE a.hold_id = h.entry_id AND a.status = 'held')`,
  'no hold is resolved twice': `
    SELECT resolves FROM journal_entry WHERE resolves IS NOT NULL
    GROUP BY resolves HAVING count(*) > 1`,
  'each session is funded by one credit or one returned session of its own': `
    SELECT 1 FROM (SELECT
      (SELECT count(*) FROM nullifier WHERE kind = 'session')
        + (SELECT count(*) FROM returned_session WHERE used_by IS NOT NULL) AS funded,
      (SELECT count(*) FROM authorisation) AS sessions) AS counts WHERE funded <> sessions`,
  'a session returns once, and only when it was cancelled': `
    SELECT r.id FROM returned_session r JOIN authorisation a ON a.id = r.authorisation_id
    WHERE a.status <> 'cancelled'
    UNION ALL SELECT a.id FROM authorisation a WHERE a.status = 'cancelled' AND NOT EXISTS
      (SELECT FROM returned_session r WHERE r.authorisation_id = a.id)`,
  'what is paid was authorised: its own therapist, once, within what was held': `
    SELECT c.id FROM claim c JOIN authorisation a ON a.id = c.authorisation_id
    WHERE c.status = 'paid' AND (a.status NOT IN ('claimed', 'no_show', 'late_cancelled')
      OR a.provider_id <> c.provider_id
      OR c.paid_minor > a.fee_cap_minor)
    UNION ALL SELECT authorisation_id FROM claim WHERE status = 'paid'
      GROUP BY authorisation_id HAVING count(*) > 1`,
  'a payout is the sum of the claims in it, and no claim is in two': `
    SELECT p.id FROM payout p LEFT JOIN claim c ON c.payout_id = p.id AND c.status = 'paid'
    GROUP BY p.id, p.amount_minor HAVING p.amount_minor <> coalesce(sum(c.paid_minor), 0)`,
};

/** The invariants that do not hold now, with what breaks them. */
export async function brokenInvariants(cluster: TestCluster): Promise<string[]> {
  const found: string[] = [];
  for (const [name, sql] of Object.entries(INVARIANTS)) {
    const rows = await cluster.query('vault', sql);
    if (rows.length > 0) found.push(`${name}: ${JSON.stringify(rows.slice(0, 3))}`);
  }
  return found;
}
