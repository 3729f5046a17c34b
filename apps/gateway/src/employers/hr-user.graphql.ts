import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { HrRole } from '../http/caller.ts';

/** HR roles as the schema names them; each includes those before it. */
export enum HrRoleName {
  VIEWER = 'VIEWER',
  BILLING = 'BILLING',
  ADMIN = 'ADMIN',
}
registerEnumType(HrRoleName, {
  name: 'HrRole', description: 'VIEWER reads releases; BILLING also buys; ADMIN also sets up.',
});

@ObjectType({ description: 'The employer that an HR user acts for.' })
export class EmployerName {
  @Field(() => ID) id!: string;
  @Field() name!: string;
}

@ObjectType({ description: 'Somebody who signs in for an employer.' })
export class HrUser {
  @Field(() => ID) id!: string;
  @Field() email!: string;
  @Field(() => HrRoleName) role!: HrRole;
  @Field(() => EmployerName) employer!: EmployerName;
}
