/** An error that the API answered with a stable code, as opposed to an expected refusal. */
export class GraphQLRefusal extends Error {
  override readonly name = 'GraphQLRefusal';
  constructor(readonly code: string, readonly field: string, reason: string) {
    super(`${field} was answered ${code}: ${reason}`);
  }
}

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

interface Body {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string };
  }[];
}

/**
 * Read a GraphQL answer.
 *
 * @throws GraphQLRefusal with the first error's stable code.
 */
export function readAnswer<T>(status: number, bytes: Uint8Array): T {
  const text = new TextDecoder().decode(bytes);
  let body: Body;
  try {
    body = JSON.parse(text) as Body;
  } catch {
    throw new GraphQLRefusal(`HTTP_${status}`, 'the request', text.slice(0, 200));
  }
  const error = body.errors?.[0];
  if (error || !body.data) {
    throw new GraphQLRefusal(
      error?.extensions?.code ?? `HTTP_${status}`,
      error?.path?.join('.') ?? 'the request',
      error?.message ?? text.slice(0, 200),
    );
  }
  return body.data as T;
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
    if (error instanceof GraphQLRefusal) return error.code;
    throw error;
  }
}
