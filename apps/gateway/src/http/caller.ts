import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CodedError } from '#server/coded-error';
import { tokenHashOf } from '#server/own-account/own-sign-ins';
import type { SignedIn } from '#server/own-account/owner';

/** Roles of HR users; each includes those before it. */
export type HrRole = 'VIEWER' | 'BILLING' | 'ADMIN';

/** An HR user who has signed in. */
export interface HrCaller {
  readonly kind: 'hr';
  readonly userId: string;
  readonly employerId: string;
  readonly role: HrRole;
  /** Whether the employer's contract runs; else HR reads, and changes nothing. */
  readonly isActive: boolean;
  /** Whether she has a second factor: an authenticator, or a passkey. */
  readonly hasFactor: boolean;
}

/** Whoever administrates needs a second factor before anything else. */
export function lacksFactor({ role, hasFactor }: HrCaller): boolean {
  return role === 'ADMIN' && !hasFactor;
}

/** A member with a claimed code: a keyed pseudonym and what it entitles to. */
export interface MemberCaller {
  readonly kind: 'member';
  /** HMAC(pepper, programme, subject), 32 bytes in hex. */
  readonly member: string;
  readonly programmeId: string;
  readonly period: string;
  readonly block: string;
  readonly sessionsPerMember: number;
  /** What the claim key gave (`batchSecret`), for keeping her batch; no table has it. */
  readonly batchSecret: Uint8Array;
}

/** Somebody who operates the gateway, by the name of her token. */
export interface OperatorCaller {
  readonly kind: 'operator';
  readonly name: string;
}

/** Who is calling, as the guard found it. */
export type Caller = HrCaller | MemberCaller | OperatorCaller | { readonly kind: 'public' };

/** What resolvers share within one request. */
export interface RequestContext {
  readonly req: FastifyRequest;
  readonly reply: FastifyReply;
  caller?: Caller;
}

/** The GraphQL context of a resolver's execution: its third argument. */
export function requestContext(context: ExecutionContext): RequestContext {
  return context.getArgByIndex<RequestContext>(2);
}

function callerOf<K extends Caller['kind']>(kind: K, context: ExecutionContext) {
  const { caller } = requestContext(context);
  if (caller?.kind !== kind) throw new CodedError('UNAUTHENTICATED', 'Sign in first.');
  return caller as Extract<Caller, { kind: K }>;
}

/** The HR user who calls; only on fields allowed to HR. */
export const Hr = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callerOf('hr', context));

/** An HR user who asks for what is her own, and from where. */
export interface HrOwner extends SignedIn {
  readonly ip: string;
}

/** The HR user who calls, as what is her own is asked for. */
export const Own = createParamDecorator((_: unknown, context: ExecutionContext): HrOwner => {
  const { ip, session } = requestContext(context).req;
  const { userId } = callerOf('hr', context);
  return { owner: userId, ip, tokenHash: tokenHashOf(session.get('token') ?? '') };
});

/** The member who calls; only on fields allowed to members. */
export const Me = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callerOf('member', context));

/** The operator who calls; only on fields allowed to operators. */
export const Op = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callerOf('operator', context));

/** The request itself, for the few fields that set a cookie or throttle. */
export const Exchange = createParamDecorator((_: unknown, context: ExecutionContext) =>
  requestContext(context));
