import type { Clock } from './clock.ts';
import { faultOf, type Asked, type Documents, type Given } from './documents.ts';
import { readAnswer } from './refusal.ts';
import { foreign, type Transport } from './transport.ts';

/** What asking the gateway takes. */
export interface GatewayOptions {
  readonly transport: Transport;
  readonly documents: Documents;
  readonly clock: Pick<Clock, 'now'>;
  /** Such as `Member <token>`. */
  readonly authorization?: string;
}

/** Asks the gateway's open schema. */
export class GatewayClient {
  private csrfToken: string | undefined;

  constructor(protected readonly options: GatewayOptions) {}

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
    const { transport, documents, clock, authorization } = this.options;
    const body = JSON.stringify({ ...documents(document), variables });
    const headers: Record<string, string> = {
      'content-type': 'application/json', 'x-sotto-client': 'web',
    };
    if (authorization) headers['authorization'] = authorization;
    if (this.csrfToken) headers['x-csrf-token'] = this.csrfToken;
    try {
      const answer = await transport({ method: 'POST', path: '/graphql', headers, body });
      const data = readAnswer<T>(await answer.text());
      if (data === undefined) throw foreign(answer, clock.now());
      return data;
    } catch (error) {
      throw faultOf(document, error);
    }
  }
}
