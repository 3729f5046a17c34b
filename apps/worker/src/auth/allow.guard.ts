import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { DeedsService } from '#server/deeds/deeds.service';
import type { Standings } from '#platform/restores/standing-watch';
import { unfitText, unfitTextWords } from '#platform/text/text';
import { audienceOf, isMutation } from '#server/access/allow';
import type { Audience, CallContext, Caller } from '../access/caller.ts';
import { CodedError } from '#server/coded-error';
import { STANDINGS } from '../foundation/tokens.ts';
import { CallersService } from './callers.service.ts';

/**
 * What may be done while the vault is closed: coming and going, and the operator's word. No sign-in
 * by which a password is set: a backup brings first passwords back that were on paper long ago.
 */
const WHILE_CLOSED = new Set(['providerSignIn', 'providerSignOut', 'acceptRestore', 'endPeriods']);

/** What a therapist without a second factor may do: see where one is good, set it up, and leave. */
const WITHOUT_FACTOR = new Set(['providerPasskeys', 'beginSecondFactor', 'confirmSecondFactor',
  'beginPasskey', 'addPasskey', 'providerSignOut']);

interface SignInArgs {
  readonly newPassword?: string | null;
}

/** Lets a field run only for the audience of its `@Allow`. */
@Injectable()
export class AllowGuard implements CanActivate {
  constructor(
    private readonly callers: CallersService,
    private readonly deeds: DeedsService,
    @Inject(STANDINGS) private readonly standings: Standings,
  ) {}

  /**
   * @throws CodedError BAD_USER_INPUT for a text that cannot be stored, wherever it stands;
   *   UNAUTHENTICATED for nobody known, FORBIDDEN for somebody else, SECOND_FACTOR_MISSING for a
   *   therapist who has none, UNAVAILABLE
   *   for whatever would change something while the vault may have forgotten what was done.
   */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    try {
      return await this.check(context);
    } catch (error) {
      await this.recordRefusal(context, error);
      throw error;
    }
  }

  /** What operators are refused here is on the record, as what they are refused later is. */
  private async recordRefusal(context: ExecutionContext, error: unknown): Promise<void> {
    const handler = context.getHandler();
    if (audienceOf(handler) !== 'operator') return;
    if (!(error instanceof CodedError)) return;
    const call = GqlExecutionContext.create(context).getContext<CallContext>();
    const caller = call.caller ?? this.callers.operatorBy(call.authorization);
    // A therapist's or a case's token opens no operator's field either: hers is not written down.
    if (caller?.kind !== 'operator') return this.deeds.refuseUnknown(handler.name);
    await this.deeds.refuse(caller.name, handler.name, error.code);
  }

  private async check(context: ExecutionContext): Promise<boolean> {
    const unfit = unfitText(context.getArgByIndex(1));
    if (unfit) throw new CodedError('BAD_USER_INPUT', unfitTextWords(unfit));
    await this.expectOpen(context.getHandler(), context.getArgByIndex<SignInArgs>(1));
    const audience = audienceOf(context.getHandler()) as Audience | undefined;
    if (audience === 'public') return true;
    if (!audience) throw new CodedError('FORBIDDEN', 'This field is for nobody.');
    const call = GqlExecutionContext.create(context).getContext<CallContext>();
    return this.admit(audience, call, context.getHandler().name);
  }

  private async expectOpen(
    handler: ReturnType<ExecutionContext['getHandler']>, { newPassword }: SignInArgs,
  ): Promise<void> {
    if (!isMutation(handler)) return;
    const isAllowed = WHILE_CLOSED.has(handler.name) && !newPassword;
    if (isAllowed || await this.standings.settled() === 'open') return;
    throw new CodedError('UNAVAILABLE', 'Not now: the service is being checked after a restart, '
      + 'and takes nothing new until that is done. Nothing was changed: try again later.');
  }

  private async admit(
    audience: Caller['kind'], context: CallContext, field: string,
  ): Promise<boolean> {
    context.caller ??= await this.callers.identify(context.authorization);
    const { caller } = context;
    if (caller.kind !== audience) {
      throw new CodedError('FORBIDDEN', 'This is not for you: sign in as whom it is for.');
    }
    if (caller.kind === 'provider' && !caller.hasFactor && !WITHOUT_FACTOR.has(field)) {
      throw new CodedError('SECOND_FACTOR_MISSING',
        'Set up a second factor first: an authenticator app, or a passkey.');
    }
    return true;
  }
}
