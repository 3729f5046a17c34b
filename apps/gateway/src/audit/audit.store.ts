import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Tx } from '#platform/database';
import type { HrAction, LetInNotice } from './audit.graphql.ts';

/** What is written down: the closed list of actions of HR's team. */
export type ActionName =
  | 'SIGNED_IN' | 'SIGN_INS_ENDED' | 'SIGN_IN_REFUSED' | 'CODE_REFUSED' | 'RECOVERY_CODE_USED'
  | 'RECOVERY_CODES_RENEWED' | 'SECOND_FACTOR_ON'
  | 'PASSKEY_ADDED' | 'PASSKEY_REMOVED' | 'PASSKEY_REFUSED'
  | 'SECOND_FACTOR_OFF' | 'SECOND_FACTOR_RESET' | 'PASSWORD_CHANGED' | 'JOINED' | 'INVITED'
  | 'INVITATION_REVOKED' | 'PASSWORD_RESET' | 'PASSWORD_SET' | 'ROLE_CHANGED' | 'REMOVED'
  | 'PROGRAMME_CREATED' | 'HEADCOUNTS_REPLACED' | 'PERIOD_OPENED' | 'PERIOD_WITHDRAWN' | 'LETTERS_ORDERED'
  | 'SESSIONS_CHANGED'
  | 'CREDITS_ORDERED' | 'CARD_DECLINED'
  | 'OPERATORS_LET_IN' | 'CONTRACT_CHANGED' | 'CONTRACT_ENDED' | 'CONTRACT_RESUMED'
  | 'END_ANNOUNCED' | 'END_WITHDRAWN'
  | 'INVOICE_CANCELLED' | 'PAYMENT_REVERSED' | 'BACKUP_RESTORED'
  | 'LETTERS_MADE' | 'LETTERS_HANDED_OUT' | 'LETTERS_NOT_HANDED_OUT';

/** A guesser must not fill a team's record, nor a disk. */
const REFUSAL_EVERY_MS = 3_600_000;

/** Who of HR acts. */
export interface Actor {
  readonly userId: string;
  readonly employerId: string;
}

/** Rows of hr_action: added, never changed. */
@Injectable()
export class AuditStore {
  /** Write an action down in the transaction that does it; `subject` names nobody but HR staff. */
  add(tx: Tx, actor: Actor, action: ActionName, subject: string, at: Date): Promise<void> {
    return this.write(tx, { ...actor, operators: null }, action, subject, at);
  }

  /** Write down what operators, by their names, did to a team's account. */
  addOfOperators(
    tx: Tx, employerId: string, operators: readonly string[], action: ActionName, subject: string,
    at: Date,
  ): Promise<void> {
    const actor = { employerId, userId: null, operators: operators.join(', ') };
    return this.write(tx, actor, action, subject, at);
  }

  /**
   * Write down that somebody was refused at an account's sign-in, once an hour: not from where, and
   * nothing for an address that nobody here has. Told as soon as it is written, not when it is safe
   * on disk: the time must not tell whether the address is known.
   */
  async addRefusal(
    tx: Tx, email: string, action: 'SIGN_IN_REFUSED' | 'CODE_REFUSED' | 'PASSKEY_REFUSED',
    at: Date,
  ): Promise<void> {
    await tx.query('SET LOCAL synchronous_commit TO off');
    const [actor] = await tx.query<Actor[]>(
      `SELECT id AS "userId", employer_id AS "employerId" FROM hr_user
       WHERE email = $1 AND removed_on IS NULL FOR NO KEY UPDATE`, [email]);
    if (!actor) return;
    const since = new Date(at.getTime() - REFUSAL_EVERY_MS);
    const known = await tx.query<unknown[]>(
      `SELECT FROM hr_action WHERE employer_id = $1 AND user_id = $2 AND action = $3
         AND done_at > $4 LIMIT 1`, [actor.employerId, actor.userId, action, since]);
    if (known.length === 0) await this.add(tx, actor, action, '', at);
  }

  private async write(
    tx: Tx, actor: { employerId: string; userId: string | null; operators: string | null },
    action: ActionName, subject: string, at: Date,
  ): Promise<void> {
    // One writer at a time for each employer, so that the numbers have no gap.
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 11))', [actor.employerId]);
    await tx.query(
      `INSERT INTO hr_action (id, employer_id, number, user_id, operators, action, subject, done_at)
       SELECT $1::uuid, $2::uuid, coalesce(max(number), 0) + 1, $3::uuid, $4, $5, $6,
         $7::timestamptz
       FROM hr_action WHERE employer_id = $2`,
      [randomUUID(), actor.employerId, actor.userId, actor.operators, action,
        subject.slice(0, 300), at],
    );
  }

  /** E-mail of who last let somebody of the team set a new password. */
  async lastResetOf(tx: Tx, employerId: string, email: string): Promise<string | undefined> {
    const [row] = await tx.query<{ email: string }[]>(
      `SELECT u.email FROM hr_action a JOIN hr_user u ON u.id = a.user_id
       WHERE a.employer_id = $1 AND a.action = 'PASSWORD_RESET' AND a.subject = $2
       ORDER BY a.number DESC LIMIT 1`,
      [employerId, email],
    );
    return row?.email;
  }

  /** Names of the operators who last let somebody of the team in. */
  async lastLetInOf(tx: Tx, employerId: string, email: string): Promise<string | undefined> {
    const [row] = await tx.query<{ operators: string }[]>(
      `SELECT operators FROM hr_action
       WHERE employer_id = $1 AND action = 'OPERATORS_LET_IN' AND subject = $2
       ORDER BY number DESC LIMIT 1`,
      [employerId, email],
    );
    return row?.operators;
  }

  /** Actions of an employer's team, newest first, below the number `before`. */
  async list(tx: Tx, employerId: string, before: number, first: number): Promise<HrAction[]> {
    const rows = await tx.query<(Omit<HrAction, 'at'> & { at: Date })[]>(
      `SELECT a.number, a.action, a.subject, a.done_at AS at,
         coalesce(u.email, 'operators: ' || a.operators) AS actor
       FROM hr_action a LEFT JOIN hr_user u ON u.id = a.user_id
       WHERE a.employer_id = $1 AND a.number < $2 ORDER BY a.number DESC LIMIT $3`,
      [employerId, before, first],
    );
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }

  /** Whom operators let in to administrate a team since a moment, the latest first. */
  async letIn(tx: Tx, employerId: string, since: Date): Promise<LetInNotice[]> {
    const rows = await tx.query<(Omit<LetInNotice, 'at'> & { at: Date })[]>(
      `SELECT subject AS email, operators, done_at AS at FROM hr_action
       WHERE employer_id = $1 AND action = 'OPERATORS_LET_IN' AND done_at >= $2
       ORDER BY number DESC LIMIT 5`,
      [employerId, since],
    );
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }
}
