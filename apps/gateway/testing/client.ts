import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** A GraphQL answer. */
export interface Answer {
  readonly data: Record<string, unknown> | null;
  readonly errors?: { message: string; path?: string[]; extensions: { code: string } }[];
}

/** One caller: keeps cookies and tokens as a browser does. */
export class Client {
  private cookie: string | undefined;
  /** Sent as x-csrf-token. */
  csrfToken: string | undefined;
  /** Sent as authorization. */
  authorization: string | undefined;

  constructor(private readonly app: NestFastifyApplication, private readonly address: string) {}

  /** Send a GraphQL request, whatever comes of it. */
  async send(query: string, variables: object = {}, headers: Record<string, string> = {}) {
    const response = await this.app.inject({
      method: 'POST', url: '/graphql', remoteAddress: this.address,
      headers: {
        'content-type': 'application/json', 'x-sotto-client': 'spec',
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(this.csrfToken ? { 'x-csrf-token': this.csrfToken } : {}),
        ...(this.authorization ? { authorization: this.authorization } : {}),
        ...headers,
      },
      payload: JSON.stringify({ query, variables }),
    });
    const set = response.headers['set-cookie'];
    const [first] = [set].flat();
    if (first) this.cookie = String(first).split(';')[0];
    return { status: response.statusCode, headers: response.headers, text: response.body };
  }

  /** Ask, and read the answer. */
  async ask(query: string, variables: object = {}): Promise<Answer> {
    return JSON.parse((await this.send(query, variables)).text) as Answer;
  }

  /** Ask for one field. @throws Error with the answer's errors. */
  async field<T>(query: string, variables: object = {}): Promise<T> {
    const { data, errors } = await this.ask(query, variables);
    const [value] = Object.values(data ?? {});
    if (errors || value === undefined) throw new Error(JSON.stringify(errors));
    return value as T;
  }

  /** The stable code of the error that an ask comes to; `none` when it comes to none. */
  async codeOf(query: string, variables: object = {}): Promise<string> {
    return (await this.ask(query, variables)).errors?.[0]?.extensions.code ?? 'none';
  }
}
