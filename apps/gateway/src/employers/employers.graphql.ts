import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';

@InputType({ description: 'A new customer.' })
export class CreateEmployerInput {
  @Field() name!: string;
  @Field({ description: 'ISO 4217 code; one for the whole contract.' }) currency!: string;
  @Field({ description: 'Who administrates; is invited.' }) ownerEmail!: string;
  @Field({ description: 'ISO 3166-1 alpha-2 code of the seat.' }) country!: string;
  @Field(() => String, {
    nullable: true, description: 'Price of a session in minor units; 9500 when absent.',
  })
  sessionPriceMinor?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Flat price of a seat for a whole year, minor units; left out: paid by sessions.',
  })
  seatPriceMinor?: string | null;
  @Field(() => String, {
    nullable: true, description: 'Number of the contract, as the vault\'s operator has it; else one is made.',
  })
  contractNumber?: string | null;
}

@ObjectType({ description: 'An invitation to hand over; whoever opens its link sets a password.' })
export class Invitation {
  @Field({ description: 'The page to open, with the token in its fragment.' }) link!: string;
  @Field({ description: 'Last day on which it can be accepted, YYYY-MM-DD.' }) expiresOn!: string;
}

@ObjectType({ description: 'The customer exists; give the invitation to the owner.' })
class EmployerCreated {
  readonly kind!: 'created';
  @Field(() => ID) employerId!: string;
  @Field({ description: 'By which the vault\'s operator finds the contract: tell it to her.' })
  contractNumber!: string;
  @Field(() => String, { nullable: true, description: 'The token of the invitation\'s link.' })
  invitationToken!: string | null;
  @Field(() => Invitation, { nullable: true, description: 'Null when the owner has joined.' })
  invitation!: Invitation | null;
}

@ObjectType({ description: 'The customer was not created.' })
class EmployerRefused {
  readonly kind!: 'refused';
  @Field() code!: string;
  @Field() message!: string;
}

@ObjectType({ description: 'Invited; hand the token over, it is not sent by mail.' })
class Invited extends Invitation {
  readonly kind!: 'invited';
  @Field() email!: string;
  @Field() token!: string;
}

@ObjectType({ description: 'Not invited.' })
class InviteRefused {
  readonly kind!: 'invite-refused';
  @Field() code!: string;
  @Field() message!: string;
}

/** Outcome of creating an employer. */
export const CreateEmployerResult = resultUnion(
  'CreateEmployerResult', 'Outcome of creating an employer.',
  { created: EmployerCreated, refused: EmployerRefused },
);

/** Outcome of inviting an HR user. */
export const InviteResult = resultUnion('InviteResult', 'Outcome of inviting an HR user.', {
  'invited': Invited, 'invite-refused': InviteRefused,
});
