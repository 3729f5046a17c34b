import { setTimeout as pause } from 'node:timers/promises';
import { connect, type Connections } from '#wallet/node/undici';
import { Refusal } from '#wallet/refusal';
import type { Incoming, Transport } from '#wallet/transport';

const TRY_EVERY_MS = 100;
/** It ends what hangs: while other specs run, a part may take a minute to start again. */
const TRY_FOR_MS = 240_000;
/**
 * Codes that ask for the same request again. A crash of the vault's server takes the keys that
 * requests are sealed for (`UNREADABLE`): new ones are stated in a second.
 */
const AGAIN = new Set(
  ['UNAVAILABLE', 'OVERLOADED', 'UNREACHABLE', 'AWAY', 'STOPPED', 'OLD_KEY', 'UNREADABLE']);

/** Whether a failure means that the same request should be sent again, as it stands. */
function isPassing(error: unknown): boolean {
  return error instanceof Refusal && AGAIN.has(error.code);
}

/** Send the same request until it is answered, as a wallet does that has journalled it. */
export async function retried<T>(send: () => Promise<T>): Promise<T> {
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

/** Connections that count what is sent over them, and outlive the other end. */
export class RetryingConnection {
  /** Requests sent so far, and how often there was no answer yet. */
  sent = 0;
  unanswered = 0;
  /** Called before each request, with its number. */
  onSend: (sent: number) => void = () => undefined;
  private readonly line: Connections;

  constructor(origin: string, connections: number) {
    this.line = connect(origin, connections);
  }

  readonly transport: Transport = async (outgoing) => {
    if (outgoing.method === 'POST') this.onSend(this.sent += 1);
    const answer = await retried(async () => whole(await this.line.transport(outgoing)));
    if (answer.status === 503) this.unanswered += 1;
    return answer;
  };

  /** Close every socket once what is under way has been answered. */
  close(): Promise<void> {
    return this.line.close();
  }
}

/** An answer that has come to its last byte. */
async function whole(answer: Incoming): Promise<Incoming> {
  const bytes = await answer.bytes();
  return {
    ...answer, text: () => Promise.resolve(new TextDecoder().decode(bytes)),
    bytes: () => Promise.resolve(bytes),
  };
}
