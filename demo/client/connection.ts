import { Pool, type Dispatcher } from 'undici';

/** An answer over HTTP, read whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Uint8Array;
}

const HEADERS_TIMEOUT_MS = 60_000;

/** Kept-alive HTTP connections to the public address: the only way in that the client has. */
export class Connection {
  private readonly pool: Pool;

  /** @param connections how many sockets may be open at once. */
  constructor(origin: string, connections: number) {
    this.pool = new Pool(origin, {
      connections, pipelining: 1,
      headersTimeout: HEADERS_TIMEOUT_MS, bodyTimeout: HEADERS_TIMEOUT_MS,
    });
  }

  /** Post one body and read the whole answer, whatever its status. */
  post(path: string, headers: Record<string, string>, body: string | Uint8Array): Promise<Answer> {
    return this.request({ path, method: 'POST', headers, body });
  }

  /** Get a file and read it whole, whatever its status. */
  get(path: string): Promise<Answer> {
    return this.request({ path, method: 'GET' });
  }

  private async request(asked: Dispatcher.RequestOptions): Promise<Answer> {
    const answer = await this.pool.request(asked);
    const bytes = new Uint8Array(await answer.body.arrayBuffer());
    return { status: answer.statusCode, headers: answer.headers, body: bytes };
  }

  /** Close every socket once what is under way has been answered. */
  close(): Promise<void> {
    return this.pool.close();
  }
}
