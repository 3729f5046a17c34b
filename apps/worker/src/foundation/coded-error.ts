/** Everything that a caller can be told besides an expected outcome; a closed list. */
export type ErrorCode =
  | 'BAD_USER_INPUT' | 'DOCUMENT_NOT_PERSISTED' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND' | 'CONFLICT'
  | 'SECOND_FACTOR_MISSING' | 'RATE_LIMITED' | 'OVERLOADED' | 'UNAVAILABLE' | 'INTERNAL';

/**
 * An error that is meant for the caller: its code and message reach her as they are, so the
 * message says what to do next and repeats nothing that she sent.
 */
export class CodedError extends Error {
  override readonly name = 'CodedError';

  constructor(readonly code: ErrorCode, message: string) {
    super(message);
  }
}
