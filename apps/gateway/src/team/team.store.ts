import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import type { Tx } from '#platform/database';
import type { HrRole } from '../http/caller.ts';
import { HrUserRow, Invitation } from '../employers/employers.rows.ts';
import { HAS_FACTOR } from '../sign-in/second-factor.store.ts';
import type { TeamInvitation, TeamMember } from './team.graphql.ts';

/** A colleague's row. */
export type ColleagueRow = Omit<TeamMember, 'isSelf'>;

/** Rows of hr_user and hr_invitation, as the team's administrators change them. */
@Injectable()
export class TeamStore {
  /** Lock everybody of the team: changes of a team happen one by one. */
  async lock(tx: Tx, employerId: string): Promise<void> {
    await tx.query('SELECT FROM hr_user WHERE employer_id = $1 ORDER BY id FOR UPDATE', [employerId]);
  }

  /** Everybody who is in the team, by e-mail. */
  members(tx: Tx, employerId: string): Promise<ColleagueRow[]> {
    return tx.query<ColleagueRow[]>(
      `SELECT u.id, u.email, u.role, u.created_on::text AS "joinedOn",
         ${HAS_FACTOR('u.id')} AS "secondFactor"
       FROM hr_user u
       WHERE u.employer_id = $1 AND u.removed_on IS NULL ORDER BY u.email COLLATE "C"`,
      [employerId],
    );
  }

  /** Invitations that can still be accepted, by e-mail. */
  invitations(tx: Tx, employerId: string, day: string): Promise<TeamInvitation[]> {
    return tx.query<TeamInvitation[]>(
      `SELECT i.id, i.email, i.role, i.expires_on::text AS "expiresOn",
         EXISTS (SELECT FROM hr_user u WHERE u.email = i.email AND u.removed_on IS NULL)
           AS "isReset"
       FROM hr_invitation i
       WHERE i.employer_id = $1 AND i.accepted_on IS NULL AND i.expires_on >= $2
       ORDER BY i.email COLLATE "C"`,
      [employerId, day],
    );
  }

  /** Give a colleague another role. */
  async setRole(tx: Tx, userId: string, role: HrRole): Promise<void> {
    await tx.update(HrUserRow, userId, { role });
  }

  /** Note that a colleague is out. */
  async remove(tx: Tx, userId: string, day: string): Promise<void> {
    await tx.update(HrUserRow, userId, { removedOn: day });
  }

  /** Take back an invitation that was not accepted; answers its e-mail. */
  async revoke(tx: Tx, employerId: string, id: string): Promise<string | undefined> {
    const [rows] = await tx.query<[{ email: string }[], number]>(
      `DELETE FROM hr_invitation WHERE id = $1 AND employer_id = $2 AND accepted_on IS NULL
       RETURNING email`,
      [id, employerId],
    );
    return rows[0]?.email;
  }

  /** Take back whatever invites an e-mail. */
  async revokeFor(tx: Tx, employerId: string, email: string): Promise<void> {
    await tx.delete(Invitation, { employerId, email, acceptedOn: IsNull() });
  }
}
