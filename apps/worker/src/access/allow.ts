import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { allow } from '#server/access/allow';
import type { SignedIn } from '#server/own-account/owner';
import type { Audience, CallContext, ProviderCaller } from './caller.ts';

/** Who may call this field. Every query and mutation has one, or the worker refuses to start. */
export const Allow = allow<Audience>;

/** The caller whom the guard has let in: of the kind that the field's `@Allow` names. */
export const Me = createParamDecorator((_: unknown, context: ExecutionContext) =>
  GqlExecutionContext.create(context).getContext<CallContext>().caller);

/** The therapist who calls, as what is her own is asked for. */
export const Own = createParamDecorator((_: unknown, context: ExecutionContext): SignedIn => {
  const { caller } = GqlExecutionContext.create(context).getContext<CallContext>();
  const { providerId, tokenHash } = caller as ProviderCaller;
  return { owner: providerId, tokenHash };
});
