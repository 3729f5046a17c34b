import { IntrinsicException } from '@nestjs/common';

/** The closed list of `extensions.code`: what a client may rely on. */
export type ErrorCode =
  | 'BAD_USER_INPUT' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'SECOND_FACTOR_MISSING' | 'NOT_FOUND'
  | 'CONFLICT'
  | 'DOCUMENT_NOT_PERSISTED' | 'RATE_LIMITED' | 'OVERLOADED' | 'UNAVAILABLE' | 'INTERNAL';

/**
 * What a caller gets when it is not an expected outcome (those are members of a result union).
 * The message is for the caller: it says what to do, and holds nothing of ours.
 *
 * Intrinsic, so that the framework does not log it: it is an answer and not a fault.
 */
export class ApiError extends IntrinsicException {
  constructor(readonly code: ErrorCode, message: string) {
    super(message);
    this.name = 'ApiError';
  }
}

/** An administrator without a second factor can do nothing but set one up. */
export function factorMissing(): ApiError {
  return new ApiError('SECOND_FACTOR_MISSING', 'Administrators need a second factor: set up an ' +
    'authenticator app or a passkey, then do this again.');
}

/** Whoever was let in as an administrator is none any more. */
export function noAdmin(): ApiError {
  return new ApiError('FORBIDDEN', 'Your role does not allow this. Ask an administrator.');
}
