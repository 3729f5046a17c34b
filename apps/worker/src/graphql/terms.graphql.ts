import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';

/** What a person comes for, and what a therapist specialises in. */
export enum Concern {
  STRESS = 'STRESS', ANXIETY = 'ANXIETY', DEPRESSION = 'DEPRESSION',
  RELATIONSHIPS = 'RELATIONSHIPS', WORK = 'WORK', GRIEF = 'GRIEF', OTHER = 'OTHER',
}

/** How a session is held. */
export enum Modality { VIDEO = 'VIDEO', PHONE = 'PHONE', IN_PERSON = 'IN_PERSON' }

/** Gender of a therapist, as she wants it shown. */
export enum Gender { FEMALE = 'FEMALE', MALE = 'MALE', NONBINARY = 'NONBINARY' }

registerEnumType(Concern, { name: 'Concern' });
registerEnumType(Modality, { name: 'Modality' });
registerEnumType(Gender, { name: 'Gender' });

@ObjectType({ description: 'A statement signed by the vault (Ed25519, the type under the signature).' })
export class SignedStatement {
  @Field() readonly type!: string;
  @Field({ description: 'Canonical JSON in UTF-8, base64url.' }) readonly body!: string;
  @Field({ description: 'base64url.' }) readonly signature!: string;
}

@ObjectType({ description: 'An amount of money.' })
export class MoneyAmount {
  @Field({ description: 'Minor units, decimal.' }) readonly minor!: string;
  @Field({ description: 'ISO 4217.' }) readonly currency!: string;
}
