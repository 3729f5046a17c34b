import { GraphQLError } from 'graphql';
import { RetryTransaction } from '#platform/database';
import { DatabaseUnavailable } from '#platform/unavailable';
import { CodedError, type ErrorCode } from './coded-error.ts';
import { isOfTheDocument, withoutValues } from './language-errors.ts';
import { PasswordQueueFull } from './places.ts';

/** What a caller is told of an error: nothing but this. */
export interface Answer {
  readonly code: ErrorCode;
  readonly message: string;
}

/** An answer as it is sent, with the field that it is of. */
export interface ShownError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: ErrorCode };
}

/** An error as clients, frameworks and drivers throw them. */
export type Cause = Error & { readonly statusCode?: unknown; readonly code?: unknown };

/** What a server says where it says it in its own words. */
export interface ErrorWords {
  /** A fault of ours. */
  readonly internal: string;
  /** Too many passwords are being hashed. */
  readonly busy: string;
  /** What another try can mend: the database is away, too busy, or a lock was not to be had. */
  readonly unavailable: string;
}

const LONGEST_MESSAGE = 200;

/**
 * The one place where errors become answers. Messages are ours or the GraphQL language's own about
 * the caller's document; no stack, no suggestion of names, no cause of a fault.
 *
 * @param onFault hears of what is our own fault.
 * @param own what else a server answers; undefined for what it has no answer of its own to.
 */
export function answerTo(
  error: unknown, words: ErrorWords, onFault: (cause: unknown) => void,
  own: (cause: Cause, path: GraphQLError['path']) => Answer | undefined = () => undefined,
): Answer {
  const cause = causeOf(error);
  const path = error instanceof GraphQLError ? error.path : undefined;
  if (cause instanceof CodedError) return { code: cause.code, message: cause.message };
  if (cause instanceof PasswordQueueFull) return { code: 'OVERLOADED', message: words.busy };
  if (cause instanceof Error) {
    // The outer error names the variable and not its value; what it wraps may name the value.
    if (isOfTheDocument(cause, path)) return ofTheCaller(error as Error);
    const answer = own(cause, path);
    if (answer) return answer;
  }
  onFault(cause);
  const passes = cause instanceof DatabaseUnavailable || cause instanceof RetryTransaction;
  return passes ? { code: 'UNAVAILABLE', message: words.unavailable }
    : { code: 'INTERNAL', message: words.internal };
}

/** What is wrong with what a caller sent, in the words of whoever read it. */
export function ofTheCaller({ message }: Error): Answer {
  return { code: 'BAD_USER_INPUT', message: withoutValues(message).slice(0, LONGEST_MESSAGE) };
}

/** An answer as it is sent. */
export function written({ code, message }: Answer, path?: GraphQLError['path']): ShownError {
  return { message, ...path && { path }, extensions: { code } };
}

/** What was thrown, whatever GraphQL wrapped it into. */
export function causeOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}
