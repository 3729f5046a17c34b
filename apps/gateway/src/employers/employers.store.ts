import { Injectable } from '@nestjs/common';
import { IsNull, MoreThanOrEqual, Not, type FindOptionsWhere } from 'typeorm';
import type { Tx } from '#platform/database';
import type { HrRole } from '../http/caller.ts';
import { Employer, HrUserRow, Invitation } from './employers.rows.ts';
import type { HrUser } from './hr-user.graphql.ts';

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

/** An invitation that can still be accepted. */
const OPEN = { acceptedOn: IsNull() };
/** Held until the transaction ends; references to it are not held up. */
const LOCKED = { lock: { mode: 'for_no_key_update' } } as const;
/** Somebody who was not removed. */
const IN = { removedOn: IsNull() };

/** Rows of employer, hr_user and hr_invitation. */
@Injectable()
export class EmployersStore {
  /** Add a customer unless the owner has one of that name; locks and answers whichever there is. */
  async addEmployer(tx: Tx, employer: Employer): Promise<Employer> {
    const { ownerEmail, name } = employer;
    // Another's number of a contract is no conflict to pass over.
    await tx.query(
      `INSERT INTO employer
         (id, name, country, currency, session_price_minor, tax_bps, owner_email, created_on,
          contract_number, seat_price_minor)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (owner_email, name) DO NOTHING`,
      [employer.id, name, employer.country, employer.currency,
        employer.sessionPriceMinor.toString(), employer.taxBps, ownerEmail, employer.createdOn,
        employer.contractNumber, employer.seatPriceMinor?.toString() ?? null],
    );
    return tx.findOneOrFail(
      Employer, { where: { ownerEmail, name }, lock: { mode: 'pessimistic_write' } });
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
  belongsElsewhere(tx: Tx, email: string, employerId: string): Promise<boolean> {
    return tx.existsBy(HrUserRow, { email, employerId: Not(employerId) });
  }

  /** Whether anybody has ever joined an employer's team. */
  hasJoined(tx: Tx, employerId: string): Promise<boolean> {
    return tx.existsBy(HrUserRow, { employerId });
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
    await tx.delete(Invitation, { employerId, ...OPEN });
  }

  /** Take back every open link that an administrator made: she is none any more. */
  async revokeBy(tx: Tx, invitedBy: string): Promise<void> {
    await tx.delete(Invitation, { invitedBy, ...OPEN });
  }

  /** Take back what administrators made for somebody to set a new password: she has set one. */
  async revokeResets(tx: Tx, employerId: string, email: string): Promise<void> {
    await tx.delete(Invitation, { employerId, email, ...OPEN, invitedBy: Not(IsNull()) });
  }

  /** Lock an administrator; false when she is none any more. */
  async lockAdmin(tx: Tx, id: string): Promise<boolean> {
    return await tx.findOne(HrUserRow, { ...LOCKED, where: { id, role: 'ADMIN', ...IN } }) !== null;
  }

  /** Forget an accepted invitation, so that the next one to that e-mail has a token of its own. */
  async forgetAccepted(tx: Tx, employerId: string, email: string): Promise<void> {
    await tx.delete(Invitation, { employerId, email, acceptedOn: Not(IsNull()) });
  }

  /** What an invitation that can be taken is for; undefined when it is unknown, used or expired. */
  async findInvitation(
    tx: Tx, id: string, day: string,
  ): Promise<{ readonly email: string; readonly employerName: string } | undefined> {
    const [found] = await tx.find(Invitation, {
      where: { id, ...OPEN, expiresOn: MoreThanOrEqual(day) }, relations: { employer: true } });
    return found && { email: found.email, employerName: found.employer.name };
  }

  /** Take an invitation once; undefined when it is unknown, used or expired. */
  async takeInvitation(tx: Tx, id: string, day: string): Promise<Taken | undefined> {
    const found = await tx.findOne(Invitation, {
      where: { id, ...OPEN, expiresOn: MoreThanOrEqual(day) }, lock: { mode: 'pessimistic_write' } });
    if (!found) return undefined;
    await tx.update(Invitation, id, { acceptedOn: day });
    return found;
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
    await tx.update(HrUserRow, userId, { passwordHash });
  }

  /** An HR user with the employer's name. */
  async findUser(tx: Tx, id: string): Promise<HrUser | undefined> {
    return (await withEmployer(tx, { id }))?.user;
  }

  /** An HR user and the hash of her password, by e-mail. */
  findCredentials(tx: Tx, email: string): Promise<Credentials | undefined> {
    return withEmployer(tx, { email, ...IN });
  }

  /** Lock an HR user; whether she is in and her password still has the hash that was checked. */
  async lockPassword(tx: Tx, id: string, passwordHash: string): Promise<boolean> {
    return await tx.findOne(HrUserRow, { ...LOCKED, where: { id, passwordHash, ...IN } }) !== null;
  }

  /** The number of an employer's contract. */
  async contractNumber(tx: Tx, id: string): Promise<string> {
    return (await tx.findOneBy(Employer, { id }))?.contractNumber ?? '';
  }

  /** Lock an HR user: what she changes of her second factors is done one by one. */
  async lockUser(tx: Tx, id: string): Promise<void> {
    await tx.findOne(HrUserRow, { ...LOCKED, where: { id } });
  }

  /** An HR user and the hash of her password, by id. */
  findPassword(tx: Tx, id: string): Promise<Credentials | undefined> {
    return withEmployer(tx, { id, ...IN });
  }
}

async function withEmployer(
  tx: Tx, where: FindOptionsWhere<HrUserRow>,
): Promise<Credentials | undefined> {
  const [row] = await tx.find(HrUserRow, { where, relations: { employer: true } });
  if (!row) return undefined;
  const { id, email, role, passwordHash, employer } = row;
  const user = { id, email, role, employer: { id: employer.id, name: employer.name } };
  return { user, passwordHash };
}
