import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Audience, CallContext } from './caller.ts';

/** Where `@Allow` leaves its audience for the guard and for the check at start. */
export const AUDIENCE = 'sotto:audience';

/** Who may call this field. Every query and mutation has one, or the worker refuses to start. */
export const Allow = (audience: Audience) => SetMetadata(AUDIENCE, audience);

/** The caller whom the guard has let in: of the kind that the field's `@Allow` names. */
export const Me = createParamDecorator((_: unknown, context: ExecutionContext) =>
  GqlExecutionContext.create(context).getContext<CallContext>().caller);
