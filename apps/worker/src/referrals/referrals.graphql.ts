import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Concern, Gender, Modality } from '../graphql/terms.graphql.ts';

@InputType()
export class PreferencesInput {
  @Field(() => [String], { description: 'ISO 639-1; any of them will do.' })
  readonly languages!: string[];
  @Field(() => Concern, { nullable: true }) readonly speciality?: Concern;
  @Field(() => Concern, { nullable: true, description: 'What the person comes for.' })
  readonly concern?: Concern;
  @Field(() => Modality, { nullable: true }) readonly modality?: Modality;
  @Field(() => Gender, { nullable: true }) readonly gender?: Gender;
  @Field({ description: 'Where the person is during sessions: DE, US-CA.' })
  readonly jurisdiction!: string;
  @Field({ nullable: true, description: 'First day that suits.' }) readonly from?: string;
  @Field({ nullable: true, description: 'Last day that suits.' }) readonly until?: string;
}

@ObjectType({ description: 'What a client asked of a therapist.' })
export class Preferences {
  @Field(() => [String]) readonly languages!: readonly string[];
  @Field(() => Modality, { nullable: true }) readonly modality!: string | null;
  @Field() readonly jurisdiction!: string;
}

@ObjectType({ description: 'A therapist as her client sees her.' })
export class Therapist {
  @Field(() => ID) readonly id!: string;
  @Field() readonly name!: string;
}

@ObjectType({ description: 'A case and a therapist, introduced; as the client sees it.' })
export class Referral {
  @Field(() => ID) readonly id!: string;
  @Field({ description: 'By which the therapist knows the client.' }) readonly handle!: string;
  @Field() readonly colour!: string;
  @Field({ description: 'open; closed; declined: by the therapist, ask for another one.' })
  readonly status!: string;
  @Field({ description: 'Whether the therapist has said yes; booking need not wait for it.' })
  readonly accepted!: boolean;
  @Field(() => String, { nullable: true,
    description: 'To which the therapist seals what she writes, X25519 as 64 hex digits.' })
  readonly clientKey!: string | null;
  @Field(() => Therapist) readonly provider!: Therapist;
}

@ObjectType({ description: 'A client, as her therapist sees her: this pseudonym and no more.' })
export class ClientReferral {
  @Field(() => ID) readonly id!: string;
  @Field() readonly handle!: string;
  @Field() readonly colour!: string;
  @Field({ description: 'open, closed or declined.' }) readonly status!: string;
  @Field({ description: 'Whether the therapist has said yes.' }) readonly accepted!: boolean;
  @Field(() => String, { nullable: true,
    description: 'To which the therapist seals what she writes, X25519 as 64 hex digits.' })
  readonly clientKey!: string | null;
  @Field({ description: 'Where the client is during sessions: DE, US-CA.' })
  readonly jurisdiction!: string;
  @Field({ description: 'Day of the referral.' }) readonly madeOn!: string;
}

@ObjectType({ description: 'The therapist does not fit, or has no time then.' })
export class NoMatch {
  readonly kind!: 'no-match';
  @Field() readonly code!: string;
  @Field({ description: 'With the preferences that, given up one at a time, would help.' })
  readonly message!: string;
}
