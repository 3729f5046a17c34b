import type { Incoming } from '#wallet/transport';

/** What a page asks: a document by its hash, and its variables. */
export interface Question {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What stands in a request's body. */
export function asked(text: string): Question {
  const { documentId, variables } = JSON.parse(text) as
    { documentId: string; variables?: Record<string, unknown> };
  return { document: documentId, variables: variables ?? {} };
}

/** An answer of this text or of these bytes. */
export function answered(body: string | Uint8Array): Incoming {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return {
    status: 200, redirected: false,
    header: (name) => (name === 'content-type' && typeof body !== 'string' ? 'message/ohttp-res' : null),
    text: () => Promise.resolve(new TextDecoder().decode(bytes)),
    bytes: () => Promise.resolve(Uint8Array.from(bytes)),
  };
}
