import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';

@InputType()
export class PublishKeysInput {
  @Field({ description: 'Canonical JSON: provider, version, reading, signing, previous.' })
  readonly body!: string;
  @Field({ description: 'By the signing key that the body names, base64url.' })
  readonly signature!: string;
  @Field(() => String, { nullable: true, description: 'By the version before; none for the first.' })
  readonly vouch?: string | null;
}

@ObjectType({ description: 'One version of the keys to which a therapist\'s clients seal.' })
export class TherapistKeys {
  @Field(() => Int, { description: 'From 1.' }) readonly version!: number;
  @Field() readonly body!: string;
  @Field() readonly signature!: string;
  @Field(() => String, { nullable: true }) readonly vouch!: string | null;
}

@ObjectType()
class KeysPublished {
  readonly kind!: 'keys-published';
  @Field(() => Int) readonly version!: number;
}

@ObjectType({ description: 'They do not follow on the keys that are published.' })
class KeysRefused {
  readonly kind!: 'keys-refused';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

export const PublishKeysResult = resultUnion('PublishKeysResult', {
  'keys-published': KeysPublished, 'keys-refused': KeysRefused,
});

@ObjectType({ description: 'A therapist, as she published her keys.' })
export class KeyChain {
  @Field(() => ID) readonly providerId!: string;
  @Field(() => [TherapistKeys], { description: 'From the first version on; the directory names '
    + 'the newest by its SHA-256.' })
  readonly versions!: readonly TherapistKeys[];
}
