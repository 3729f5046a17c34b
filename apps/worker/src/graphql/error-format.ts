import { GraphQLError, type ExecutionResult } from 'graphql';
import type { MercuriusContext } from 'mercurius';
import type { Log } from '#platform/logging';
import { nameOf } from '#platform/unavailable';
import { answerTo, written, type ErrorWords, type ShownError } from '#server/error-answers';

const WORDS: ErrorWords = {
  internal: 'Something went wrong here. Send the same request again; nothing is done twice.',
  busy: 'Many are signing in now: try again in a few seconds.',
  unavailable: 'The service can\'t do this now: send the same request again in a minute.',
};

/** An error as the caller sees it; `report` hears what is our own fault. */
export function showError(error: unknown, report: (error: unknown) => void): ShownError {
  return written(answerTo(error, WORDS, report),
    error instanceof GraphQLError ? error.path : undefined);
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
