import { GraphQLError } from 'graphql';
import type { MercuriusOptions } from 'mercurius';
import { RetryTransaction } from '#platform/database';
import { DatabaseUnavailable, nameOf } from '#platform/unavailable';
import { SigningRefused } from '#pseudonym/issuer';
import { isOfTheDocument, withoutValues } from '#server/language-errors';
import { PasswordQueueFull } from '#server/places';
import { ApiError, type ErrorCode } from './api-error.ts';

/** Hears of every fault of ours: the error's class and nothing that a caller sent. */
export type FaultListener = (name: string) => void;

interface Answer {
  readonly code: ErrorCode;
  readonly message: string;
}

const OURS: Answer = {
  code: 'INTERNAL',
  message: 'Something failed on our side, and part of it may be done. Look, then try again.',
};
const AWAY: Answer = { code: 'UNAVAILABLE', message: 'A part of the service is away. Try again soon.' };
const BUSY: Answer = { code: 'OVERLOADED', message: 'Too much is going on. Try again in a moment.' };
const UNREADABLE: Answer = {
  code: 'BAD_USER_INPUT', message: 'This request cannot be read: send one GraphQL operation as JSON.',
};
/** Codes of the libraries that read requests: their messages name the form and quote nothing. */
const READERS = /^(FST|MER)_ERR/;
const MOST_CHARACTERS = 300;
const TOO_LARGE = 413;

/**
 * The one place where errors become answers. Messages are ours or the GraphQL language's own about
 * the caller's document; no stack, no suggestion of names, no cause of a fault.
 */
export function errorFormatter(
  onFault: FaultListener,
): NonNullable<MercuriusOptions['errorFormatter']> {
  return (execution) => {
    const errors = (execution.errors ?? []).flatMap((error) => answersTo(error, onFault));
    const refused = execution.data === undefined || execution.data === null;
    const invalid = refused && errors.every(({ path }) => path === undefined);
    return {
      statusCode: invalid ? statusOf(errors[0]?.extensions.code, execution.errors ?? []) : 200,
      response: { data: execution.data ?? null, errors: errors as unknown as GraphQLError[] },
    };
  };
}

function answersTo(error: GraphQLError, onFault: FaultListener) {
  const { errors: nested, code } = (error.originalError ?? {}) as
    { errors?: unknown; code?: unknown };
  // Not of any error that bundles others, as Node's of a server that does not answer.
  if (Array.isArray(nested) && READERS.test(String(code))) {
    return (nested as Error[]).map((one) => written(refusal(one)));
  }
  return [written(explain(error, onFault), error.path)];
}

function written({ code, message }: Answer, path?: GraphQLError['path']) {
  return { message, ...(path ? { path } : {}), extensions: { code } };
}

/** What a caller is told about an error, whoever threw it. */
function explain(error: GraphQLError, onFault: FaultListener): Answer {
  const cause = causeOf(error);
  if (cause instanceof ApiError) return { code: cause.code, message: cause.message };
  if (cause instanceof SigningRefused) return signing(cause, onFault);
  if (cause instanceof PasswordQueueFull) return BUSY;
  if (isOfTheDocument(cause, error.path)) return refusal(error);
  if (error.path === undefined && isOfReading(cause)) {
    return READERS.test(String(cause.code)) ? refusal(cause) : UNREADABLE;
  }
  onFault(nameOf(cause));
  const passes = cause instanceof DatabaseUnavailable || cause instanceof RetryTransaction;
  return passes ? AWAY : OURS;
}

function causeOf(error: Error): Error & { statusCode?: unknown; code?: unknown } {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

function refusal({ message }: Error): Answer {
  return { code: 'BAD_USER_INPUT', message: withoutValues(message).slice(0, MOST_CHARACTERS) };
}

function signing(error: SigningRefused, onFault: FaultListener): Answer {
  if (error.code === 'out-of-range') {
    return { code: 'BAD_USER_INPUT', message: 'A blinded message is not one for this key.' };
  }
  if (error.code === 'busy') return BUSY;
  onFault(`SigningRefused ${error.code}`);
  return OURS;
}

/** Headers, body, batch: what could not be read before any field was run. */
function isOfReading({ statusCode, code }: { statusCode?: unknown; code?: unknown }): boolean {
  if (typeof statusCode !== 'number') return READERS.test(String(code));
  return statusCode >= 400 && statusCode < 500;
}

function statusOf(code: ErrorCode | undefined, errors: readonly Error[]): number {
  if (errors.some((error) => causeOf(error).statusCode === TOO_LARGE)) return TOO_LARGE;
  const statuses: Partial<Record<ErrorCode, number>> = {
    UNAVAILABLE: 503, OVERLOADED: 503, INTERNAL: 500,
  };
  return statuses[code ?? 'INTERNAL'] ?? 400;
}
