import { GraphQLError } from 'graphql';
import type { MercuriusOptions } from 'mercurius';
import { RetryTransaction } from '#platform/database';
import { DatabaseUnavailable, nameOf } from '#platform/unavailable';
import { SigningRefused } from '#pseudonym/issuer';
import { PasswordQueueFull } from '#server/passwords';
import { ApiError, type ErrorCode } from './api-error.ts';

/** Hears of every fault of ours: the error's class and nothing that a caller sent. */
export type FaultListener = (name: string) => void;

interface Answer {
  readonly code: ErrorCode;
  readonly message: string;
}

const OURS: Answer = {
  code: 'INTERNAL', message: 'Something failed on our side, and part of it may be done. Look, then try again.',
};
const AWAY: Answer = { code: 'UNAVAILABLE', message: 'A part of the service is away. Try again soon.' };
const BUSY: Answer = { code: 'OVERLOADED', message: 'Too much is going on. Try again in a moment.' };
const SUGGESTION = / Did you mean [\s\S]*$/;
const VARIABLE = /^Variable "(\$\w{1,60})"/;
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
  const nested = (error.originalError as { errors?: unknown } | undefined)?.errors;
  if (Array.isArray(nested)) return (nested as Error[]).map((one) => written(refusal(one)));
  return [written(explain(error, onFault), error.path)];
}

function written({ code, message }: Answer, path?: GraphQLError['path']) {
  return { message, ...(path ? { path } : {}), extensions: { code } };
}

/** What a caller is told about an error, whoever threw it. */
function explain(error: Error, onFault: FaultListener): Answer {
  const cause = causeOf(error);
  if (cause instanceof ApiError) return { code: cause.code, message: cause.message };
  if (cause instanceof SigningRefused) return signing(cause, onFault);
  if (cause instanceof PasswordQueueFull) return BUSY;
  if (isTheCallersDocument(cause)) return refusal(error);
  onFault(nameOf(cause));
  const passes = cause instanceof DatabaseUnavailable || cause instanceof RetryTransaction;
  return passes ? AWAY : OURS;
}

function causeOf(error: Error): Error & { statusCode?: unknown } {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

function refusal({ message }: Error): Answer {
  return { code: 'BAD_USER_INPUT', message: withoutValues(message) };
}

/** The language's own messages, without the values that they quote and the names they suggest. */
function withoutValues(message: string): string {
  const [, variable] = VARIABLE.exec(message) ?? [];
  if (variable) return `The variable ${variable} is not of its type.`;
  return message.replace(SUGGESTION, '').slice(0, MOST_CHARACTERS);
}

function signing(error: SigningRefused, onFault: FaultListener): Answer {
  if (error.code === 'out-of-range') {
    return { code: 'BAD_USER_INPUT', message: 'A blinded message is not one for this key.' };
  }
  if (error.code === 'busy') return BUSY;
  onFault(`SigningRefused ${error.code}`);
  return OURS;
}

/** Syntax, validation, variables, body parsing: errors with no code of ours beneath. */
function isTheCallersDocument(error: Error): boolean {
  const { statusCode, code } = error as { statusCode?: unknown; code?: unknown };
  if (error instanceof GraphQLError) return true;
  if (typeof statusCode !== 'number') return typeof code === 'string' && code.startsWith('MER_ERR');
  return statusCode >= 400 && statusCode < 500;
}

function statusOf(code: ErrorCode | undefined, errors: readonly Error[]): number {
  if (errors.some((error) => causeOf(error).statusCode === TOO_LARGE)) return TOO_LARGE;
  const statuses: Partial<Record<ErrorCode, number>> = {
    UNAVAILABLE: 503, OVERLOADED: 503, INTERNAL: 500,
  };
  return statuses[code ?? 'INTERNAL'] ?? 400;
}
