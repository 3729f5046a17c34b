import { Field, ID, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';
import type { HrRole } from '../http/caller.ts';
import { Invitation } from '../employers/employers.graphql.ts';
import { HrRoleName } from '../employers/hr-user.graphql.ts';

@ObjectType({ description: 'A colleague who signs in for the same employer.' })
export class TeamMember {
  @Field(() => ID) id!: string;
  @Field() email!: string;
  @Field(() => HrRoleName) role!: HrRole;
  @Field({ description: 'YYYY-MM-DD.' }) joinedOn!: string;
  @Field({ description: 'Whether her second factor is on.' }) secondFactor!: boolean;
  @Field({ description: 'Whether it is the caller.' }) isSelf!: boolean;
}

@ObjectType({ description: 'An invitation that nobody has accepted yet.' })
export class TeamInvitation {
  @Field(() => ID) id!: string;
  @Field() email!: string;
  @Field(() => HrRoleName) role!: HrRole;
  @Field({ description: 'Last day on which it can be accepted, YYYY-MM-DD.' }) expiresOn!: string;
  @Field({ description: 'Whether it is for a new password of somebody who is in the team.' })
  isReset!: boolean;
}

@ObjectType({ description: 'The caller\'s own HR team.' })
export class Team {
  @Field(() => [TeamMember]) members!: TeamMember[];
  @Field(() => [TeamInvitation]) invitations!: TeamInvitation[];
}

@ObjectType({ description: 'Done; this is the team now.' })
class TeamChanged {
  readonly kind!: 'changed';
  @Field(() => Team) team!: Team;
}

@ObjectType({ description: 'Hand the token over; it is not sent by mail.' })
class PasswordResetBegun extends Invitation {
  readonly kind!: 'reset-begun';
  @Field() token!: string;
}

@ObjectType({ description: 'Nothing was changed.' })
class TeamRefused {
  readonly kind!: 'refused';
  @Field() code!: string;
  @Field() message!: string;
}

/** Outcome of a change of the team. */
export const TeamResult = resultUnion('TeamResult', 'Outcome of a change of the team.', {
  changed: TeamChanged, refused: TeamRefused,
});

/** Outcome of resetting a colleague's password. */
export const PasswordResetResult = resultUnion(
  'PasswordResetResult', 'Outcome of resetting a colleague\'s password.',
  { 'reset-begun': PasswordResetBegun, 'refused': TeamRefused },
);
