import { Pool } from 'undici';
import type { Transport } from '#wallet/transport';

/** What differs by nature between two answers: the time, and a cookie sealed with fresh nonces. */
const BY_NATURE = new Set(['date', 'set-cookie']);

/** A connection that keeps every byte that came back over it, but for what differs by nature. */
export class WatchedConnection {
  /** Each answer so far: its status, its headers and its body. */
  readonly seen: string[] = [];
  private readonly pool: Pool;

  constructor(origin: string) {
    this.pool = new Pool(origin, { connections: 1, pipelining: 1 });
  }

  readonly transport: Transport = async ({ path, method, headers, body }) => {
    const { statusCode, headers: told, body: coming } = await this.pool.request({
      path, method, headers: { ...headers }, body: body ?? null });
    const bytes = new Uint8Array(await coming.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    const kept = Object.entries(told).filter(([name]) => !BY_NATURE.has(name));
    this.seen.push([
      String(statusCode), ...kept.map(([name, value]) => `${name}: ${String(value)}`).sort(), text,
    ].join('\n'));
    return {
      status: statusCode, redirected: false,
      header: (name) => [told[name] ?? null].flat()[0] ?? null,
      text: () => Promise.resolve(text), bytes: () => Promise.resolve(bytes),
    };
  };

  /** Close it once what is under way has been answered. */
  close(): Promise<void> {
    return this.pool.close();
  }
}
