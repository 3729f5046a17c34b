import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { DeedsService } from '../deeds/deeds.service.ts';
import { unfitText, unfitTextWords } from '#platform/text';
import { CodedError } from '../foundation/coded-error.ts';
import { AUDIENCE } from './allow.ts';
import type { Audience, CallContext } from './caller.ts';
import { CallersService } from './callers.service.ts';

/** Lets a field run only for the audience of its `@Allow`. */
@Injectable()
export class AllowGuard implements CanActivate {
  constructor(
    private readonly callers: CallersService, private readonly deeds: DeedsService,
  ) {}

  /**
   * @throws CodedError BAD_USER_INPUT for a text that cannot be stored, wherever it stands;
   *   UNAUTHENTICATED for nobody known, FORBIDDEN for somebody else.
   */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const unfit = unfitText(context.getArgByIndex(1));
    if (unfit) throw new CodedError('BAD_USER_INPUT', unfitTextWords(unfit));
    const audience = Reflect.getMetadata(AUDIENCE, context.getHandler()) as Audience | undefined;
    if (audience === 'public') return true;
    if (!audience) throw new CodedError('FORBIDDEN', 'This field is for nobody.');
    const call = GqlExecutionContext.create(context).getContext<CallContext>();
    return this.admit(audience, context.getHandler().name, call);
  }

  private async admit(
    audience: Audience, field: string, context: CallContext,
  ): Promise<boolean> {
    try {
      context.caller ??= await this.callers.identify(context.authorization);
      if (context.caller.kind === audience) return true;
    } catch (error) {
      if (audience === 'operator' && isSecretOfNobody(error)) await this.deeds.refuseUnknown(field);
      throw error;
    }
    throw new CodedError('FORBIDDEN', 'This is not for you: sign in as whom it is for.');
  }
}

function isSecretOfNobody(error: unknown): boolean {
  return error instanceof CodedError && error.code === 'UNAUTHENTICATED';
}
