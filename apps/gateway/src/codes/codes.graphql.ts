import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';

@ObjectType({ description: 'The code is this wallet\'s: ask for credits with the token.' })
class MemberSession {
  readonly kind!: 'claimed';
  @Field({ description: 'Send as authorization: Member <token>.' }) token!: string;
  @Field() expiresAt!: string;
  @Field(() => ID) programmeId!: string;
  @Field() period!: string;
  @Field({ description: 'Reporting block: which entry key to blind for.' }) block!: string;
  @Field(() => Int) sessionsPerMember!: number;
}

@ObjectType({ description: 'The code cannot be used here; why is not said.' })
class CodeNotUsable {
  readonly kind!: 'not-usable';
  @Field() code!: string;
  @Field() message!: string;
}

@ObjectType({ description: 'The claim key holds another letter: claim with the next one.' })
class ClaimKeyUsed {
  readonly kind!: 'claim-key-used';
  @Field() code!: string;
  @Field() message!: string;
}

/** Outcome of claiming a code. */
export const ClaimCodeResult = resultUnion('ClaimCodeResult', 'Outcome of claiming a code.', {
  'claimed': MemberSession, 'not-usable': CodeNotUsable, 'claim-key-used': ClaimKeyUsed,
});
