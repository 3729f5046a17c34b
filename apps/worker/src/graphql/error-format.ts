import { GraphQLError, type ExecutionResult } from 'graphql';
import type { MercuriusContext } from 'mercurius';
import { RetryTransaction } from '#platform/database';
import type { Log } from '#platform/logging';
import { DatabaseUnavailable, nameOf } from '#platform/unavailable';
import { isOfTheDocument, withoutValues } from '#server/language-errors';
import { PasswordQueueFull } from '#server/places';
import { CodedError, type ErrorCode } from '../foundation/coded-error.ts';

/** An error as the caller sees it: nothing in it but this. */
interface ShownError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: ErrorCode };
}

const LONGEST_MESSAGE = 200;
const INTERNAL = 'Something went wrong here. Send the same request again; nothing is done twice.';
const BUSY = 'Many are signing in now: try again in a few seconds.';
const UNAVAILABLE = 'The service can\'t do this now: send the same request again in a minute.';

/**
 * The one place where errors get their code. Stack traces, suggestions and everything that is not
 * meant for the caller stay here; `report` hears what is our own fault.
 */
export function showError(error: unknown, report: (error: unknown) => void): ShownError {
  const outer = error instanceof GraphQLError ? error : undefined;
  const cause = outer ? outer.originalError ?? undefined : error;
  const path = outer?.path ? { path: outer.path } : {};
  if (cause instanceof CodedError) {
    return { message: cause.message, ...path, extensions: { code: cause.code } };
  }
  if (cause instanceof PasswordQueueFull) {
    return { message: BUSY, ...path, extensions: { code: 'OVERLOADED' } };
  }
  if (isPassing(cause)) {
    report(cause);
    return { message: UNAVAILABLE, ...path, extensions: { code: 'UNAVAILABLE' } };
  }
  const said = cause ?? outer;
  if (said instanceof Error && outer && isOfTheDocument(said, outer.path)) {
    const message = withoutValues(outer.message).slice(0, LONGEST_MESSAGE);
    return { message, extensions: { code: 'BAD_USER_INPUT' } };
  }
  report(said);
  return { message: INTERNAL, ...path, extensions: { code: 'INTERNAL' } };
}

/** What another try can mend: the database is away, too busy, or a lock was not to be had. */
function isPassing(cause: unknown): boolean {
  return cause instanceof DatabaseUnavailable || cause instanceof RetryTransaction;
}

/** Mercurius' error formatter on top of `showError`; the inner status is always 200. */
export function errorFormatter(report: (error: unknown) => void) {
  return (execution: ExecutionResult, _context: MercuriusContext) => ({
    statusCode: 200,
    response: {
      data: execution.data ?? null,
      errors: (execution.errors ?? []).map((error) => showError(error, report)) as
        unknown as GraphQLError[],
    },
  });
}

/** Reports our own failures by name, code and place: a message could repeat what was sent. */
export function reportTo(log: Log): (error: unknown) => void {
  return (error) => {
    const { stack } = (error ?? {}) as Partial<Error>;
    const place = /\n\s+at (?:async )?([\w.$]+)/.exec(stack ?? '')?.[1] ?? 'nowhere';
    log.write('error', { event: 'operation-failed', code: nameOf(error), name: place });
  };
}
