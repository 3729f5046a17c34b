import type { Connection } from './connection.ts';
import { readAnswer } from './graphql.ts';

/** Asks the gateway's open schema as one party: the public, an operator, a member, or HR. */
export class GatewayClient {
  private readonly cookies = new Map<string, string>();
  private csrfToken: string | undefined;

  /** @param authorization `Operator …` or `Member …`; HR and the public have none. */
  constructor(
    private readonly connection: Connection, private readonly authorization?: string,
  ) {}

  /** The same connection as somebody else, with no cookie carried over. */
  as(authorization?: string): GatewayClient {
    return new GatewayClient(this.connection, authorization);
  }

  /** Send this CSRF token from now on, as the HR console does after signing in. */
  useCsrfToken(token: string): void {
    this.csrfToken = token;
  }

  /** Ask, and read the data as `T`. @throws GraphQLRefusal */
  async ask<T>(document: string, variables: Record<string, unknown> = {}): Promise<T> {
    const { status, bytes } = await this.askForBytes(document, variables);
    return readAnswer<T>(status, bytes);
  }

  /** Ask, and keep the answer as the bytes that came, to compare them. */
  async askForBytes(
    document: string, variables: Record<string, unknown> = {},
  ): Promise<{ status: number; bytes: Uint8Array }> {
    const answer = await this.connection.post(
      '/graphql', this.headers(), JSON.stringify({ query: document, variables }),
    );
    this.keepCookies(answer.headers['set-cookie']);
    return { status: answer.status, bytes: answer.body };
  }

  private headers(): Record<string, string> {
    const headers: Record<string, string> = {
      'content-type': 'application/json', 'x-sotto-client': 'story',
    };
    if (this.authorization) headers['authorization'] = this.authorization;
    if (this.csrfToken) headers['x-csrf-token'] = this.csrfToken;
    if (this.cookies.size > 0) {
      headers['cookie'] = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    }
    return headers;
  }

  private keepCookies(header: string | string[] | undefined): void {
    for (const line of [header ?? []].flat()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (at > 0) this.cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
    }
  }
}
