import { Inject, Injectable } from '@nestjs/common';
import { signedText } from '#contracts/carried-statement';
import type { Report } from '#disclosure/year/statement';
import type { Tx } from '#platform/database';
import type { GatewayConfig } from '#platform/settings/config';
import { mac, purposeKey } from '../foundation/macs.ts';
import { CONFIG } from '../foundation/tokens.ts';
import type { ReportRefusal } from './arrival.ts';
import type { SignedReport } from './reports.store.ts';

/**
 * Reports that are not shown, of the year before the day `$n`: in a year nothing can be done about
 * one any more. `reason` is null of what waits.
 */
export const asideOn = (n: number): string => `SELECT programme_id AS programme, report, since,
  refused_reason AS reason, promise FROM report_aside WHERE since > $${n}::date - 366`;

/** Why a report was refused, and the promise that it breaks, if it is for that. */
interface Refused {
  readonly reason: ReportRefusal;
  readonly promise: string | null;
}

/** Rows of report_aside: what the vault signed, and nobody is shown. */
@Injectable()
export class ReportsAsideStore {
  private readonly key: Buffer;

  constructor(@Inject(CONFIG) { kek }: GatewayConfig) {
    this.key = purposeKey(kek, 'report-aside');
  }

  /** What waits of a year, in order. */
  waiting(
    tx: Tx, { programme, period }: Pick<Report, 'programme' | 'period'>,
  ): Promise<SignedReport[]> {
    return tx.query<SignedReport[]>(
      `SELECT body, signature FROM report_aside
       WHERE programme_id = $1 AND left(report, 7) = $2 AND body IS NOT NULL
       ORDER BY report, since, digest`, [programme, period]);
  }

  /** Let a report wait until what comes first is there; of one text, as it was signed last. */
  async keep(
    tx: Tx, { programme, report }: Report, { body, signature }: SignedReport, day: string,
  ): Promise<void> {
    const digest = this.digest(body);
    await tx.query(
      `DELETE FROM report_aside
       WHERE programme_id = $1 AND report = $2 AND digest = $3 AND signature <> $4`,
      [programme, report, digest, signature]);
    await tx.query(
      `INSERT INTO report_aside (programme_id, report, digest, since, body, signature)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [programme, report, digest, day, body, signature]);
  }

  /** Note that a report is refused: its text is not kept. */
  async refuse(
    tx: Tx, { programme, report }: Report, { body }: SignedReport,
    { reason, promise }: Refused, day: string,
  ): Promise<void> {
    await tx.query(
      'DELETE FROM report_aside WHERE programme_id = $1 AND report = $2 AND body = $3',
      [programme, report, body]);
    await tx.query(
      `INSERT INTO report_aside (programme_id, report, digest, since, refused_reason, promise)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [programme, report, this.digest(body), day, reason, promise]);
  }

  /**
   * Forget a report that is taken, and those of its year up to it that were refused: the vault and
   * what stands here agree.
   */
  async forget(
    tx: Tx, { programme, period, report }: Report, { body }: SignedReport,
  ): Promise<void> {
    await tx.query(
      `DELETE FROM report_aside WHERE programme_id = $1 AND left(report, 7) = $2 AND report <= $3
         AND (body IS NULL OR body = $4)`, [programme, period, report, body]);
  }

  /** By what a report is known again. A plain hash would tell what it says: it can be guessed. */
  private digest(body: string): string {
    return mac(this.key, signedText(body)).toString('hex');
  }
}
