import type { GraphQLError } from 'graphql';
import type { MercuriusOptions } from 'mercurius';
import { nameOf } from '#platform/unavailable';
import { SigningRefused } from '#pseudonym/issuer';
import type { ErrorCode } from '#server/coded-error';
import {
  answerTo, causeOf, ofTheCaller, written, type Answer, type Cause, type ErrorWords,
} from '#server/error-answers';

/** Hears of every fault of ours: the error's class and nothing that a caller sent. */
export type FaultListener = (name: string) => void;

const WORDS: ErrorWords = {
  internal: 'Something failed on our side, and part of it may be done. Look, then try again.',
  unavailable: 'A part of the service is away. Try again soon.',
  busy: 'Too much is going on. Try again in a moment.',
};
const UNREADABLE: Answer = {
  code: 'BAD_USER_INPUT', message: 'This request cannot be read: send one GraphQL operation as JSON.',
};
/** Codes of the libraries that read requests: their messages name the form and quote nothing. */
const READERS = /^(FST|MER)_ERR/;
const TOO_LARGE = 413;

/** Mercurius' error formatter, with the status of what could not be read. */
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
    return (nested as Error[]).map((one) => written(ofTheCaller(one)));
  }
  return [written(answerTo(error, WORDS, (cause) => { onFault(faultOf(cause)); }, ownAnswer),
    error.path)];
}

/** What only a server that signs and is read from outside has to answer. */
function ownAnswer(cause: Cause, path: GraphQLError['path']): Answer | undefined {
  if (cause instanceof SigningRefused) {
    if (cause.code === 'busy') return { code: 'OVERLOADED', message: WORDS.busy };
    return cause.code === 'out-of-range' ? {
      code: 'BAD_USER_INPUT', message: 'A blinded message is not one for this key.',
    } : undefined;
  }
  if (path !== undefined || !isOfReading(cause)) return undefined;
  return READERS.test(String(cause.code)) ? ofTheCaller(cause) : UNREADABLE;
}

function faultOf(cause: unknown): string {
  return cause instanceof SigningRefused ? `SigningRefused ${cause.code}` : nameOf(cause);
}

/** Headers, body, batch: what could not be read before any field was run. */
function isOfReading({ statusCode, code }: Cause): boolean {
  if (typeof statusCode !== 'number') return READERS.test(String(code));
  return statusCode >= 400 && statusCode < 500;
}

function statusOf(code: ErrorCode | undefined, errors: readonly Error[]): number {
  if (errors.some((error) => (causeOf(error) as Cause).statusCode === TOO_LARGE)) return TOO_LARGE;
  const statuses: Partial<Record<ErrorCode, number>> = {
    UNAVAILABLE: 503, OVERLOADED: 503, INTERNAL: 500,
  };
  return statuses[code ?? 'INTERNAL'] ?? 400;
}
