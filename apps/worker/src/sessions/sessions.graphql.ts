import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Case, CreditNotUsable } from '../cases/cases.graphql.ts';
import { Modality, MoneyAmount } from '../graphql/terms.graphql.ts';
import { resultUnion } from '#server/result-union';
import { NoMatch, PreferencesInput } from '../referrals/referrals.graphql.ts';

@InputType({ description: 'Exactly one of the two.' })
class PaymentInput {
  @Field({ nullable: true, description: 'Session credit, base64url or printed form.' })
  readonly credit?: string;
  @Field(() => ID, { nullable: true, description: 'A session that returned to this case.' })
  readonly returnedSessionId?: string;
}

@InputType({ description: 'Asks a therapist who was chosen from the directory.' })
class ChosenTherapistInput {
  @Field(() => ID) readonly providerId!: string;
  @Field(() => PreferencesInput) readonly preferences!: PreferencesInput;
}

@InputType({ description: 'All that a session needs. What is refused has changed nothing.' })
export class BookSessionInput {
  @Field(() => ID) readonly idempotencyKey!: string;
  @Field(() => ID) readonly slotId!: string;
  @Field(() => PaymentInput) readonly payment!: PaymentInput;
  @Field(() => ID, { nullable: true, description: 'An open referral: either this or the next.' })
  readonly referralId?: string;
  @Field(() => ChosenTherapistInput, { nullable: true, description: 'When there is no referral yet.' })
  readonly referral?: ChosenTherapistInput;
}

@InputType()
export class RedeemBearerCreditInput {
  @Field(() => ID) readonly idempotencyKey!: string;
  @Field({ description: 'Base64url or the printed form as it was typed.' })
  readonly credit!: string;
  @Field({ description: 'Day of the session where the therapist is.' }) readonly serviceDate!: string;
  @Field(() => Modality) readonly modality!: Modality;
  @Field(() => Int, { nullable: true, description: '50 when nothing is said.' })
  readonly minutes?: number;
}

@InputType({ description: 'The day, way and length of a session for which a credit was redeemed, anew.' })
export class CorrectBearerSessionInput {
  @Field(() => ID) readonly idempotencyKey!: string;
  @Field(() => ID) readonly authorisationId!: string;
  @Field({ description: 'Day of the session where the therapist is, in the year of the credit.' })
  readonly serviceDate!: string;
  @Field(() => Modality) readonly modality!: Modality;
  @Field(() => Int) readonly minutes!: number;
}

@InputType()
export class CancelSessionInput {
  @Field(() => ID) readonly idempotencyKey!: string;
  @Field(() => ID) readonly authorisationId!: string;
  @Field(() => Boolean, {
    nullable: true, description: 'Within the notice: she knows that the session is used by it.' })
  readonly acceptLate?: boolean | null;
}

@InputType()
export class CancelAppointmentInput {
  @Field(() => ID) readonly idempotencyKey!: string;
  @Field(() => ID) readonly authorisationId!: string;
}

@ObjectType({ description: 'A session that is authorised: its fee is set aside.' })
export class Authorisation {
  @Field(() => ID) readonly id!: string;
  @Field({ description: 'Goes on the claim.' }) readonly number!: string;
  @Field(() => ID, { nullable: true }) readonly referralId!: string | null;
  @Field(() => String, { nullable: true, description: 'UTC; null for a bearer credit.' })
  readonly startsAt!: string | null;
  @Field({ description: 'Day of the session where the therapist is.' }) readonly serviceDate!: string;
  @Field(() => Int) readonly minutes!: number;
  @Field(() => Modality) readonly modality!: string;
  @Field({ description: 'held, claimed, cancelled, expired, no_show or late_cancelled.' }) readonly status!: string;
}

@ObjectType({ description: 'A session as its own client sees it.' })
export class OwnSession extends Authorisation {
  @Field({ description: 'Whether she cancelled it herself, in time, on whatever device.' })
  readonly cancelledByClient!: boolean;
}

@ObjectType({ description: 'A session in a therapist\'s calendar.' })
export class Appointment extends Authorisation {
  @Field(() => String, { nullable: true, description: 'The client; null for a bearer credit.' })
  readonly handle!: string | null;
  @Field(() => String, { nullable: true }) readonly colour!: string | null;
  @Field(() => MoneyAmount, { description: 'Most that a claim for it can be allowed.' })
  readonly fee!: MoneyAmount;
  @Field({ description: 'The details of meeting changed after it was booked; its client is told so.' })
  readonly meetingChanged!: boolean;
}

@ObjectType({ description: 'What a session costs that its client does not keep: one rule for all.' })
export class SessionRule {
  @Field(() => Int, { description: 'Cancelled so many hours before or earlier, it returns.' })
  readonly noticeHours!: number;
  @Field(() => Int, { description: 'Of its price, what the therapist is paid for one not kept.' })
  readonly missedSharePercent!: number;
  @Field(() => Int, { description: 'So many can be booked on one day, UTC.' })
  readonly mostBookedADay!: number;
  @Field(() => Int, { description: 'Who gives back so many within `givenBackDays` books no more…' })
  readonly mostGivenBack!: number;
  @Field(() => Int, { description: '… until the first of them was so many days ago.' })
  readonly givenBackDays!: number;
}

@ObjectType({ description: 'A session given back; it books one more, once.' })
export class ReturnedSession {
  @Field(() => ID) readonly id!: string;
  @Field() readonly period!: string;
  @Field() readonly used!: boolean;
}

@ObjectType()
class SessionBooked {
  readonly kind!: 'session-booked';
  @Field(() => Authorisation) readonly authorisation!: Authorisation;
  @Field(() => Case, { description: 'As it is now, so that it need not be asked for.' })
  readonly case!: Case;
}

@ObjectType()
class BearerRedeemed {
  readonly kind!: 'bearer-redeemed';
  @Field(() => Authorisation) readonly authorisation!: Authorisation;
}

@ObjectType()
class BearerCorrected {
  readonly kind!: 'bearer-corrected';
  @Field(() => Authorisation) readonly authorisation!: Authorisation;
}

@ObjectType({ description: 'The session was confirmed, or its months are reported.' })
class BearerSettled {
  readonly kind!: 'bearer-settled';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

@ObjectType({ description: 'The slot can\'t be booked; the payment was not used.' })
class SlotTaken {
  readonly kind!: 'slot-taken';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

@ObjectType({ description:
  'This case booked, gave back or was refused too often lately. Nothing was used.' })
class BookedTooOften {
  readonly kind!: 'booked-too-often';
  @Field({ description:
    'BOOKED_TOO_OFTEN today; GIVEN_BACK_TOO_OFTEN or REFUSED_TOO_OFTEN of late.' })
  readonly code!: string;
  @Field() readonly message!: string;
  @Field({ description: 'First day on which it can book again.' }) readonly again!: string;
}

@ObjectType({ description: 'Nobody can book now: credits were forged. Nothing was used.' })
class NotNow {
  readonly kind!: 'not-now';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

@ObjectType()
class SessionCancelled {
  readonly kind!: 'session-cancelled';
  @Field(() => Case, { description: 'As it is now.' }) readonly case!: Case;
  @Field(() => ID) readonly returnedSessionId!: string;
}

@ObjectType({ description: 'It will not take place, and the session is used.' })
class SessionCancelledLate {
  readonly kind!: 'session-cancelled-late';
  @Field(() => Case, { description: 'As it is now.' }) readonly case!: Case;
  @Field(() => ID) readonly authorisationId!: string;
}

@ObjectType({ description: 'The notice period has begun, or the session is over.' })
class TooLateToCancel {
  readonly kind!: 'too-late-to-cancel';
  @Field({ description: 'NOTICE_BEGUN: it can be accepted; TOO_LATE_TO_CANCEL: it can\'t.' })
  readonly code!: string;
  @Field() readonly message!: string;
}

@ObjectType()
class AppointmentCancelled {
  readonly kind!: 'appointment-cancelled';
  @Field({ description: 'Always true: the session went back to its client.' })
  readonly returned!: boolean;
}

@ObjectType({ description: 'The session has begun or is not open any more.' })
class AppointmentBegun {
  readonly kind!: 'appointment-begun';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

export const CancelAppointmentResult = resultUnion('CancelAppointmentResult', {
  'appointment-cancelled': AppointmentCancelled, 'appointment-begun': AppointmentBegun,
});

export const BookSessionResult = resultUnion('BookSessionResult', {
  'session-booked': SessionBooked,
  'credit-not-usable': CreditNotUsable,
  'slot-taken': SlotTaken,
  'booked-too-often': BookedTooOften,
  'not-now': NotNow,
  'no-match': NoMatch,
});

export const RedeemBearerCreditResult = resultUnion('RedeemBearerCreditResult', {
  'bearer-redeemed': BearerRedeemed,
  'credit-not-usable': CreditNotUsable,
  'not-now': NotNow,
});

export const CorrectBearerSessionResult = resultUnion('CorrectBearerSessionResult', {
  'bearer-corrected': BearerCorrected, 'bearer-settled': BearerSettled,
});

export const CancelSessionResult = resultUnion('CancelSessionResult', {
  'session-cancelled': SessionCancelled, 'session-cancelled-late': SessionCancelledLate,
  'too-late-to-cancel': TooLateToCancel,
});
