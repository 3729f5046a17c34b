import { Field, ID, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';
import { Invitation } from '../employers/employers.graphql.ts';
import { EmployerName } from '../employers/hr-user.graphql.ts';

@ObjectType({ description: 'Another operator must confirm it by this id.' })
class LetInAsked {
  readonly kind!: 'let-in-asked';
  @Field(() => ID) requestId!: string;
  @Field({ description: 'Last day on which it can be confirmed.' }) expiresOn!: string;
}

@ObjectType({ description: 'Nobody was let in.' })
class LetInRefused {
  readonly kind!: 'let-in-refused';
  @Field() code!: string;
  @Field() message!: string;
}

@ObjectType({ description: 'Hand the link over. The team reads of it, and at every sign-in.' })
class LetIn extends Invitation {
  readonly kind!: 'let-in';
  @Field() email!: string;
  @Field(() => [String], { description: 'Names of the two operators.' }) operators!: string[];
}

@ObjectType({ description: 'A request that waits for a second operator.' })
export class LetInRequest {
  @Field(() => ID) requestId!: string;
  @Field(() => EmployerName) employer!: EmployerName;
  @Field() email!: string;
  @Field() withoutSecondFactor!: boolean;
  @Field({ description: 'Name of the operator.' }) askedBy!: string;
  @Field({ description: 'Last day on which it can be confirmed.' }) expiresOn!: string;
}

/** Outcome of asking to let somebody in. */
export const AskLetInResult = resultUnion('AskLetInResult', 'Outcome of asking to let somebody in.', {
  'let-in-asked': LetInAsked, 'let-in-refused': LetInRefused,
});

/** Outcome of confirming such a request. */
export const ConfirmLetInResult = resultUnion(
  'ConfirmLetInResult', 'Outcome of confirming a request to let somebody in.',
  { 'let-in': LetIn, 'let-in-refused': LetInRefused },
);
