import { readField } from './graphql-answer.ts';
import { OperatorError } from './operator-settings.ts';

const PATIENCE_MS = 30_000;

/** A thin HTTP client of the gateway, as anybody could write it. */
export class GatewayDesk {
  constructor(private readonly origin: string) {}

  /** Ask for one field. @throws OperatorError with the answer's code and words. */
  async ask(token: string | null, query: string, variables: object = {}): Promise<unknown> {
    const headers = {
      'content-type': 'application/json', 'x-sotto-client': 'operator',
      ...(token === null ? {} : { authorization: `Operator ${token}` }),
    };
    const body = JSON.stringify({ query, variables });
    const answer = await this.post('/graphql', headers, body);
    return readField(await answer.text());
  }

  /** Post bytes to a path. @throws OperatorError when nobody answers there. */
  async post(
    path: string, headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer>,
  ): Promise<Response> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    try {
      return await fetch(new URL(path, this.origin), { method: 'POST', headers, body, signal });
    } catch {
      throw new OperatorError(`Nobody answers at ${this.origin}: start the service, or give --origin.`);
    }
  }
}
