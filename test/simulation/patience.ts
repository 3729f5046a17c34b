import { setTimeout as pause } from 'node:timers/promises';
import { Connection, type Answer } from '../../demo/client/connection.ts';
import { GraphQLRefusal } from '../../demo/client/graphql.ts';
import { Refusal } from '#wallet/refusal';

const TRY_EVERY_MS = 100;
const TRY_FOR_MS = 60_000;
/**
 * Codes that ask for the same request again. A crash of the vault's server takes the keys that
 * requests are sealed for (`UNREADABLE`, of the relay `HTTP_400`): new ones are stated in a second.
 */
const AGAIN = new Set(
  ['UNAVAILABLE', 'OVERLOADED', 'HTTP_503', 'UNREACHABLE', 'AWAY', 'STOPPED', 'OLD_KEY',
    'UNREADABLE', 'HTTP_400']);
const LOST = /^(ECONNREFUSED|ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_CLOSED)$/;

/** Whether a failure means that the same request should be sent again, as it stands. */
function isPassing(error: unknown): boolean {
  if (error instanceof GraphQLRefusal || error instanceof Refusal) return AGAIN.has(error.code);
  return LOST.test(String((error as { code?: unknown }).code));
}

/** Send the same request until it is answered, as a wallet does that has journalled it. */
export async function patiently<T>(send: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + TRY_FOR_MS;
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!isPassing(error) || performance.now() > deadline) throw error;
      await pause(TRY_EVERY_MS);
    }
  }
}

/** A connection that counts what is sent over it, and outlives the other end. */
export class PatientConnection extends Connection {
  /** Requests sent so far, and how often there was no answer yet. */
  sent = 0;
  unanswered = 0;
  /** Called before each request, with its number. */
  onSend: (sent: number) => void = () => undefined;

  override async post(
    path: string, headers: Record<string, string>, body: string | Uint8Array,
  ): Promise<Answer> {
    this.onSend(this.sent += 1);
    const answer = await patiently(() => super.post(path, headers, body));
    if (answer.status === 503) this.unanswered += 1;
    return answer;
  }

  override get(path: string): Promise<Answer> {
    return patiently(() => super.get(path));
  }
}
