import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import { IS_BOUGHT } from '../invoices/invoices.store.ts';
import { ENDS_ON } from '../programmes/period-status.ts';
import { asideOn } from '../releases/reports-aside.store.ts';
import type { GatewayOperations, ReportNotShown } from './operations.graphql.ts';

/** Counts over the whole gateway. */
@Injectable()
export class OperationsStore {
  /** What the operator may count on a day. */
  async count(tx: Tx, day: string): Promise<Omit<GatewayOperations, 'ledger'>> {
    const [row] = await tx.query<Omit<GatewayOperations, 'ledger' | 'reportsNotShown'>[]>(
      `SELECT
         (SELECT coalesce(sum(sessions), 0)::int FROM invoice
           WHERE ${IS_BOUGHT}) AS "purchasedCredits",
         (SELECT count(claim_key_hash)::int FROM eligibility_code) AS members,
         (SELECT count(*)::int FROM issuance) AS "issuedEntry",
         (SELECT coalesce(sum(sessions), 0)::int FROM issuance) AS "issuedSession",
         (SELECT count(*)::int FROM period) AS "openedPeriods",
         (SELECT count(*)::int FROM job_refusal) AS "refusedJobs", w."periodsWaiting",
         w."periodsOverdue"
       FROM (SELECT count(*)::int AS "periodsWaiting",
           (count(*) FILTER (WHERE confirm_by <= $1))::int AS "periodsOverdue" FROM period p
         WHERE confirmed_on IS NULL AND refused_on IS NULL AND withdrawn_on IS NULL AND closes > $1
           AND (${ENDS_ON} < p.opens) IS NOT TRUE) AS w`, [day],
    );
    if (!row) throw new Error('counting gave no row');
    const reportsNotShown = await tx.query<ReportNotShown[]>(
      `SELECT programme, report, reason, promise, since::text
       FROM (${asideOn(1)}) AS a ORDER BY report, programme, since`, [day]);
    return { ...row, reportsNotShown };
  }
}
