import { IntrinsicException } from '@nestjs/common';

/** Everything that a caller can be told besides an expected outcome; a closed list. */
export type ErrorCode =
  | 'BAD_USER_INPUT' | 'DOCUMENT_NOT_PERSISTED' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND'
  | 'CONFLICT' | 'SECOND_FACTOR_MISSING' | 'RATE_LIMITED' | 'OVERLOADED' | 'UNAVAILABLE' | 'INTERNAL';

/** With these the same request is to be sent again: nothing was decided of it. */
const OPEN: ReadonlySet<ErrorCode> = new Set(['OVERLOADED', 'UNAVAILABLE', 'INTERNAL']);

/** Whether an error is the answer to its request, which its sender takes for refused. */
export function isFinal({ code }: CodedError): boolean {
  return !OPEN.has(code);
}

/**
 * An error that is meant for the caller: its code and message reach her as they are, so the
 * message says what to do next, and repeats nothing that she sent and nothing of ours. Expected
 * outcomes are none: those are members of a result union.
 *
 * Intrinsic, so that the framework does not log it: it is an answer and not a fault.
 */
export class CodedError extends IntrinsicException {
  override readonly name = 'CodedError';

  constructor(readonly code: ErrorCode, message: string) {
    super(message);
  }
}
