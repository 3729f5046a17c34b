import { sealedRequests } from '#contracts/jobs';
import { Overloaded, type RequestClient } from '#platform/queue/request-client';
import type { QueueFactory } from '#platform/queue/queues';
import { nameOf } from '#platform/unavailable';
import type { Carrier, RelayOutcome } from '#server/courier/relay.routes';

/** How long a caller waits for an answer before she is told to ask again, in milliseconds. */
const TIMEOUT_MS = 8_000;

/**
 * Sealed bytes out, sealed bytes back; null: the vault could not open them; nothing: it opened them
 * before, and its answer to them may be on its way.
 */
export type SealedClient = Pick<RequestClient<string, string | null>, 'ask'>;

/**
 * The vault answers a fifth of a second after it was asked, so many jobs are on their way at once:
 * up to five thousand requests a second. Beside that, nobody notices for how long they gather.
 */
const ON_THE_GRID = { maxInFlight: 16, lingerMs: 20 } as const;

/** Asks the vault by the queue, many sealed requests to a job. */
export function openSealedClient(queues: QueueFactory): Promise<SealedClient> {
  return queues.requestClient<string, string | null, { requests: string[] }>(
    sealedRequests, { pack: (requests) => ({ requests: [...requests] }), ...ON_THE_GRID });
}

/** Puts sealed requests on the queue and waits for their sealed answers. */
export class RelayService implements Carrier {
  /** @param onFault hears a fault's name, and nothing of the request. */
  constructor(
    private readonly client: SealedClient,
    private readonly onFault: (name: string) => void,
    private readonly timeoutMs: number = TIMEOUT_MS,
  ) {}

  /** Ask the vault. Nothing is kept for whom an answer is late: she asks again. */
  async ask(sealed: Buffer): Promise<RelayOutcome> {
    try {
      const reply = await this.client.ask(sealed.toString('base64url'), this.timeoutMs);
      if (reply.kind === 'late') return reply;
      if (reply.value === null) return { kind: 'unreadable' };
      if (reply.value === '') return { kind: 'late' };
      return { kind: 'answered', sealed: Buffer.from(reply.value, 'base64url') };
    } catch (error) {
      this.onFault(nameOf(error));
      // Of what was not refused at once, nobody knows whether the vault has it.
      return { kind: error instanceof Overloaded ? 'busy' : 'late' };
    }
  }
}
