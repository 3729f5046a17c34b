import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'One number of a release, or the reason why it is hidden.' })
export class UsageCell {
  @Field() table!: string;
  @Field() key!: string;
  @Field(() => String, { nullable: true, description: 'Null where it is about everyone.' })
  block!: string | null;
  @Field(() => String, {
    nullable: true, description: 'Modality, concern or number of sessions; null where it is about all of them.',
  })
  category!: string | null;
  @Field(() => Int, { nullable: true }) users!: number | null;
  @Field(() => Int, { nullable: true }) sessions!: number | null;
  @Field() reason!: string;
  @Field({ description: 'The same words for every hidden number: none tells what it protects.' })
  why!: string;
}

@ObjectType({ description: 'All that is ever told about a reporting period. Never revised.' })
export class UsageRelease {
  @Field({ description: 'Label of the reporting period, such as 2026-10.1.' }) period!: string;
  @Field(() => Int) k!: number;
  @Field() releasedOn!: string;
  @Field(() => String, {
    nullable: true,
    description: 'Days to a first session, the median as a band; null where that is protected.',
  })
  medianWait!: string | null;
  @Field({ description: 'Canonical JSON in UTF-8 as the vault signed it, base64url.' })
  body!: string;
  @Field({ description: 'Ed25519, base64url.' }) signature!: string;
  @Field(() => [UsageCell]) cells!: UsageCell[];
}
