import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { resultUnion } from '#server/result-union';
import { Modality, MoneyAmount } from '../graphql/terms.graphql.ts';

@InputType()
class FeeInput {
  @Field({ description: 'Minor units, decimal.' }) readonly minor!: string;
  @Field({ description: 'ISO 4217.' }) readonly currency!: string;
}

@InputType()
export class SubmitClaimInput {
  @Field(() => ID) readonly idempotencyKey!: string;
  @Field() readonly authorisationNumber!: string;
  @Field({ description: 'Day of the session, YYYY-MM-DD.' }) readonly serviceDate!: string;
  @Field(() => Int) readonly units!: number;
  @Field({ description: 'CPT: 90791, 90834 or 90837.' }) readonly serviceCode!: string;
  @Field(() => Modality) readonly modality!: Modality;
  @Field() readonly fee!: FeeInput;
}

@ObjectType({ description: 'Why less was paid than billed (X12 claim adjustment reason codes).' })
class ClaimAdjustment {
  @Field({ description: 'CO: contractual; OA: other.' }) readonly group!: string;
  @Field({ description: 'CARC.' }) readonly code!: string;
  @Field({ description: 'In words, with what to do next.' }) readonly text!: string;
  @Field() readonly amount!: MoneyAmount;
}

/** What mends a denied claim. */
export enum ClaimFixKind {
  DAY = 'DAY', SERVICE = 'SERVICE', UNITS = 'UNITS', WAIT = 'WAIT', COMPLETE = 'COMPLETE',
}

registerEnumType(ClaimFixKind, { name: 'ClaimFixKind' });

@ObjectType({ description: 'What to change before a denied claim is sent again.' })
export class ClaimFix {
  @Field(() => ClaimFixKind) readonly kind!: string;
  @Field(() => String, { nullable: true, description: 'The day to claim for, where it is known.' })
  readonly serviceDate!: string | null;
}

/** What became of a session. */
export enum SessionOutcome {
  TOOK_PLACE = 'TOOK_PLACE', NO_SHOW = 'NO_SHOW', LATE_CANCELLED = 'LATE_CANCELLED',
}

registerEnumType(SessionOutcome, { name: 'SessionOutcome' });

/** What becomes of a session that its client does not keep. */
export enum MissedOutcome { NO_SHOW = 'NO_SHOW', LATE_CANCELLED = 'LATE_CANCELLED' }

registerEnumType(MissedOutcome, { name: 'MissedOutcome' });

@ObjectType({ description: 'A claim with its adjudication.' })
export class Claim {
  @Field(() => ID) readonly id!: string;
  @Field() readonly authorisationNumber!: string;
  @Field() readonly serviceDate!: string;
  @Field(() => String, { nullable: true, description: 'CPT; null where no service was given.' })
  readonly serviceCode!: string | null;
  @Field(() => SessionOutcome) readonly outcome!: string;
  @Field({ description: 'The client\'s own late cancellation made it.' }) readonly byClient!: boolean;
  @Field({
    description: 'PAID; DENIED: can be mended and sent again; WITHDRAWN: was taken back.' })
  readonly status!: string;
  @Field() readonly billed!: MoneyAmount;
  @Field({ description: 'What the therapist is paid: allowed less the platform\'s share.' })
  readonly paid!: MoneyAmount;
  @Field(() => [ClaimAdjustment]) readonly adjustments!: readonly ClaimAdjustment[];
  @Field() readonly submittedOn!: string;
  @Field(() => ID, { nullable: true }) readonly payoutId!: string | null;
  @Field(() => Int) readonly units!: number;
  @Field(() => Modality) readonly modality!: string;
  @Field(() => String, { nullable: true, description: 'The client; null for a bearer credit.' })
  readonly handle!: string | null;
  @Field(() => String, { nullable: true }) readonly colour!: string | null;
}

@ObjectType()
class ClaimAdjudicated {
  readonly kind!: 'claim-adjudicated';
  @Field() readonly claim!: Claim;
}

@ObjectType({ description: 'No authorisation of the caller\'s has this number.' })
class AuthorisationNotFound {
  readonly kind!: 'authorisation-not-found';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

@InputType()
export class ConfirmSessionInput {
  @Field(() => ID) readonly idempotencyKey!: string;
  @Field(() => ID) readonly authorisationId!: string;
  @Field({ nullable: true, description: 'CPT; by the length of the session when left out.' })
  readonly serviceCode?: string;
}

@ObjectType({ description: 'The session has not begun: confirm it afterwards.' })
class SessionNotBegun {
  readonly kind!: 'session-not-begun';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

export const ConfirmSessionResult = resultUnion('ConfirmSessionResult', {
  'claim-adjudicated': ClaimAdjudicated,
  'authorisation-not-found': AuthorisationNotFound,
  'session-not-begun': SessionNotBegun,
});

@InputType({ description: 'A session that its client did not keep; of one that took place, confirm it.' })
export class RecordOutcomeInput {
  @Field(() => ID) readonly idempotencyKey!: string;
  @Field(() => ID) readonly authorisationId!: string;
  @Field(() => MissedOutcome) readonly outcome!: MissedOutcome;
}

@ObjectType({ description: 'It is recorded, and paid by the rule.' })
class OutcomeRecorded {
  readonly kind!: 'outcome-recorded';
  @Field() readonly claim!: Claim;
}

@ObjectType({ description: 'It can\'t be recorded of this session; nothing was changed.' })
class OutcomeRefused {
  readonly kind!: 'outcome-refused';
  @Field({
    description: 'SESSION_NOT_BEGUN, NOTICE_NOT_BEGUN, SESSION_SETTLED, DAY_FULL or NOT_BOOKED.' })
  readonly code!: string;
  @Field() readonly message!: string;
}

export const RecordOutcomeResult = resultUnion('RecordOutcomeResult', {
  'outcome-recorded': OutcomeRecorded,
  'outcome-refused': OutcomeRefused,
  'authorisation-not-found': AuthorisationNotFound,
});

@InputType()
export class TakeBackClaimInput {
  @Field(() => ID) readonly idempotencyKey!: string;
  @Field(() => ID) readonly claimId!: string;
}

@ObjectType({ description: 'The claim is withdrawn; its session stands as before it was recorded.' })
class ClaimTakenBack {
  readonly kind!: 'claim-taken-back';
  @Field() readonly claim!: Claim;
}

@ObjectType({ description: 'The claim stands.' })
class ClaimFinal {
  readonly kind!: 'claim-final';
  @Field({ description: 'NOT_PAID, CANCELLED_BY_CLIENT, PAID_OUT, PERIOD_CLOSED or FUND_EMPTY.' })
  readonly code!: string;
  @Field() readonly message!: string;
}

export const TakeBackClaimResult = resultUnion('TakeBackClaimResult', {
  'claim-taken-back': ClaimTakenBack, 'claim-final': ClaimFinal,
});

@ObjectType({ description: 'What a session pays its therapist, by what becomes of it.' })
export class SessionPays {
  @Field(() => MoneyAmount) readonly tookPlace!: MoneyAmount;
  @Field(() => MoneyAmount, { description: 'The client did not come, or cancelled late.' })
  readonly missed!: MoneyAmount;
}

export const SubmitClaimResult = resultUnion('SubmitClaimResult', {
  'claim-adjudicated': ClaimAdjudicated,
  'authorisation-not-found': AuthorisationNotFound,
});
