import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Concern } from '../graphql/terms.graphql.ts';
import { resultUnion } from '#server/result-union';

@InputType({ description: 'What opens a case, or carries it into the next period.' })
export class OpenCaseInput {
  @Field(() => ID) readonly idempotencyKey!: string;
  @Field({ description: 'Hash of the case secret, 64 hex digits.' }) readonly caseKey!: string;
  @Field({ description: 'Entry credit, base64url or printed form.' }) readonly entryCredit!: string;
  @Field() readonly consentVersion!: string;
  @Field({ nullable: true, description: 'In which the consent was read; en by default.' })
  readonly consentLanguage?: string;
  @Field() readonly acceptedConsent!: boolean;
  @Field(() => Concern, { nullable: true }) readonly concern?: Concern;
}

@ObjectType({ description: 'One benefit period of a case.' })
class CaseEnrolment {
  @Field() readonly period!: string;
  @Field({ description: 'Of the entry credit: a wallet holds what it restores against it.' })
  readonly block!: string;
}

@ObjectType({ description: 'One person\'s care, known by a secret only.' })
export class Case {
  readonly caseId!: string;
  @Field({ description: 'First day of the month.' }) readonly openedOn!: string;
  @Field({ description: 'The consent text accepted last.' }) readonly consentVersion!: string;
  @Field(() => String, { nullable: true,
    description: 'Last day on which its programme\'s credits can be used; null while no end is announced.' })
  readonly endsOn!: string | null;
  @Field(() => [CaseEnrolment]) readonly enrolments!: readonly CaseEnrolment[];
}

@ObjectType({ description: 'The case is open, for the period of the entry credit.' })
class CaseOpened {
  readonly kind!: 'case-opened';
  @Field(() => Case, { nullable: true, description: 'When the case\'s secret came with the request.' })
  readonly case!: Case | null;
  @Field({ description: 'First day of the month.' }) readonly openedOn!: string;
}

@ObjectType({ description: 'The credit can\'t be used; why is not told.' })
export class CreditNotUsable {
  readonly kind!: 'credit-not-usable';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

@ObjectType({ description: 'Another consent text is in force, or it was not accepted.' })
class ConsentOutdated {
  readonly kind!: 'consent-outdated';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
}

export const OpenCaseResult = resultUnion('OpenCaseResult', {
  'case-opened': CaseOpened,
  'credit-not-usable': CreditNotUsable,
  'consent-outdated': ConsentOutdated,
});
