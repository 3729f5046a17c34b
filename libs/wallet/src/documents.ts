import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { Refusal } from './refusal.ts';

/** A document as the build leaves it: its hash in place of its text. */
export type Asked<T, V> = TypedDocumentNode<T, V>;

/** Variables, left out where a document has none, or where they may be undefined. */
export type Given<V> = V extends Record<string, never> | { [key: string]: never } | undefined
  ? [] : [V];

/** How a document is named to a server: by its id, or by its text. */
export type Documents = (document: Asked<unknown, never>) =>
  { readonly documentId: string } | { readonly query: string };

interface Registered {
  readonly hash?: string;
  /** The text itself, of a document that the build knows nothing of. */
  readonly text?: string;
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

/** The text of a document that `written` made; undefined of one of the build. */
export function textOf(document: Asked<unknown, never>): string | undefined {
  return registered(document).text;
}

/**
 * A document as a program writes it, with the type of its answer. Pages have none: what they ask is
 * registered by the build, and servers refuse them everything else.
 */
export function written<T>(text: string): Asked<T, Record<string, unknown> | undefined> {
  const changes = text.trimStart().startsWith('mutation');
  return { __meta__: { text, ...(changes ? { changes } : {}) } } as unknown as
    Asked<T, Record<string, unknown> | undefined>;
}

/** Whether a document changes something, or only looks. */
export function isChange(document: Asked<unknown, never>): boolean {
  return registered(document).changes === true;
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
