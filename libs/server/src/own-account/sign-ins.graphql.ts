import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Browser } from '../sign-ins.ts';

/** Families of browsers as the schema names them. */
export const BrowserName = {
  CHROME: 'CHROME', EDGE: 'EDGE', FIREFOX: 'FIREFOX', SAFARI: 'SAFARI', OTHER: 'OTHER',
} as const;
registerEnumType(BrowserName, {
  name: 'Browser', description: 'Family of a browser: all that is kept of a device.',
});

@ObjectType({ description: 'An open sign-in of the caller\'s own.' })
export class OwnSignIn {
  @Field(() => ID) readonly id!: string;
  @Field(() => BrowserName) readonly browser!: Browser;
  @Field({ description: 'The hour in which it began, ISO 8601, UTC.' }) readonly since!: string;
  @Field({ description: 'The hour in which it was last used.' }) readonly lastUsed!: string;
  @Field({ description: 'Whether it is the one that asks.' }) readonly isThis!: boolean;
}
