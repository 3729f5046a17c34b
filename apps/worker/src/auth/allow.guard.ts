import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { Standings } from '#platform/standing-watch';
import { CodedError } from '../foundation/coded-error.ts';
import { STANDINGS } from '../foundation/tokens.ts';
import { AUDIENCE } from './allow.ts';
import type { Audience, CallContext } from './caller.ts';
import { CallersService } from './callers.service.ts';

/** Where Nest's GraphQL decorators note that a method is a query or a mutation. */
const RESOLVER_TYPE = 'graphql:resolver_type';
/** What may be done while the vault is closed: coming and going, and the operator's word. */
const WHILE_CLOSED = new Set(['providerSignIn', 'providerSignOut', 'acceptRestore']);

/** Lets a field run only for the audience of its `@Allow`. */
@Injectable()
export class AllowGuard implements CanActivate {
  constructor(
    private readonly callers: CallersService,
    @Inject(STANDINGS) private readonly standings: Standings,
  ) {}

  /**
   * @throws CodedError UNAUTHENTICATED for nobody known, FORBIDDEN for somebody else, UNAVAILABLE
   *   for whatever would change something while the vault may have forgotten what was done.
   */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    await this.expectOpen(context.getHandler());
    const audience = Reflect.getMetadata(AUDIENCE, context.getHandler()) as Audience | undefined;
    if (audience === 'public') return true;
    if (!audience) throw new CodedError('FORBIDDEN', 'This field is for nobody.');
    return this.admit(audience, GqlExecutionContext.create(context).getContext<CallContext>());
  }

  private async expectOpen(
    handler: ReturnType<ExecutionContext['getHandler']>,
  ): Promise<void> {
    if (Reflect.getMetadata(RESOLVER_TYPE, handler) !== 'Mutation') return;
    if (WHILE_CLOSED.has(handler.name) || await this.standings.settled() === 'open') return;
    throw new CodedError('UNAVAILABLE', 'Not now: the service is being checked after a restart, ' +
      'and takes nothing new until that is done. Nothing was changed: try again later.');
  }

  private async admit(audience: Audience, context: CallContext): Promise<boolean> {
    context.caller ??= await this.callers.identify(context.authorization);
    if (context.caller.kind === audience) return true;
    throw new CodedError('FORBIDDEN', 'This is not for you: sign in as whom it is for.');
  }
}
