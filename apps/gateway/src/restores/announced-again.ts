import * as jobs from '#contracts/jobs';
import type { Tx } from '#platform/database';
import { put } from '#platform/outbox';

/** Blocks of a period as the vault is told of them: sites are numbered in the blocks' order. */
const BLOCKS = `WITH sited AS (
    SELECT b.block, b.headcount, substr(b.block, 2)::int AS n, CASE WHEN count(DISTINCT r.site) = 1
      THEN min(r.site) END AS site
    FROM block b LEFT JOIN seat_range r ON r.programme_id = b.programme_id
      AND r.period = b.period AND r.block = b.block
    WHERE b.programme_id = p.programme_id AND b.period = p.label GROUP BY b.block, b.headcount),
  numbered AS (
    SELECT site, row_number() OVER (ORDER BY min(n))::int AS number
    FROM sited WHERE site IS NOT NULL GROUP BY site)
  SELECT jsonb_agg(jsonb_build_object('block', s.block, 'headcount', s.headcount,
    'site', d.number) ORDER BY s.n) FROM sited s LEFT JOIN numbered d ON d.site = s.site`;

const PERIODS = `SELECT p.programme_id AS programme, p.label AS period, p.opens::text,
    p.closes::text, p.releases::text, p.k, p.sessions_per_member AS "sessionsPerMember",
    e.currency, e.session_price_minor::text AS "sessionPriceMinor", (${BLOCKS}) AS blocks
  FROM period p JOIN programme g ON g.id = p.programme_id JOIN employer e ON e.id = g.employer_id
  WHERE NOT EXISTS (SELECT FROM usage_release r
    WHERE r.programme_id = p.programme_id AND r.period = p.label)
  ORDER BY p.label, p.programme_id`;

const LOG = `SELECT type, body, signature FROM vault_statement WHERE type = 'terms-log'`;

const KEYS = `SELECT key_id AS "keyId", kind, block, rtrim(translate(
    replace(encode(spki, 'base64'), chr(10), ''), '+/', '-_'), '=') AS spki,
    not_before::text AS "notBefore", not_after::text AS "notAfter"
  FROM issuer_key WHERE programme_id = $1 AND period = $2
  ORDER BY block IS NULL, substr(block, 2)::int`;

const FUNDINGS = `SELECT i.programme_id AS programme, f.id AS funding, i.sessions,
    i.net_minor::text AS "amountMinor", i.currency
  FROM invoice i JOIN (SELECT id AS invoice, funding_id AS id FROM invoice
      UNION ALL SELECT invoice_id, withdrawn_funding_id FROM payment) AS f ON f.invoice = i.id
  WHERE f.id IS NOT NULL ORDER BY i.paid_on, f.id`;
const WITHDRAWN = `SELECT i.programme_id AS programme, y.withdrawn_funding_id AS funding
  FROM payment y JOIN invoice i ON i.id = y.invoice_id
  WHERE y.withdrawn_funding_id IS NOT NULL ORDER BY y.reversed_on, y.withdrawn_funding_id`;

type Opening = (typeof jobs.periodOpened.schema)['_output'];
type Keys = (typeof jobs.keysRegistered.schema)['_output']['keys'];
type Funding = (typeof jobs.creditsFunded.schema)['_output'];
type Log = (typeof jobs.logReturned.schema)['_output'];
type Withdrawal = (typeof jobs.creditsWithdrawn.schema)['_output'];

/**
 * A vault that was restored asks: tell it again what it may have forgotten, the periods that have
 * no release yet, their keys, all fundings, which were withdrawn, and its own signed log. What it
 * knows it takes no second time, so all of it is told, whatever it remembers. Told while it is
 * closed, since it counts by the periods what going on may cost; the list says when it knows them
 * all, and comes first so that the vault asks no second time.
 */
export async function announceAgain(tx: Tx, question: string): Promise<void> {
  const openings = await tx.query<Opening[]>(PERIODS);
  const periods = openings.map(({ programme, period }) => ({ programme, period }));
  await put(tx, { contract: jobs.periodsListed, payload: { question, periods } });
  // Before the periods, so that each comes to the place in the log that it had.
  for (const payload of await tx.query<Log[]>(LOG)) {
    await put(tx, { contract: jobs.logReturned, payload });
  }
  for (const opening of openings) {
    const { programme, period } = opening;
    await put(tx, { contract: jobs.periodOpened, payload: opening });
    const keys = await tx.query<Keys>(KEYS, [programme, period]);
    await put(tx, { contract: jobs.keysRegistered, payload: { programme, period, keys } });
  }
  for (const funding of await tx.query<Funding[]>(FUNDINGS)) {
    await put(tx, { contract: jobs.creditsFunded, payload: funding });
  }
  for (const withdrawal of await tx.query<Withdrawal[]>(WITHDRAWN)) {
    await put(tx, { contract: jobs.creditsWithdrawn, payload: withdrawal });
  }
}
