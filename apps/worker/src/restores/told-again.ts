import * as jobs from '#contracts/jobs';
import type { Terms } from '#disclosure/terms';
import { REPORT_STATEMENT } from '#disclosure/year/statement';
import type { Tx } from '#platform/database';
import { put } from '#platform/queue/outbox';
import type { JsonValue } from '#pseudonym/canonical';
import { LOG_TYPE, logOf } from '#pseudonym/terms-log';
import { signAgain } from '../directory/directory.service.ts';
import type { Signer } from '../foundation/signer.ts';
import { TermsLogStore } from '../log/terms-log.store.ts';
import { signedTerms } from '../terms/own-word.ts';
import type { ConfirmedBy } from '../terms/terms.store.ts';

/** Of periods whose last release is yet to come: before it, all that was said of their keys. */
const goesOn = (named: string) => `NOT EXISTS (SELECT FROM report_release r
     JOIN reporting_period t USING (programme, report)
     JOIN programme_period o USING (programme, period)
     WHERE o.programme = ${named}.programme AND o.period = ${named}.period AND t.closes = o.closes)`;
const notReleased = (table: string) => `${table} k WHERE ${goesOn('k')}
   GROUP BY k.programme, k.period ORDER BY k.period, k.programme`;
const MIRRORED = `SELECT k.programme, k.period, array_agg(k.key_id ORDER BY k.key_id) AS "keyIds"
  FROM ${notReleased('issuer_key')}`;
const REFUSED = `SELECT k.programme, k.period, min(k.reason) AS reason
  FROM ${notReleased('issuer_key_refusal')}`;

const LOGGED = `SELECT k.programme, k.period, min(k.leaf) AS leaf FROM ${notReleased('logged_terms')}`;
/** Terms that hold, and those that were refused, in the same way. */
const CONFIRMED = `SELECT p.terms AS text, k.confirmed_by AS by
  FROM terms_proposal p JOIN terms_confirmation k USING (programme, period)
  WHERE ${goesOn('p')} ORDER BY p.period, p.programme`;
const TERMS_REFUSED = `SELECT k.programme, k.period, k.proposal, k.reason FROM terms_refusal k
  WHERE ${goesOn('k')} ORDER BY k.period, k.programme, k.proposal`;

const DIRECTORY = 'SELECT body FROM directory_version ORDER BY version DESC LIMIT 1';

type Of<C extends { readonly schema: { readonly _output: unknown } }> = C['schema']['_output'];
const REPORTS = 'SELECT body FROM report_release ORDER BY report, programme';

/**
 * A gateway that was restored goes on: tell it again what it may have forgotten, all reports,
 * which terms and keys of periods without a release it has taken or refused, the log
 * of terms, and the directory. Nobody knows how old its backup was, so all of it is told; what it
 * has it takes no second time. A release is signed as it is stored, so that it has the same bytes
 * as before. The relay's keys are told before that, once the restore is known
 * (`gateway-ticked.processor.ts`).
 */
export function tellAgain(signer: Signer): (tx: Tx) => Promise<void> {
  return async (tx) => {
    for (const { text, by } of await tx.query<{ text: string; by: ConfirmedBy }[]>(CONFIRMED)) {
      const payload = await signedTerms(signer, JSON.parse(text) as Terms, by);
      await put(tx, { contract: jobs.termsConfirmed, payload });
    }
    for (const payload of await tx.query<Of<typeof jobs.termsRefused>[]>(TERMS_REFUSED)) {
      await put(tx, { contract: jobs.termsRefused, payload });
    }
    await tellLog(tx, signer);
    for (const payload of await tx.query<Of<typeof jobs.keysMirrored>[]>(MIRRORED)) {
      await put(tx, { contract: jobs.keysMirrored, payload });
    }
    for (const payload of await tx.query<Of<typeof jobs.keysRefused>[]>(REFUSED)) {
      await put(tx, { contract: jobs.keysRefused, payload });
    }
    for (const { body } of await tx.query<{ body: string }[]>(DIRECTORY)) {
      await put(tx, { contract: jobs.directoryPublished, payload: await signAgain(signer, body) });
    }
    for (const { body } of await tx.query<{ body: string }[]>(REPORTS)) {
      const payload = await signer.sign(REPORT_STATEMENT, JSON.parse(body) as JsonValue);
      await put(tx, { contract: jobs.reportReleased, payload });
    }
  };
}

/** The log first, and then which leaf is whose; nothing while there is nothing in it. */
async function tellLog(tx: Tx, signer: Signer): Promise<void> {
  const leaves = await new TermsLogStore().leaves(tx);
  if (leaves.length === 0) return;
  const payload = await signer.sign(LOG_TYPE, logOf(leaves) as unknown as JsonValue);
  await put(tx, { contract: jobs.logPublished, payload });
  for (const logged of await tx.query<Of<typeof jobs.termsLogged>[]>(LOGGED)) {
    await put(tx, { contract: jobs.termsLogged, payload: logged });
  }
}
