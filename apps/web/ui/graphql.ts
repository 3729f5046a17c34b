import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { readAnswer, Refusal } from './refusal.ts';
import { foreign, send } from './send.ts';

/** A document as the build leaves it: its hash in place of its text. */
export type Asked<T, V> = TypedDocumentNode<T, V>;

/** Variables, left out where a document has none. */
export type Given<V> = V extends Record<string, never> | { [key: string]: never } ? [] : [V];

interface Registered {
  readonly hash?: string;
  readonly changes?: true;
  readonly repeatable?: boolean;
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

/**
 * Whatever was thrown while a document was asked: one that changes nothing has no fate, and of one
 * that changes something it is known whether it can be sent again.
 */
export function faultOf(document: Asked<unknown, never>, error: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  const { changes, repeatable } = registered(document);
  return changes ? error.of(error.fate, repeatable) : error.of('read');
}

interface GatewayOptions {
  /** `same-origin` where a cookie signs in (HR), `omit` everywhere else. */
  readonly credentials: 'same-origin' | 'omit';
  /** Such as `Member <token>`. */
  readonly authorization?: string;
}

/** Asks the gateway's open schema, by the hash of a document. */
export class GatewayClient {
  private csrfToken: string | undefined;

  constructor(private readonly options: GatewayOptions) {}

  /** Send this token from now on; signing in gives it. */
  useCsrfToken(token: string | undefined): void {
    this.csrfToken = token;
  }

  /** The same gateway as somebody else. */
  as(authorization: string): GatewayClient {
    return new GatewayClient({ ...this.options, authorization });
  }

  /** @throws Refusal with a stable code. */
  async ask<T, V>(document: Asked<T, V>, ...[variables]: Given<V>): Promise<T> {
    const { credentials, authorization } = this.options;
    const body = JSON.stringify({ documentId: documentIdOf(document), variables });
    const headers: Record<string, string> = {
      'content-type': 'application/json', 'x-sotto-client': 'web',
    };
    if (authorization) headers['authorization'] = authorization;
    if (this.csrfToken) headers['x-csrf-token'] = this.csrfToken;
    try {
      const answer = await send('/graphql', { headers, body, credentials });
      const data = readAnswer<T>(await answer.text());
      if (data === undefined) throw foreign(answer.response);
      return data;
    } catch (error) {
      throw faultOf(document, error);
    }
  }
}
