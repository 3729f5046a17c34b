import { channel } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { Beats, byLot, machineTime } from '#wallet/beats';
import type { Clock } from '#wallet/clock';
import { Exchange } from '#wallet/exchange';
import { connect, type Connections } from '#wallet/node/undici';
import { MEANS } from '#wallet/pace';
import type { Transport } from '#wallet/transport';

/** How the pages of a crowd are used. */
export interface CrowdSize {
  readonly pages: number;
  /** Of them, so many are touched all the time, and do something in their beats. */
  readonly touched: number;
}

/** What a crowd needs of the service. */
export interface CrowdPorts {
  readonly origin: string;
  readonly vaultKey: string;
  readonly clock: Clock;
}

/** What was seen so far; times in milliseconds. */
export interface Seen {
  /** From asking to the answer, the wait for the beat included. */
  readonly steps: readonly number[];
  /** From the request on the wire to the whole answer. */
  readonly roundTrips: readonly number[];
  readonly failed: number;
  /** Both ways, with HTTP's headers, without those of TCP and TLS. */
  readonly bytes: number;
}

/** A page's own connections: a browser has at most six, and beats need fewer. */
const CONNECTIONS = 4;
/** How long a person looks at what she got, on average, before her next step. */
const LOOKS_FOR_MS = 6_000;

/** One step of a person, over the line of her page. */
export type Step = (line: Beats) => Promise<unknown>;

/** Open pages, as the wallet's own beats: each with connections of its own. */
export class Crowd {
  private readonly connections: Connections[] = [];
  private readonly pages: Beats[] = [];
  private readonly sockets: Socket[] = [];
  private steps: number[] = [];
  private roundTrips: number[] = [];
  private failed = 0;
  private bytesBefore = 0;
  private isOpen = true;

  constructor(private readonly size: CrowdSize, private readonly ports: CrowdPorts) {
    channel('undici:client:connected').subscribe(this.onConnected);
  }

  /** All pages open and beat; the touched ones begin to do something. */
  open(step: Step): void {
    for (let page = 0; page < this.size.pages; page += 1) {
      const isTouched = page < this.size.touched;
      const beats = this.openPage(isTouched ? MEANS.touched : MEANS.untouched);
      if (isTouched) void this.use(beats, step);
    }
  }

  /** What was seen since the last time. */
  read(): Seen {
    const bytes = this.sockets.reduce((sum, each) => sum + each.bytesRead + each.bytesWritten, 0);
    const { steps, roundTrips, failed } = this;
    const seen = { steps, roundTrips, failed, bytes: bytes - this.bytesBefore };
    [this.steps, this.roundTrips, this.failed, this.bytesBefore] = [[], [], 0, bytes];
    return seen;
  }

  /** Close all pages. */
  async close(): Promise<void> {
    this.isOpen = false;
    for (const page of this.pages) page.stop();
    await Promise.all(this.connections.map((one) => one.close()));
    channel('undici:client:connected').unsubscribe(this.onConnected);
  }

  private openPage(meanMs: number): Beats {
    const connection = connect(this.ports.origin, CONNECTIONS);
    this.connections.push(connection);
    const exchange = new Exchange({ ...this.ports, transport: this.timed(connection.transport) });
    const beats = new Beats(exchange, {
      pace: { meanMs: () => meanMs, subscribe: () => () => undefined },
      ...machineTime, random: byLot, slowAfterMs: 2 * meanMs,
    });
    this.pages.push(beats);
    beats.begin();
    return beats;
  }

  private timed(transport: Transport): Transport {
    return async (outgoing) => {
      if (outgoing.path !== '/relay') return transport(outgoing);
      const begun = performance.now();
      const answer = await transport(outgoing);
      if (answer.status !== 200) this.failed += 1;
      return { ...answer, bytes: async () => {
        const bytes = await answer.bytes();
        this.roundTrips.push(performance.now() - begun);
        return bytes;
      } };
    };
  }

  private async use(beats: Beats, step: Step): Promise<void> {
    while (this.isOpen) {
      await new Promise((resolve) => { setTimeout(resolve, -Math.log(byLot()) * LOOKS_FOR_MS); });
      const begun = performance.now();
      try {
        await step(beats);
        this.steps.push(performance.now() - begun);
      } catch {
        if (this.isOpen) this.failed += 1;
      }
    }
  }

  private readonly onConnected = (message: unknown) => {
    this.sockets.push((message as { socket: Socket }).socket);
  };
}
