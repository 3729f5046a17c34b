import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { z } from 'zod';
import { Allow } from '../http/allow.ts';
import { Hr, type HrCaller, type HrRole } from '../http/caller.ts';
import { id, readInput } from '../http/input.ts';
import { HrRoleName } from '../employers/hr-user.graphql.ts';
import { PasswordResetResult, Team, TeamResult } from './team.graphql.ts';
import { TeamService, type ResetOutcome, type TeamOutcome } from './team.service.ts';

const roles = z.enum([HrRoleName.VIEWER, HrRoleName.BILLING, HrRoleName.ADMIN]);

@Resolver()
export class TeamResolver {
  constructor(private readonly teams: TeamService) {}

  @Query(() => Team, { description: 'The caller\'s own HR team and open invitations.' })
  @Allow('hr:admin')
  team(@Hr() caller: HrCaller): Promise<Team> {
    return this.teams.list(caller);
  }

  @Mutation(() => TeamResult, { description: 'Give a colleague another role.' })
  @Allow('hr:admin')
  changeHrRole(
    @Hr() caller: HrCaller, @Args('userId', { type: () => ID }) userId: string,
    @Args('role', { type: () => HrRoleName }) role: HrRole,
  ): Promise<TeamOutcome> {
    return this.teams.changeRole(caller, readInput(id, userId), readInput(roles, role));
  }

  @Mutation(() => TeamResult, { description: 'Take a colleague out; her sign-ins end at once.' })
  @Allow('hr:admin')
  removeHrUser(
    @Hr() caller: HrCaller, @Args('userId', { type: () => ID }) userId: string,
  ): Promise<TeamOutcome> {
    return this.teams.remove(caller, readInput(id, userId));
  }

  @Mutation(() => TeamResult, { description: 'Take a colleague\'s lost second factor away.' })
  @Allow('hr:admin')
  resetHrSecondFactor(
    @Hr() caller: HrCaller, @Args('userId', { type: () => ID }) userId: string,
  ): Promise<TeamOutcome> {
    return this.teams.resetSecondFactor(caller, readInput(id, userId));
  }

  @Mutation(() => PasswordResetResult, { description: 'Let a colleague set a new password.' })
  @Allow('hr:admin')
  resetHrPassword(
    @Hr() caller: HrCaller, @Args('userId', { type: () => ID }) userId: string,
  ): Promise<ResetOutcome> {
    return this.teams.resetPassword(caller, readInput(id, userId));
  }

  @Mutation(() => TeamResult, { description: 'Take an open invitation back.' })
  @Allow('hr:admin')
  revokeInvitation(
    @Hr() caller: HrCaller,
    @Args('invitationId', { type: () => ID }) invitationId: string,
  ): Promise<TeamOutcome> {
    return this.teams.revoke(caller, readInput(id, invitationId));
  }
}
