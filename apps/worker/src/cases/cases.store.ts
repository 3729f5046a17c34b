import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';

/** A case in one benefit period. */
export interface Enrolment {
  readonly caseId: string;
  readonly programme: string;
  readonly period: string;
  readonly block: string;
  readonly concern: string | null;
  readonly consentVersion: string;
  readonly consentLanguage: string;
}

/** What a client is shown of her enrolments. */
export type ShownEnrolment = Pick<Enrolment, 'period' | 'block'>;

/** Cases and their enrolments by period. */
@Injectable()
export class CasesStore {
  /** The case of this hash (64 hex digits), made if there is none. */
  async findOrMake(
    tx: Tx, made: { caseId: string; secretHash: string; programme: string; openedOn: string },
  ): Promise<{ caseId: string; programme: string; openedOn: string }> {
    await tx.query(
      `INSERT INTO care_case (id, secret_hash, programme, opened_on)
       VALUES ($1, decode($2, 'hex'), $3, date_trunc('month', $4::date))
       ON CONFLICT (secret_hash) DO NOTHING`,
      [made.caseId, made.secretHash, made.programme, made.openedOn]);
    const [row] = await tx.query<{ caseId: string; programme: string; openedOn: string }[]>(
      `SELECT id AS "caseId", programme, opened_on::text AS "openedOn" FROM care_case
       WHERE secret_hash = decode($1, 'hex')`, [made.secretHash]);
    if (!row) throw new Error('a case that was just kept is not there');
    return row;
  }

  /** Keep others who open or enrol the case of this hash waiting until the transaction ends. */
  async lockKey(tx: Tx, secretHash: string): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`case ${secretHash}`]);
  }

  /** Enrol a case for a period; false when it is enrolled already. */
  async enrol(tx: Tx, enrolment: Enrolment, day: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `INSERT INTO case_enrolment (case_id, programme, period, block, concern, consent_version,
         consent_language, enrolled_on)
       VALUES ($1, $2, $3, $4, $5, $6, $7, date_trunc('month', $8::date))
       ON CONFLICT DO NOTHING RETURNING 1`,
      [enrolment.caseId, enrolment.programme, enrolment.period, enrolment.block,
        enrolment.concern, enrolment.consentVersion, enrolment.consentLanguage, day]);
    return rows.length > 0;
  }

  /** When a case was opened, what was agreed to last, and its enrolments, newest period first. */
  async show(tx: Tx, caseId: string): Promise<{
    openedOn: string; consentVersion: string; endsOn: string | null; enrolments: ShownEnrolment[];
  }> {
    const [row] = await tx.query<{ openedOn: string; endsOn: string | null }[]>(
      `SELECT c.opened_on::text AS "openedOn", e.last_day::text AS "endsOn"
       FROM care_case c LEFT JOIN programme_end e ON e.programme = c.programme
       WHERE c.id = $1`, [caseId]);
    if (!row) throw new Error('a case that called is not there');
    const agreed = await tx.query<(ShownEnrolment & { consentVersion: string })[]>(
      `SELECT period, block, consent_version AS "consentVersion"
       FROM case_enrolment WHERE case_id = $1 ORDER BY period DESC`, [caseId]);
    const enrolments = agreed.map(({ period, block }) => ({ period, block }));
    return { ...row, consentVersion: agreed[0]?.consentVersion ?? '', enrolments };
  }

  /** Say what a case's latest enrolment is for, when that was not said before. */
  async stateConcern(tx: Tx, caseId: string, concern: string): Promise<void> {
    await tx.query(
      `UPDATE case_enrolment SET concern = $2 WHERE case_id = $1 AND concern IS NULL
         AND period = (SELECT max(period) FROM case_enrolment WHERE case_id = $1)`,
      [caseId, concern]);
  }
}
