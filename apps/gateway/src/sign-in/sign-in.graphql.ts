import { Field, Int, ObjectType } from '@nestjs/graphql';
import { LetInNotice } from '../audit/audit.graphql.ts';
import { Passkey } from '#server/own-account/passkeys.graphql';
import { PasswordRefused, SecondFactorNeeded } from '#server/own-account/second-factor.graphql';
import { resultUnion } from '#server/result-union';
import { HrUser } from '../employers/hr-user.graphql.ts';

@ObjectType({ description: 'Signed in: the cookie is set; send csrfToken as x-csrf-token.' })
class SignedIn {
  readonly kind!: 'signed-in';
  @Field(() => HrUser) user!: HrUser;
  @Field() csrfToken!: string;
}

@ObjectType({ description: 'An open sign-in, for a page that was loaded again.' })
export class HrSession {
  @Field(() => HrUser) user!: HrUser;
  @Field({ description: 'Send it as x-csrf-token with every mutation.' }) csrfToken!: string;
  @Field({ description: 'Whether her authenticator is on.' }) secondFactor!: boolean;
  @Field(() => [Passkey]) passkeys!: Passkey[];
  @Field(() => String, {
    nullable: true, description: 'The host name at which passkeys are good; null: at none.' })
  passkeyHost!: string | null;
  @Field({ description: 'Whether she must set up a second factor before anything else.' })
  secondFactorMissing!: boolean;
  @Field(() => Int, { description: 'Recovery codes that are left.' }) recoveryCodes!: number;
  @Field({ description: 'The service\'s day, YYYY-MM-DD: years and due days go by it.' })
  today!: string;
  @Field(() => Int, { description: 'A sign-in that is not used for so many minutes ends.' })
  idleMinutes!: number;
  @Field({ description: 'Whether the contract has ended: then HR reads, and changes nothing.' })
  contractEnded!: boolean;
  @Field({ description: 'Number of the employer\'s contract, by which operators find it.' })
  contractNumber!: string;
  @Field(() => [LetInNotice], { description: 'In the last thirty days, the latest first.' })
  letIn!: LetInNotice[];
}

@ObjectType({ description: 'Wrong e-mail or password; which of them is not said.' })
class SignInRefused {
  readonly kind!: 'refused';
  @Field() code!: string;
  @Field() message!: string;
}

@ObjectType({ description: 'The password is set; sign in with it and the second factor.' })
class PasswordSet {
  readonly kind!: 'password-set';
  @Field() message!: string;
}

@ObjectType({ description: 'The invitation cannot be used.' })
class InvitationRefused {
  readonly kind!: 'invitation-refused';
  @Field() code!: string;
  @Field() message!: string;
}

/** Outcome of signing in. */
export const SignInResult = resultUnion('SignInResult', 'Outcome of signing in.', {
  'signed-in': SignedIn, 'refused': SignInRefused, 'second-factor-needed': SecondFactorNeeded,
});

/** Outcome of changing one's own password. */
export const ChangePasswordResult = resultUnion(
  'ChangePasswordResult', 'Outcome of changing one\'s own password.',
  {
    'signed-in': SignedIn, 'refused': SignInRefused, 'second-factor-needed': SecondFactorNeeded,
    'password-refused': PasswordRefused,
  },
);

/** Outcome of accepting an invitation. */
export const AcceptInvitationResult = resultUnion(
  'AcceptInvitationResult', 'Outcome of accepting an invitation.',
  {
    'signed-in': SignedIn, 'password-set': PasswordSet, 'invitation-refused': InvitationRefused,
    'password-refused': PasswordRefused,
  },
);
