import { codeOf, Refusal } from './refusal.ts';

/** Whether something is asked for the first time, or was asked before and not answered. */
export type Attempt = 'first' | 'again';

/** Codes with which the vault says that nothing was done. */
const NOT_DONE: ReadonlySet<string> = new Set(
  ['BAD_USER_INPUT', 'CONFLICT', 'NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED']);

/**
 * Whether a failure shows that nothing was done. Of what was asked before, the vault alone can say
 * so: what keeps the second request from it tells nothing of the first. A vault that is busy keeps
 * no refusal: whoever carries the request could send it again, so it is not forgotten either.
 */
export function cameToNothing(error: unknown, attempt: Attempt): boolean {
  if (NOT_DONE.has(codeOf(error))) return true;
  return attempt === 'first' && isOver(error) && codeOf(error) !== 'OVERLOADED';
}

/** The answer; or its failure, once what came to nothing is forgotten. What may be done is kept. */
export async function orForget<T>(
  answer: Promise<T>, attempt: Attempt, forget: () => Promise<void>,
): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!cameToNothing(error, attempt)) throw kept(error);
    await forget();
    throw error;
  }
}

/** The failure of what is kept: it may be done yet, whatever became of this one request. */
function kept(error: unknown): unknown {
  return isOver(error) ? error.of('unknown') : error;
}

function isOver(error: unknown): error is Refusal {
  return error instanceof Refusal && (error.fate === 'refused' || error.fate === 'unsent');
}
