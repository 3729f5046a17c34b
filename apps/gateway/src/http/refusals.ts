import { CodedError } from '#server/coded-error';

/** An administrator without a second factor can do nothing but set one up. */
export function factorMissing(): CodedError {
  return new CodedError('SECOND_FACTOR_MISSING', 'Administrators need a second factor: set up an '
    + 'authenticator app or a passkey, then do this again.');
}

/** Whoever was let in as an administrator is none any more. */
export function noAdmin(): CodedError {
  return new CodedError('FORBIDDEN', 'Your role does not allow this. Ask an administrator.');
}
