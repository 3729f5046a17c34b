import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { IssuerPublicKey, KeyKind } from '#pseudonym/keys';

@ObjectType({ description: 'An issuer\'s public key. Compare it with the vault\'s own copy.' })
export class IssuerKey implements IssuerPublicKey {
  @Field({ description: 'SHA-256 of the SubjectPublicKeyInfo, hex.' }) keyId!: string;
  @Field(() => ID) programme!: string;
  @Field() period!: string;
  @Field(() => String, { description: 'entry or session.' }) kind!: KeyKind;
  @Field(() => String, { nullable: true, description: 'Reporting block of an entry key.' })
  block!: string | null;
  @Field({ description: 'SubjectPublicKeyInfo, DER, base64url.' }) spki!: string;
  @Field() notBefore!: string;
  @Field({ description: 'Last day.' }) notAfter!: string;
}

@ObjectType({ description: 'All keys of a programme and period that the vault has mirrored.' })
export class KeyDirectory {
  @Field(() => [IssuerKey]) keys!: IssuerKey[];
}
