import * as jobs from '#contracts/jobs';
import type { Tx } from '#platform/database';
import { put } from '#platform/queue/outbox';
import { announcedKeys } from '../keys/announced-keys.ts';
import { IS_RELEASED } from '../programmes/period-status.ts';
import { tellEnds } from '../programmes/tell-ends.ts';

/**
 * Terms of periods whose last release is to come, with the vault's word on them where it came. What
 * it refused and never confirmed, or HR took back, is not proposed again behind HR's back: HR
 * proposes anew.
 */
const PERIODS = `SELECT p.programme_id AS programme, p.label AS period, p.proposal, p.terms,
    p.confirmation
  FROM period p
  WHERE (p.confirmed_on IS NOT NULL OR (p.refused_reason IS NULL AND p.withdrawn_on IS NULL))
    AND NOT ${IS_RELEASED}
  ORDER BY p.label, p.programme_id`;

/** What came to nothing: taken back by HR or refused, where others have its place now as well. */
const ENDED = `SELECT p.programme_id AS programme, p.label AS period, p.proposal FROM period p
  WHERE (p.withdrawn_on IS NOT NULL OR p.refused_reason IS NOT NULL) AND p.confirmed_on IS NULL
  UNION ALL SELECT e.programme_id, e.period, e.proposal FROM ended_proposal e
    JOIN period p ON p.programme_id = e.programme_id AND p.label = e.period AND NOT ${IS_RELEASED}
  ORDER BY period, programme, proposal`;

const LOG = `SELECT type, body, signature FROM vault_statement WHERE type = 'terms-log'`;

const FUNDINGS = `SELECT i.programme_id AS programme, f.id AS funding, i.sessions,
    i.net_minor::text AS "amountMinor", i.currency, i.period
  FROM invoice i JOIN (SELECT id AS invoice, funding_id AS id FROM invoice
      UNION ALL SELECT invoice_id, withdrawn_funding_id FROM payment) AS f ON f.invoice = i.id
  WHERE f.id IS NOT NULL ORDER BY i.paid_on, f.id`;
const WITHDRAWN = `SELECT i.programme_id AS programme, y.withdrawn_funding_id AS funding
  FROM payment y JOIN invoice i ON i.id = y.invoice_id
  WHERE y.withdrawn_funding_id IS NOT NULL ORDER BY y.reversed_on, y.withdrawn_funding_id`;

type Proposed = (typeof jobs.termsProposed.schema)['_output'];
type Withdrawn = (typeof jobs.termsWithdrawn.schema)['_output'];
interface Stored {
  readonly programme: string;
  readonly period: string;
  readonly proposal: string;
  readonly terms: string;
  readonly confirmation: Proposed['confirmation'];
}
type ToldFunding = Omit<(typeof jobs.creditsFunded.schema)['_output'], 'period'>
  & { readonly period: string | null };
type Log = (typeof jobs.logReturned.schema)['_output'];
type Withdrawal = (typeof jobs.creditsWithdrawn.schema)['_output'];

/**
 * A vault that was restored asks: tell it again what it may have forgotten, its own signed log, the
 * terms that have no release yet, each with its own word if it confirmed them, their keys, all
 * fundings, and which were withdrawn. What it knows it takes no second time, so all of it is told,
 * whatever it remembers. Told while it is closed, since it counts by the periods what going on may
 * cost; the list says when it knows them all. Nothing was ever issued for terms that were not
 * confirmed: they are not in it, and have no keys there. What came to nothing is told before it, as
 * it may wait there again, and is to be gone before the vault can open.
 */
export async function announceAgain(tx: Tx, question: string): Promise<void> {
  const stored = await tx.query<Stored[]>(PERIODS);
  const confirmed = stored.filter(({ confirmation }) => confirmation !== null);
  const periods = confirmed.map(({ programme, period }) => ({ programme, period }));
  await takeBack(tx);
  await put(tx, { contract: jobs.periodsListed, payload: { question, periods } });
  // Before the periods, so that each comes to the place in the log that it had.
  for (const payload of await tx.query<Log[]>(LOG)) {
    await put(tx, { contract: jobs.logReturned, payload });
  }
  await propose(tx, stored);
  for (const { programme, period } of confirmed) {
    const payload = await announcedKeys(tx, programme, period);
    await put(tx, { contract: jobs.keysRegistered, payload });
  }
  await tellEnds(tx);
  for (const { period, ...funding } of await tx.query<ToldFunding[]>(FUNDINGS)) {
    await put(tx, { contract: jobs.creditsFunded,
      payload: { ...funding, ...period !== null && { period } } });
  }
  for (const withdrawal of await tx.query<Withdrawal[]>(WITHDRAWN)) {
    await put(tx, { contract: jobs.creditsWithdrawn, payload: withdrawal });
  }
}

/**
 * This gateway was restored and goes on: what waits is proposed again. Its vault may have been
 * restored too, and have forgotten both the proposal and what it said of it.
 */
export async function proposeWaiting(tx: Tx): Promise<void> {
  const stored = await tx.query<Stored[]>(PERIODS);
  await takeBack(tx);
  await propose(tx, stored.filter(({ confirmation }) => confirmation === null));
}

async function takeBack(tx: Tx): Promise<void> {
  for (const payload of await tx.query<Withdrawn[]>(ENDED)) {
    await put(tx, { contract: jobs.termsWithdrawn, payload });
  }
}

async function propose(tx: Tx, stored: readonly Stored[]): Promise<void> {
  for (const { proposal, terms, confirmation } of stored) {
    const payload = { proposal, terms: JSON.parse(terms) as Proposed['terms'], confirmation };
    await put(tx, { contract: jobs.termsProposed, payload });
  }
}
