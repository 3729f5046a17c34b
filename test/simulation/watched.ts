import { Connection, type Answer } from '../../demo/client/connection.ts';

/** What differs by nature between two answers: the time, and a cookie sealed with fresh nonces. */
const BY_NATURE = new Set(['date', 'set-cookie']);

/** A connection that keeps every byte that came back over it, but for what differs by nature. */
export class WatchedConnection extends Connection {
  /** Each answer so far: its status, its headers and its body. */
  readonly seen: string[] = [];

  override async post(
    path: string, headers: Record<string, string>, body: string | Uint8Array,
  ): Promise<Answer> {
    const answer = await super.post(path, headers, body);
    const kept = Object.entries(answer.headers).filter(([name]) => !BY_NATURE.has(name));
    this.seen.push([
      String(answer.status), ...kept.map(([name, value]) => `${name}: ${String(value)}`).sort(),
      Buffer.from(answer.body).toString('utf8'),
    ].join('\n'));
    return answer;
  }
}
