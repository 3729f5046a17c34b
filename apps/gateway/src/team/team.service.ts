import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { AuditStore, type ActionName } from '../audit/audit.store.ts';
import { noAdmin } from '../http/refusals.ts';
import type { HrCaller, HrRole } from '../http/caller.ts';
import { EmployersService } from '../employers/employers.service.ts';
import { EmployersStore } from '../employers/employers.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { SecondFactorStore } from '../sign-in/second-factor.store.ts';
import { Sessions } from '../sign-in/sessions.ts';
import type { Team } from './team.graphql.ts';
import { TeamStore, type ColleagueRow } from './team.store.ts';

/** Why a change of the team was refused. */
interface TeamRefusal {
  readonly kind: 'refused';
  readonly code: string;
  readonly message: string;
}
/** Outcome of a change of the team. */
export type TeamOutcome = { readonly kind: 'changed'; readonly team: Team } | TeamRefusal;
/** Outcome of resetting a colleague's password. */
export type ResetOutcome =
  | {
    readonly kind: 'reset-begun'; readonly token: string; readonly link: string;
    readonly expiresOn: string;
  } | TeamRefusal;

const UNKNOWN: TeamRefusal = {
  kind: 'refused', code: 'UNKNOWN_COLLEAGUE',
  message: 'Nobody of your team is meant by this any more. Load the page again.',
};
const YOURSELF: TeamRefusal = {
  kind: 'refused', code: 'YOURSELF',
  message: 'This is you. Ask another administrator, so that a team is never left without one.',
};

/** What administrators do with their team; each change is written down with it. */
@Injectable()
export class TeamService {
  constructor(
    private readonly db: Database,
    private readonly store: TeamStore,
    private readonly employers: EmployersService,
    private readonly users: EmployersStore,
    private readonly sessions: Sessions,
    private readonly factors: SecondFactorStore,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The caller's team. */
  list(caller: HrCaller): Promise<Team> {
    return this.db.read('team', (tx) => this.describe(tx, caller));
  }

  /** Give a colleague another role; it counts from her next request. */
  changeRole(caller: HrCaller, userId: string, role: HrRole): Promise<TeamOutcome> {
    return this.change(caller, userId, async (tx, { email }) => {
      await this.store.setRole(tx, userId, role);
      // An invitation for a new password carries the role of its day: it must not bring it back.
      await this.store.revokeFor(tx, caller.employerId, email);
      if (role !== 'ADMIN') await this.users.revokeBy(tx, userId);
      return ['ROLE_CHANGED', `${email} ${role}`];
    });
  }

  /** Take a colleague out: her sign-ins end at once, and so do the links that she made. */
  remove(caller: HrCaller, userId: string): Promise<TeamOutcome> {
    return this.change(caller, userId, async (tx, { email }) => {
      await this.store.remove(tx, userId, today(this.clock));
      await this.store.revokeFor(tx, caller.employerId, email);
      await this.users.revokeBy(tx, userId);
      await this.sessions.closeAll(tx, userId);
      await this.factors.removeAll(tx, userId);
      return ['REMOVED', email];
    });
  }

  /** Take a colleague's second factor away, for when phone and recovery codes are both lost. */
  resetSecondFactor(caller: HrCaller, userId: string): Promise<TeamOutcome> {
    return this.change(caller, userId, async (tx, { email }) => {
      await this.factors.removeAll(tx, userId);
      await this.sessions.closeAll(tx, userId);
      return ['SECOND_FACTOR_RESET', email];
    });
  }

  /** Take an open invitation back. */
  revoke(caller: HrCaller, invitationId: string): Promise<TeamOutcome> {
    return this.db.transaction('revoke-invitation', async (tx) => {
      await this.lockAsAdmin(tx, caller);
      const email = await this.store.revoke(tx, caller.employerId, invitationId);
      if (email === undefined) return UNKNOWN;
      await this.audit.add(tx, caller, 'INVITATION_REVOKED', email, this.clock.now());
      return { kind: 'changed', team: await this.describe(tx, caller) };
    });
  }

  /** A new invitation by which a colleague sets a new password; the old one is good until then. */
  resetPassword(caller: HrCaller, userId: string): Promise<ResetOutcome> {
    return this.db.transaction('reset-password', async (tx) => {
      const colleague = await this.colleague(tx, caller, userId);
      if ('kind' in colleague) return colleague;
      const { email, role } = colleague;
      const invitee = { employerId: caller.employerId, email, role, invitedBy: caller.userId };
      const invitation = await this.employers.inviteInto(tx, invitee);
      await this.audit.add(tx, caller, 'PASSWORD_RESET', email, this.clock.now());
      return { ...invitation, kind: 'reset-begun' };
    });
  }

  private change(
    caller: HrCaller, userId: string,
    work: (tx: Tx, colleague: ColleagueRow) => Promise<[ActionName, string]>,
  ): Promise<TeamOutcome> {
    return this.db.transaction('change-team', async (tx) => {
      const colleague = await this.colleague(tx, caller, userId);
      if ('kind' in colleague) return colleague;
      const [action, subject] = await work(tx, colleague);
      await this.audit.add(tx, caller, action, subject, this.clock.now());
      return { kind: 'changed', team: await this.describe(tx, caller) };
    });
  }

  private async colleague(
    tx: Tx, caller: HrCaller, userId: string,
  ): Promise<ColleagueRow | TeamRefusal> {
    if (userId === caller.userId) return YOURSELF;
    const members = await this.lockAsAdmin(tx, caller);
    return members.find(({ id }) => id === userId) ?? UNKNOWN;
  }

  /** Two administrators who demote each other at once: the second is none any more. */
  private async lockAsAdmin(tx: Tx, caller: HrCaller): Promise<ColleagueRow[]> {
    await this.store.lock(tx, caller.employerId);
    const members = await this.store.members(tx, caller.employerId);
    if (members.find(({ id }) => id === caller.userId)?.role !== 'ADMIN') {
      throw noAdmin();
    }
    return members;
  }

  private async describe(tx: Tx, { employerId, userId }: HrCaller): Promise<Team> {
    const members = await this.store.members(tx, employerId);
    return {
      members: members.map((member) => ({ ...member, isSelf: member.id === userId })),
      invitations: await this.store.invitations(tx, employerId, today(this.clock)),
    };
  }
}
