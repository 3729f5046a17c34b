import {
  Inject, Injectable, type CanActivate, type ExecutionContext,
} from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { GatewayConfig } from '#platform/settings/config';
import type { Standings } from '#platform/restores/standing-watch';
import { unfitText, unfitTextWords } from '#platform/text/text';
import { audienceOf, isMutation } from '#server/access/allow';
import type { Audience } from '../http/allow.ts';
import { CodedError } from '#server/coded-error';
import { factorMissing } from '../http/refusals.ts';
import {
  lacksFactor, requestContext, type Caller, type HrCaller, type HrRole, type RequestContext,
} from '../http/caller.ts';
import { DeedsService } from '#server/deeds/deeds.service';
import { MemberTokens } from '../members/member-tokens.ts';
import { sameMac } from '../foundation/macs.ts';
import { CONFIG, STANDINGS } from '../foundation/tokens.ts';
import { Sessions } from '../sign-in/sessions.ts';

const RANKS: Record<HrRole, number> = { VIEWER: 1, BILLING: 2, ADMIN: 3 };
const NEEDED: Partial<Record<Audience, number>> = { 'hr:viewer': 1, 'hr:billing': 2, 'hr:admin': 3 };

/** What may be done while the gateway is closed: coming and going, and the operator's word. */
const WHILE_CLOSED = new Set(['signIn', 'signOut', 'acceptRestore']);

/** What an administrator without a second factor may do: see that, set one up, and leave. */
const WITHOUT_FACTOR = new Set([
  'session', 'me', 'signOut', 'beginSecondFactor', 'confirmSecondFactor', 'beginPasskey', 'addPasskey',
]);

/** Lets a caller through to a field when it is one of those whom the field allows. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly operators: readonly { readonly name: string; readonly token: Buffer }[];

  constructor(
    private readonly sessions: Sessions,
    private readonly members: MemberTokens,
    private readonly deeds: DeedsService,
    @Inject(CONFIG) config: GatewayConfig,
    @Inject(STANDINGS) private readonly standings: Standings,
  ) {
    this.operators = config.operators.map(({ name, token }) => ({ name, token: digest(token) }));
  }

  /**
   * @throws CodedError BAD_USER_INPUT for a text that cannot be stored, wherever it stands;
   *   UNAUTHENTICATED for an unknown caller, FORBIDDEN for too low a role, SECOND_FACTOR_MISSING
   *   for an administrator who has none,
   *   UNAVAILABLE for what would change something while the gateway may have forgotten things.
   */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    try {
      return await this.admit(context);
    } catch (error) {
      await this.recordRefusal(context, error);
      throw error;
    }
  }

  /** What operators are refused here is on the record, as what they are refused later is. */
  private async recordRefusal(context: ExecutionContext, error: unknown): Promise<void> {
    const handler = context.getHandler();
    if (audienceOf(handler) !== 'operator' || !(error instanceof CodedError)) return;
    const known = this.operatorOf(requestContext(context));
    if (known) await this.deeds.refuse(known.name, handler.name, error.code);
    else await this.deeds.refuseUnknown(handler.name);
  }

  private async admit(context: ExecutionContext): Promise<boolean> {
    const unfit = unfitText(context.getArgByIndex(1));
    if (unfit) throw new CodedError('BAD_USER_INPUT', unfitTextWords(unfit));
    const handler = context.getHandler();
    const audience = audienceOf(handler) as Audience | undefined;
    if (!audience) throw new CodedError('FORBIDDEN', 'Nobody may use this field.');
    const request = requestContext(context);
    const writes = isMutation(handler);
    if (writes) await this.expectOpen(handler.name);
    request.caller = audience === 'operator'
      ? this.operator(request) : await this.callerFor(audience, request, writes);
    const { caller } = request;
    if (caller.kind === 'hr' && lacksFactor(caller) && !WITHOUT_FACTOR.has(handler.name)) {
      throw factorMissing();
    }
    return true;
  }

  private async expectOpen(name: string): Promise<void> {
    if (WHILE_CLOSED.has(name) || await this.standings.settled() === 'open') return;
    throw new CodedError('UNAVAILABLE', 'Not now: the service is being checked after a restart, and '
      + 'takes nothing new until that is done. Nothing was changed: try again later.');
  }

  private async callerFor(
    audience: Audience, request: RequestContext, writes: boolean,
  ): Promise<Caller> {
    if (audience === 'public') return { kind: 'public' };
    const authorization = request.req.headers.authorization ?? '';
    if (audience === 'member') {
      const member = this.members.read(credentialOf('Member', authorization));
      if (!member) throw new CodedError('UNAUTHENTICATED', 'Claim your code first.');
      return member;
    }
    return this.hrCaller(audience, request, writes);
  }

  /** All tokens are compared, so that the time tells nothing of whose it is like. */
  private operatorOf({ req }: RequestContext): { readonly name: string } | undefined {
    const given = digest(credentialOf('Operator', req.headers.authorization ?? ''));
    const [found] = this.operators.filter(({ token }) => sameMac(given, token));
    return found;
  }

  private operator(request: RequestContext): Caller {
    const found = this.operatorOf(request);
    if (found) return { kind: 'operator', name: found.name };
    throw new CodedError('UNAUTHENTICATED', request.req.headers.authorization === undefined
      ? 'Send the operator\'s token.' : 'This token is none of this service\'s operators. Where they '
        + 'have names, each sets GATEWAY_OPERATOR_TOKEN to her own.');
  }

  private async hrCaller(
    audience: Audience, { req }: RequestContext, writes: boolean,
  ): Promise<HrCaller> {
    const token = req.session.get('token');
    const caller = await this.sessions.find(token);
    if (!token || !caller) throw new CodedError('UNAUTHENTICATED', 'Sign in first.');
    const header = req.headers['x-csrf-token'];
    if (writes && (typeof header !== 'string' || !this.sessions.isCsrfToken(token, header))) {
      throw new CodedError('FORBIDDEN', 'Send the csrfToken of your sign-in as x-csrf-token.');
    }
    if (RANKS[caller.role] < (NEEDED[audience] ?? Infinity)) {
      throw new CodedError('FORBIDDEN', 'Your role does not allow this. Ask an administrator.');
    }
    if (writes && audience !== 'hr:viewer' && !caller.isActive) {
      throw new CodedError('FORBIDDEN', 'Your contract has ended: you can read all that there is, and '
        + 'change nothing. Ask whoever runs the service.');
    }
    return caller;
  }
}

function credentialOf(scheme: string, authorization: string): string {
  return authorization.startsWith(`${scheme} `) ? authorization.slice(scheme.length + 1) : '';
}

/** Equal lengths to compare, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
