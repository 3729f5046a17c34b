import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { Refusal } from './refusal.ts';

/** A document as the build leaves it: its hash in place of its text. */
export type Asked<T, V> = TypedDocumentNode<T, V>;

/** Variables, left out where a document has none. */
export type Given<V> = V extends Record<string, never> | { [key: string]: never } ? [] : [V];

/** How a document is named to a server: by its id, or by its text. */
export type Documents = (document: Asked<unknown, never>) =>
  { readonly documentId: string } | { readonly query: string };

interface Registered {
  readonly hash?: string;
  readonly changes?: true;
  readonly repeatable?: true;
}

function registered(document: Asked<unknown, never>): Registered {
  return (document as { __meta__?: Registered }).__meta__ ?? {};
}

/** The id by which a server knows a document: `sha256:<hex>`. */
export function documentIdOf(document: Asked<unknown, never>): string {
  const { hash } = registered(document);
  if (!hash) throw new TypeError('this document was not registered by the build');
  return hash;
}

/** As pages name documents: the servers refuse text of a browser. */
export const byHash: Documents = (document) => ({ documentId: documentIdOf(document) });

/**
 * Whatever was thrown while a document was asked: one that changes nothing has no fate, and of one
 * that changes something it may be known that it can be sent again.
 */
export function faultOf(document: Asked<unknown, never>, error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  const { changes, repeatable } = registered(document);
  return changes ? error.of(error.fate, repeatable) : error.of('read');
}
