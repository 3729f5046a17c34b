import { GraphQLRefusal, outcomeOf, type Kind } from '../client/graphql.ts';

/** The only codes that count as a defence: a fault of the service is none. */
const DEFENCES = new Set([
  'BAD_USER_INPUT', 'UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'RATE_LIMITED',
]);

/**
 * Whether an attempt came to one of the results that it was after.
 *
 * @throws Error when it was answered by a fault: then the story has found one.
 */
export async function succeeds(
  attempt: Promise<Kind>, wanted: readonly string[],
): Promise<boolean> {
  const outcome = await outcomeOf(attempt);
  if (!DEFENCES.has(outcome) && /^([A-Z_]+|HTTP_\d+)$/.test(outcome)) {
    throw new Error(`an attack was answered ${outcome}, which is a fault and no defence`);
  }
  return wanted.includes(outcome);
}

/**
 * Whether an attempt got anything at all out of the system, as `found` judges its answer.
 *
 * @throws Error when it was answered by a fault.
 */
export async function yields<T>(
  attempt: Promise<T>, found: (answer: T) => boolean = () => true,
): Promise<boolean> {
  try {
    return found(await attempt);
  } catch (error) {
    if (error instanceof GraphQLRefusal && DEFENCES.has(error.code)) return false;
    throw error;
  }
}
