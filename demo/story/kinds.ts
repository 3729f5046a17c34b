import { codeOf, Refusal } from '#wallet/refusal';

/** An expected refusal (a member of a result union) where the story needs a success. */
export class UnexpectedKind extends Error {
  override readonly name = 'UnexpectedKind';
}

/** One member of a result union. */
export interface Kind {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
}

/**
 * The result, when it is of the kind that the story needs.
 *
 * @throws UnexpectedKind naming what came instead and its advice.
 */
export function expectKind<T extends Kind, K extends T['__typename']>(
  result: T, kind: K,
): Extract<T, { __typename: K }> {
  if (result.__typename === kind) return result as Extract<T, { __typename: K }>;
  const reason = result.message ?? result.code ?? 'no reason given';
  throw new UnexpectedKind(`expected ${kind} and got ${result.__typename}: ${reason}`);
}

/** What an attempt came to: the kind of its result, or the stable code of its error. */
export async function outcomeOf(attempt: Promise<Kind>): Promise<string> {
  try {
    return (await attempt).__typename;
  } catch (error) {
    if (error instanceof Refusal) return codeOf(error);
    throw error;
  }
}
