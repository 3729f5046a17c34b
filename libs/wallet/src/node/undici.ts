import { Pool } from 'undici';
import { ownBytes } from '#pseudonym/bytes';
import { Refusal } from '../refusal.ts';
import type { Transport } from '../transport.ts';

const TIMEOUT_MS = 60_000;

/** Kept-alive connections to the service, and how to close them. */
export interface Connections {
  readonly transport: Transport;
  /** Close every socket once what is under way has been answered. */
  close(): Promise<void>;
}

/**
 * The transport of a Node program.
 *
 * @param origin the service's public address. @param connections how many sockets may be open.
 */
export function connect(origin: string, connections: number): Connections {
  const pool = new Pool(origin, {
    connections, pipelining: 1, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS,
  });
  const transport: Transport = async ({ path, method, headers, body, signal }) => {
    const fault = (): Refusal => {
      signal?.throwIfAborted();
      return new Refusal('UNREACHABLE', 'Nothing came back from the service.');
    };
    const answer = await pool.request({
      path, method, headers: { ...headers }, body: body ?? null, signal: signal ?? null,
    }).catch(() => { throw fault(); });
    return {
      status: answer.statusCode,
      redirected: answer.statusCode >= 300 && answer.statusCode < 400,
      header: (name) => [answer.headers[name] ?? null].flat()[0] ?? null,
      text: () => answer.body.text().catch(() => { throw fault(); }),
      bytes: async () => ownBytes(
        new Uint8Array(await answer.body.arrayBuffer().catch(() => { throw fault(); }))),
    };
  };
  return { transport, close: () => pool.close() };
}
