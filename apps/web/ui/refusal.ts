/**
 * An answer that is none. `code` is the API's stable code, or one of: `OFFLINE` (nothing reached
 * the service), `UNREADABLE` (an answer that cannot be understood), `NOT_THE_VAULT` (a statement
 * that the pinned vault did not sign), `STOPPED` (the vault did not answer in time).
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(readonly code: string, message: string) {
    super(message);
  }
}

/** The stable code of whatever was thrown; `UNKNOWN` for what is not a refusal. */
export function codeOf(error: unknown): string {
  return error instanceof Refusal ? error.code : 'UNKNOWN';
}

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string; readonly extensions?: { readonly code?: string };
  }[];
}

/** The data of a GraphQL answer. @throws Refusal with the first error's stable code. */
export function readAnswer<T>(text: string): T {
  let body: Body;
  try {
    body = JSON.parse(text) as Body;
  } catch {
    throw new Refusal('UNREADABLE', 'The answer cannot be read.');
  }
  const [error] = body.errors ?? [];
  if (error) throw new Refusal(error.extensions?.code ?? 'UNKNOWN', error.message);
  return body.data as T;
}
