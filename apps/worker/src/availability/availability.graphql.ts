import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Modality } from '../graphql/terms.graphql.ts';
import { resultUnion } from '#server/result-union';

@InputType()
class HoursInput {
  @Field({ description: 'Local time, HH:MM.' }) readonly from!: string;
  @Field({ description: 'Local time, HH:MM; 24:00 is midnight; before `from`: on the next day.' }) readonly until!: string;
  @Field(() => Int, { description: 'Length of one session.' }) readonly minutes!: number;
  @Field(() => Modality) readonly modality!: Modality;
}

@InputType()
class WeeklyHoursInput extends HoursInput {
  @Field(() => Int, { description: 'Monday is 1, Sunday 7.' }) readonly weekday!: number;
}

@InputType({ description: 'Days on which other hours hold than the weekly ones; none: away.' })
class HoursExceptionInput {
  @Field({ description: 'First day.' }) readonly from!: string;
  @Field({ description: 'Last day.' }) readonly until!: string;
  @Field(() => [HoursInput]) readonly hours!: HoursInput[];
}

@InputType()
export class SetAvailabilityInput {
  @Field(() => ID) readonly idempotencyKey!: string;
  @Field(() => Int, { description: 'The version that is changed; 0 before the first.' })
  readonly version!: number;
  @Field(() => Int, { description: 'Hours before its start in which a slot can\'t be booked.' })
  readonly noticeHours!: number;
  @Field(() => Int, { description: 'Minutes kept free before each session.' })
  readonly bufferBefore!: number;
  @Field(() => Int, { description: 'Minutes kept free after each session.' })
  readonly bufferAfter!: number;
  @Field(() => [WeeklyHoursInput]) readonly rules!: WeeklyHoursInput[];
  @Field(() => [HoursExceptionInput]) readonly exceptions!: HoursExceptionInput[];
}

@ObjectType({ description: 'Hours on a day, cut into sessions.' })
class Hours {
  @Field() readonly from!: string;
  @Field() readonly until!: string;
  @Field(() => Int) readonly minutes!: number;
  @Field(() => Modality) readonly modality!: string;
}

@ObjectType()
class WeeklyHours extends Hours {
  @Field(() => Int) readonly weekday!: number;
}

@ObjectType({ description: 'Days on which other hours hold; none: away.' })
class HoursException {
  @Field() readonly from!: string;
  @Field() readonly until!: string;
  @Field(() => [Hours]) readonly hours!: readonly Hours[];
}

@ObjectType({ description: 'When the therapist can be booked, in her own time zone.' })
export class Availability {
  @Field(() => Int) readonly version!: number;
  @Field() readonly timeZone!: string;
  @Field(() => Int) readonly noticeHours!: number;
  @Field(() => Int) readonly bufferBefore!: number;
  @Field(() => Int) readonly bufferAfter!: number;
  @Field(() => [WeeklyHours]) readonly rules!: readonly WeeklyHours[];
  @Field(() => [HoursException]) readonly exceptions!: readonly HoursException[];
}

@ObjectType()
class AvailabilitySet {
  readonly kind!: 'availability-set';
  @Field() readonly availability!: Availability;
  @Field(() => Int, { description: 'Slots that can be booked now.' }) readonly openSlots!: number;
}

@ObjectType({ description: 'Another version is in force: load it, and change that.' })
class AvailabilityConflict {
  readonly kind!: 'availability-conflict';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
  @Field(() => Int) readonly version!: number;
}

@ObjectType({ description: 'The hours contradict each other; nothing was changed.' })
class AvailabilityRefused {
  readonly kind!: 'availability-refused';
  @Field({
    description: 'HOURS_TOO_SHORT, MODALITY_NOT_OFFERED, HOURS_OVERLAP, EXCEPTION_BACKWARDS or '
      + 'EXCEPTIONS_OVERLAP.',
  })
  readonly code!: string;
  @Field({ description: 'The row: rules.2, exceptions.0 or exceptions.0.hours.1, from 0.' })
  readonly field!: string;
  @Field() readonly message!: string;
}

export const SetAvailabilityResult = resultUnion('SetAvailabilityResult', {
  'availability-set': AvailabilitySet,
  'availability-conflict': AvailabilityConflict,
  'availability-refused': AvailabilityRefused,
});
