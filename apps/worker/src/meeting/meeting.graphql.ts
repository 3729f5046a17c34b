import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Modality } from '../graphql/terms.graphql.ts';

@InputType({ description: 'Where clients of a practice go.' })
class InPersonInput {
  @Field({ description: 'Up to 200 characters; lines are kept.' }) readonly address!: string;
  @Field(() => String, { nullable: true, description: 'How to find it; up to 300 characters.' })
  readonly directions?: string | null;
  @Field({ description: 'What to say at the door, where nobody knows a name; up to 150 characters.' })
  readonly atTheDoor!: string;
}

@InputType({ description: 'How sessions are held: exactly those of the modalities that are offered.' })
export class MeetingDetailsInput {
  @Field(() => InPersonInput, { nullable: true, description: 'For IN_PERSON.' })
  readonly inPerson?: InPersonInput | null;
  @Field(() => String, {
    nullable: true, description: 'For PHONE: the number that clients call, +49 30 1234567.' })
  readonly phone?: string | null;
  @Field(() => String, {
    nullable: true, description: 'For VIDEO: a room of one\'s own, https; up to 200 characters.' })
  readonly videoLink?: string | null;
}

@ObjectType({ description: 'Where a session in person takes place.' })
class InPersonMeeting {
  @Field() readonly address!: string;
  @Field(() => String, { nullable: true }) readonly directions!: string | null;
  @Field({ description: 'What to say at the door.' }) readonly atTheDoor!: string;
}

@ObjectType({ description: 'How a therapist\'s sessions are held, for those who have booked one.' })
export class MeetingDetails {
  @Field(() => InPersonMeeting, { nullable: true }) readonly inPerson!: InPersonMeeting | null;
  @Field(() => String, { nullable: true }) readonly phone!: string | null;
  @Field(() => String, { nullable: true, description: 'https; its host is in ASCII.' })
  readonly videoLink!: string | null;
}

@ObjectType({ description: 'How the sessions that are booked under a referral in one way are held.' })
export class Meeting extends MeetingDetails {
  @Field(() => ID) readonly referralId!: string;
  @Field(() => Modality) readonly modality!: string;
  @Field(() => [ID], { description: 'Sessions that were booked before these details last changed.' })
  readonly changedFor!: readonly string[];
}
