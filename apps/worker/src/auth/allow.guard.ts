import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { CodedError } from '../foundation/coded-error.ts';
import { AUDIENCE } from './allow.ts';
import type { Audience, CallContext } from './caller.ts';
import { CallersService } from './callers.service.ts';

/** Lets a field run only for the audience of its `@Allow`. */
@Injectable()
export class AllowGuard implements CanActivate {
  constructor(private readonly callers: CallersService) {}

  /** @throws CodedError UNAUTHENTICATED for nobody known, FORBIDDEN for somebody else. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const audience = Reflect.getMetadata(AUDIENCE, context.getHandler()) as Audience | undefined;
    if (audience === 'public') return true;
    if (!audience) throw new CodedError('FORBIDDEN', 'This field is for nobody.');
    return this.admit(audience, GqlExecutionContext.create(context).getContext<CallContext>());
  }

  private async admit(audience: Audience, context: CallContext): Promise<boolean> {
    context.caller ??= await this.callers.identify(context.authorization);
    if (context.caller.kind === audience) return true;
    throw new CodedError('FORBIDDEN', 'This is not for you: sign in as whom it is for.');
  }
}
