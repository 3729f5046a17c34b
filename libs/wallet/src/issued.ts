import type { Clock } from './clock.ts';
import { Refusal } from './refusal.ts';
import { foreign, type Incoming, type Transport } from './transport.ts';

const NOT_THERE = 404;

/** Issued batches of everybody, in files that anybody may fetch without saying for whom. */
export class IssuedFiles {
  constructor(private readonly transport: Transport, private readonly clock: Pick<Clock, 'now'>) {}

  /** How many bits name a file now. @throws Refusal */
  async bits(): Promise<number> {
    const answer = await this.get('/issued');
    const read = answer.status === 200 ? readBits(await answer.text()) : undefined;
    if (read === undefined) throw this.refusal(answer);
    return read;
  }

  /** A file by its name; null where there is none of that name now. @throws Refusal */
  async file(name: string): Promise<Uint8Array | null> {
    const answer = await this.get(`/issued/${name}`);
    if (answer.status === NOT_THERE) return null;
    if (answer.status !== 200) throw this.refusal(answer);
    return answer.bytes();
  }

  private get(path: string): Promise<Incoming> {
    return this.transport({ method: 'GET', path });
  }

  private refusal(answer: Incoming): Refusal {
    return foreign(answer, this.clock.now()).of('read');
  }
}

function readBits(text: string): number | undefined {
  try {
    const { bits } = JSON.parse(text) as { bits?: unknown };
    return typeof bits === 'number' ? bits : undefined;
  } catch {
    return undefined;
  }
}
