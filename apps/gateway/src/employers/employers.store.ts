import { Injectable } from '@nestjs/common';
import type { Tx } from '#platform/database';
import type { HrRole } from '../http/caller.ts';
import type { HrUser } from './hr-user.graphql.ts';

/** A customer's row. */
export interface Employer {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly currency: string;
  readonly sessionPriceMinor: bigint;
  /** Flat price of a seat for a whole year; null: years are paid by sessions. */
  readonly seatPriceMinor: bigint | null;
  readonly taxBps: number;
  /** By which the vault's operator finds the contract. */
  readonly contractNumber: string;
}

/** Who is invited, and as what. */
export interface Invitee {
  readonly employerId: string;
  readonly email: string;
  readonly role: HrRole;
  /** Whether accepting takes a second factor away; no unless it is said. */
  readonly withoutSecondFactor?: boolean;
  /** The administrator who invites; nobody where operators do. */
  readonly invitedBy?: string | null;
}

/** What an invitation gives whoever takes it. */
type Taken = Required<Omit<Invitee, 'invitedBy'>>;

/** Whose password has which hash. */
export interface Credentials {
  readonly user: HrUser;
  readonly passwordHash: string;
}

interface UserRow {
  id: string;
  email: string;
  role: HrRole;
  employer_id: string;
  employer_name: string;
  password_hash: string;
}

const USER = `SELECT u.id, u.email, u.role, u.password_hash, e.id AS employer_id,
  e.name AS employer_name FROM hr_user u JOIN employer e ON e.id = u.employer_id`;

/** Rows of employer, hr_user and hr_invitation. */
@Injectable()
export class EmployersStore {
  /** Add a customer unless the owner has one of that name; locks and answers whichever there is. */
  async addEmployer(
    tx: Tx, employer: Employer, ownerEmail: string, day: string,
  ): Promise<Employer> {
    await tx.query(
      `INSERT INTO employer
         (id, name, country, currency, session_price_minor, tax_bps, owner_email, created_on,
          contract_number, seat_price_minor)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (owner_email, name) DO NOTHING`,
      [employer.id, employer.name, employer.country, employer.currency,
        employer.sessionPriceMinor.toString(), employer.taxBps, ownerEmail, day,
        employer.contractNumber, employer.seatPriceMinor?.toString() ?? null],
    );
    const [row] = await tx.query<{
      id: string; name: string; country: string; currency: string;
      session_price_minor: string; seat_price_minor: string | null;
      tax_bps: number; contract_number: string;
    }[]>(
      'SELECT * FROM employer WHERE owner_email = $1 AND name = $2 FOR UPDATE',
      [ownerEmail, employer.name]);
    if (!row) throw new Error('the employer is not there after it was added');
    const { id, name, country, currency } = row;
    return {
      id, name, country, currency,
      sessionPriceMinor: BigInt(row.session_price_minor), taxBps: row.tax_bps,
      seatPriceMinor: row.seat_price_minor === null ? null : BigInt(row.seat_price_minor),
      contractNumber: row.contract_number,
    };
  }

  /** Whether an e-mail is that of somebody, in or out, of another employer than the owner's one. */
  async isElsewhere(tx: Tx, ownerEmail: string, name: string): Promise<boolean> {
    const rows = await tx.query<object[]>(
      `SELECT FROM hr_user u JOIN employer e ON e.id = u.employer_id
       WHERE u.email = $1 AND (e.owner_email, e.name) <> ($1, $2)`,
      [ownerEmail, name],
    );
    return rows.length > 0;
  }

  /**
   * Invite; an open invitation to the same is renewed. One that has expired, was to another role,
   * by somebody else, or differs in whether a second factor goes, gives way to a new one: a link
   * that somebody still has must not come back to life, give more than it did, nor outlive who
   * made it.
   */
  async invite(
    tx: Tx, id: string, invitee: Invitee, days: { readonly today: string; readonly until: string },
  ): Promise<string> {
    const { employerId, email, role, withoutSecondFactor = false, invitedBy = null } = invitee;
    await tx.query(
      `DELETE FROM hr_invitation WHERE employer_id = $1 AND email = $2 AND accepted_on IS NULL
         AND (role <> $3 OR expires_on < $4 OR without_second_factor <> $5
           OR invited_by IS DISTINCT FROM $6)`,
      [employerId, email, role, days.today, withoutSecondFactor, invitedBy],
    );
    await tx.query(
      `INSERT INTO hr_invitation
         (id, employer_id, email, role, expires_on, without_second_factor, invited_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (employer_id, email) DO UPDATE SET expires_on = excluded.expires_on
         WHERE hr_invitation.accepted_on IS NULL`,
      [id, employerId, email, role, days.until, withoutSecondFactor, invitedBy],
    );
    const [row] = await tx.query<{ id: string }[]>(
      'SELECT id FROM hr_invitation WHERE employer_id = $1 AND email = $2', [employerId, email],
    );
    return row?.id ?? id;
  }

  /** Whether an e-mail is that of somebody, in or out, of another employer than this one. */
  async belongsElsewhere(tx: Tx, email: string, employerId: string): Promise<boolean> {
    const rows = await tx.query<object[]>(
      'SELECT FROM hr_user WHERE email = $1 AND employer_id <> $2', [email, employerId],
    );
    return rows.length > 0;
  }

  /** Whether anybody has ever joined an employer's team. */
  async hasJoined(tx: Tx, employerId: string): Promise<boolean> {
    const rows = await tx.query<object[]>(
      'SELECT FROM hr_user WHERE employer_id = $1 LIMIT 1', [employerId],
    );
    return rows.length > 0;
  }

  /** Lock the employer of an invitation: people join a team one by one. */
  async lockInviting(tx: Tx, invitationId: string): Promise<void> {
    await tx.query(
      `SELECT FROM employer WHERE id = (SELECT employer_id FROM hr_invitation WHERE id = $1)
       FOR NO KEY UPDATE`,
      [invitationId],
    );
  }

  /** Take back every invitation of an employer that can still be accepted. */
  async revokeAll(tx: Tx, employerId: string): Promise<void> {
    await tx.query(
      'DELETE FROM hr_invitation WHERE employer_id = $1 AND accepted_on IS NULL', [employerId]);
  }

  /** Take back every open link that an administrator made: she is none any more. */
  async revokeBy(tx: Tx, userId: string): Promise<void> {
    await tx.query(
      'DELETE FROM hr_invitation WHERE invited_by = $1 AND accepted_on IS NULL', [userId]);
  }

  /** Take back what administrators made for somebody to set a new password: she has set one. */
  async revokeResets(tx: Tx, employerId: string, email: string): Promise<void> {
    await tx.query(
      `DELETE FROM hr_invitation WHERE employer_id = $1 AND email = $2
         AND accepted_on IS NULL AND invited_by IS NOT NULL`,
      [employerId, email]);
  }

  /** Lock an administrator; false when she is none any more. */
  async lockAdmin(tx: Tx, userId: string): Promise<boolean> {
    const rows = await tx.query<object[]>(
      `SELECT FROM hr_user WHERE id = $1 AND role = 'ADMIN' AND removed_on IS NULL
       FOR NO KEY UPDATE`, [userId]);
    return rows.length > 0;
  }

  /** Forget an accepted invitation, so that the next one to that e-mail has a token of its own. */
  async forgetAccepted(tx: Tx, employerId: string, email: string): Promise<void> {
    await tx.query(
      `DELETE FROM hr_invitation
       WHERE employer_id = $1 AND email = $2 AND accepted_on IS NOT NULL`,
      [employerId, email],
    );
  }

  /** What an invitation that can be taken is for; undefined when it is unknown, used or expired. */
  async findInvitation(
    tx: Tx, id: string, day: string,
  ): Promise<{ readonly email: string; readonly employerName: string } | undefined> {
    const [row] = await tx.query<{ email: string; employerName: string }[]>(
      `SELECT i.email, e.name AS "employerName" FROM hr_invitation i
       JOIN employer e ON e.id = i.employer_id
       WHERE i.id = $1 AND i.accepted_on IS NULL AND i.expires_on >= $2`,
      [id, day],
    );
    return row;
  }

  /** Take an invitation once; undefined when it is unknown, used or expired. */
  async takeInvitation(
    tx: Tx, id: string, day: string,
  ): Promise<Taken | undefined> {
    const [row] = await tx.query<Taken[]>(
      `SELECT employer_id AS "employerId", email, role,
         without_second_factor AS "withoutSecondFactor" FROM hr_invitation
       WHERE id = $1 AND accepted_on IS NULL AND expires_on >= $2 FOR UPDATE`,
      [id, day],
    );
    if (!row) return undefined;
    await tx.query('UPDATE hr_invitation SET accepted_on = $2 WHERE id = $1', [id, day]);
    return row;
  }

  /**
   * Add an HR user, or give one of the same employer a new password and role; answers her id.
   * Undefined when the e-mail belongs to another employer's.
   */
  async addUser(
    tx: Tx, user: Invitee & { readonly id: string; passwordHash: string; day: string },
  ): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }[]>(
      `INSERT INTO hr_user (id, employer_id, email, role, password_hash, created_on)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (email) DO UPDATE SET role = excluded.role,
           password_hash = excluded.password_hash, removed_on = NULL
         WHERE hr_user.employer_id = excluded.employer_id
       RETURNING id`,
      [user.id, user.employerId, user.email, user.role, user.passwordHash, user.day],
    );
    return row?.id;
  }

  /** Give an HR user another password. */
  async setPassword(tx: Tx, userId: string, passwordHash: string): Promise<void> {
    await tx.query(
      'UPDATE hr_user SET password_hash = $2 WHERE id = $1', [userId, passwordHash],
    );
  }

  /** An HR user with the employer's name. */
  async findUser(tx: Tx, id: string): Promise<HrUser | undefined> {
    const [row] = await tx.query<UserRow[]>(`${USER} WHERE u.id = $1`, [id]);
    return row && describeUser(row);
  }

  /** An HR user and the hash of her password, by e-mail. */
  async findCredentials(tx: Tx, email: string): Promise<Credentials | undefined> {
    const [row] = await tx.query<UserRow[]>(
      `${USER} WHERE u.email = $1 AND u.removed_on IS NULL`, [email],
    );
    return row && { user: describeUser(row), passwordHash: row.password_hash };
  }

  /** Lock an HR user; whether she is in and her password still has the hash that was checked. */
  async lockPassword(tx: Tx, id: string, passwordHash: string): Promise<boolean> {
    const rows = await tx.query<object[]>(
      `SELECT FROM hr_user WHERE id = $1 AND password_hash = $2 AND removed_on IS NULL
       FOR NO KEY UPDATE`,
      [id, passwordHash],
    );
    return rows.length > 0;
  }

  /** The number of an employer's contract. */
  async contractNumber(tx: Tx, employerId: string): Promise<string> {
    const [row] = await tx.query<{ number: string }[]>(
      'SELECT contract_number AS number FROM employer WHERE id = $1', [employerId]);
    return row?.number ?? '';
  }

  /** Lock an HR user: what she changes of her second factors is done one by one. */
  async lockUser(tx: Tx, id: string): Promise<void> {
    await tx.query('SELECT FROM hr_user WHERE id = $1 FOR NO KEY UPDATE', [id]);
  }

  /** An HR user and the hash of her password, by id. */
  async findPassword(tx: Tx, id: string): Promise<Credentials | undefined> {
    const [row] = await tx.query<UserRow[]>(
      `${USER} WHERE u.id = $1 AND u.removed_on IS NULL`, [id],
    );
    return row && { user: describeUser(row), passwordHash: row.password_hash };
  }
}

function describeUser(row: UserRow): HrUser {
  const employer = { id: row.employer_id, name: row.employer_name };
  return { id: row.id, email: row.email, role: row.role, employer };
}
