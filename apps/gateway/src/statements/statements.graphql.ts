import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Signed by the vault. Verify it with the key that you have pinned.' })
export class Statement {
  @Field() type!: string;
  @Field({ description: 'Canonical JSON in UTF-8 as it was signed, base64url.' }) body!: string;
  @Field({ description: 'Ed25519, base64url.' }) signature!: string;
}

@ObjectType({ description: 'What the vault publishes; null until it has.' })
export class VaultStatements {
  @Field(() => Statement, { nullable: true, description: 'Keys of today and tomorrow to seal requests for.' })
  relayKey!: Statement | null;
  @Field(() => Statement, { nullable: true, description: 'All providers; filter at home.' })
  directory!: Statement | null;
}
