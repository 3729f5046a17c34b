import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Something that the caller\'s own HR team did. Never of members.' })
export class HrAction {
  @Field(() => Int, { description: 'Running number without gaps.' }) number!: number;
  @Field({ description: 'One of a closed list, such as INVITED.' }) action!: string;
  @Field({ description: 'To what: an e-mail of HR, a name, a period or an invoice.' })
  subject!: string;
  @Field({ description: 'E-mail of who did it; "operators: " and names for the service\'s own.' })
  actor!: string;
  @Field({ description: 'ISO 8601, UTC.' }) at!: string;
}

@ObjectType({ description: 'Operators of the service let somebody administrate the caller\'s team.' })
export class LetInNotice {
  @Field({ description: 'Who administrates since then.' }) email!: string;
  @Field({ description: 'Names of the two operators.' }) operators!: string;
  @Field({ description: 'ISO 8601, UTC.' }) at!: string;
}
