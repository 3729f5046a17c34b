import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Browser } from '#server/sign-ins';

/** Families of browsers as the schema names them. */
export const BrowserName = {
  CHROME: 'CHROME', EDGE: 'EDGE', FIREFOX: 'FIREFOX', SAFARI: 'SAFARI', OTHER: 'OTHER',
} as const;
registerEnumType(BrowserName, {
  name: 'Browser', description: 'Family of a browser: all that is kept of a device.',
});

@ObjectType({ description: 'An open sign-in of the caller\'s own.' })
export class HrSignIn {
  @Field(() => ID) id!: string;
  @Field(() => BrowserName) browser!: Browser;
  @Field({ description: 'The hour in which it began, ISO 8601, UTC.' }) since!: string;
  @Field({ description: 'The hour in which it was last used.' }) lastUsed!: string;
  @Field({ description: 'Whether it is the one that asks.' }) isThis!: boolean;
}
