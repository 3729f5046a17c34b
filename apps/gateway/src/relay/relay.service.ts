import type { Asker, Reply } from '#platform/asker';
import { nameOf } from '#platform/unavailable';

/** How long a caller waits before she gets a ticket, in milliseconds. */
const PATIENCE_MS = 5_000;

/** What the relay tells a caller. */
export type RelayOutcome =
  | { readonly kind: 'answered'; readonly sealed: Buffer }
  | { readonly kind: 'pending'; readonly ticket: string }
  | { readonly kind: 'unreadable' | 'unknown' | 'busy' };

/** Sealed bytes out, sealed bytes back; null: the vault could not open them. */
export type SealedAsker = Pick<Asker<string, string | null>, 'ask' | 'collect'>;

/** Puts sealed requests on the queue and waits for their sealed answers. */
export class RelayService {
  /** @param onFault hears a fault's name, and nothing of the request. */
  constructor(
    private readonly asker: SealedAsker,
    private readonly onFault: (name: string) => void,
    private readonly patienceMs: number = PATIENCE_MS,
  ) {}

  /** Ask the vault; a ticket when the answer is late. */
  async ask(sealed: Buffer): Promise<RelayOutcome> {
    try {
      const reply = await this.asker.ask(sealed.toString('base64url'), this.patienceMs);
      return describeReply(reply);
    } catch (error) {
      return this.busy(error);
    }
  }

  /** The answer for a ticket, if it is there by now. */
  async collect(ticket: string): Promise<RelayOutcome> {
    try {
      const reply = await this.asker.collect(ticket);
      if (reply.kind === 'unknown') return { kind: 'unknown' };
      return describeReply(reply.kind === 'pending' ? { kind: 'pending', ticket } : reply);
    } catch (error) {
      return this.busy(error);
    }
  }

  /** Nothing that fails here says anything of the request: it may be sent again as it is. */
  private busy(error: unknown): RelayOutcome {
    this.onFault(nameOf(error));
    return { kind: 'busy' };
  }
}

function describeReply(reply: Reply<string | null>): RelayOutcome {
  if (reply.kind === 'pending') return reply;
  if (reply.value === null) return { kind: 'unreadable' };
  return { kind: 'answered', sealed: Buffer.from(reply.value, 'base64url') };
}
