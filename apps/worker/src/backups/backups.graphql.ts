import { Field, Int, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '../graphql/result-union.ts';

@ObjectType({ description: 'A sealed wallet.' })
export class Backup {
  @Field(() => Int) readonly version!: number;
  @Field({ description: 'base64url.' }) readonly blob!: string;
}

@ObjectType()
class BackupStored {
  readonly kind!: 'backup-stored';
  @Field(() => Int) readonly version!: number;
}

@ObjectType({ description: 'Another version is kept: fetch it, merge, and send the one after it.' })
class BackupConflict {
  readonly kind!: 'backup-conflict';
  @Field() readonly code!: string;
  @Field() readonly message!: string;
  @Field(() => Int, { description: 'The version that is kept; 0: none.' })
  readonly version!: number;
}

export const PutBackupResult = resultUnion('PutBackupResult', {
  'backup-stored': BackupStored, 'backup-conflict': BackupConflict,
});
