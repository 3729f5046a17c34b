import { setTimeout as pause } from 'node:timers/promises';
import { sealedRequests } from '#contracts/jobs';
import { Beats } from '#wallet/beats';
import type { Content } from '#wallet/content';
import { Exchange } from '#wallet/exchange';
import type { LineStatus } from '#wallet/line';
import { MemoryBox } from '#wallet/memory';
import { MEANS, PagePace } from '#wallet/pace';
import type { Transport } from '#wallet/transport';
import { Wallet } from '#wallet/wallet';
import { seeded } from '../../libs/wallet/test/seeded.fixture.ts';
import { VirtualTime } from '../../libs/wallet/test/virtual-time.fixture.ts';
import type { WalletScene } from './wallets.ts';

/*
 * A page that beats in a time of its own, to a running service whose worker can be away: what has
 * left is on the real queue before the page's time goes on.
 */

const STEP_MS = 250;
const SLOW_AFTER_MS = 10_000;
const SEED = 5;

/** An open page, and the worker that it waits for. */
export class BeatingPage {
  readonly statuses: LineStatus[] = [];
  private readonly time = new VirtualTime();
  /** Quiet, so that a gateway that waits for a worker has few to wait with. */
  private readonly pace = new PagePace({ means: MEANS, isSeen: true, isQuiet: true }, this.time);
  private readonly line: Beats;
  private readonly transport: Transport;
  /** What has left and neither is on the queue nor came back. */
  private readonly onTheWay = new Set<Promise<undefined>>();
  /** For each of these, in the order in which they left, what says that it is on the queue. */
  private readonly landings: (() => void)[] = [];
  private isAway = false;

  constructor(private readonly scene: WalletScene) {
    this.transport = async (outgoing) => {
      const answer = scene.connections.transport(outgoing);
      if (outgoing.body instanceof Uint8Array) this.follow(outgoing.body, answer);
      return answer;
    };
    const { clock, vaultKey } = scene.portsOver(this.transport).doors;
    const exchange = new Exchange({ transport: this.transport, clock, vaultKey });
    this.line = new Beats({ send: (inner, signal) => this.leave(exchange.send(inner, signal)) }, {
      now: this.time.now, after: this.time.after, random: seeded(SEED), slowAfterMs: SLOW_AFTER_MS,
      pace: this.pace,
      onStatus: (status) => { this.statuses.push(status); },
    });
    this.line.begin();
  }

  /** A wallet with this content, open on this page. */
  async open(content: Content): Promise<Wallet> {
    const ports = this.scene.portsOver(this.transport, this.line);
    return Wallet.open(ports, new MemoryBox<Content>(), content);
  }

  /** Let so much of the page's time pass. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= STEP_MS) {
      await this.time.pass(Math.min(STEP_MS, left));
      await Promise.all(this.onTheWay);
    }
  }

  /** Let the page's time pass until something has come to its end. */
  async until<T>(end: Promise<T>): Promise<T> {
    let isOver = false;
    const over = () => { isOver = true; };
    end.then(over, over);
    while (!isOver) await this.pass(STEP_MS);
    return end;
  }

  /** Whether the page is in front: nothing leaves one that nobody sees. */
  seen(isSeen: boolean): void {
    this.pace.seen(isSeen);
  }

  /** The worker stands still until it is `back`. */
  leaveAlone(): void {
    process.kill(this.pidOf('worker'), 'SIGSTOP');
    this.isAway = true;
  }

  /** The worker that stood still is ended, and another one takes over. */
  async back(): Promise<void> {
    await this.killed('worker');
    this.isAway = false;
  }

  /** The gateway dies with what it waits for, and what it left has been there for so long. */
  async crashGateway(forMs: number): Promise<void> {
    const { cluster } = this.scene.scenario.service;
    for (const [table, dated] of [['job', 'added_at_ms'], ['event', 'created_at_ms']]) {
      await cluster.query('queue', `UPDATE bullmq.${table} SET ${dated} = ${dated} - $2
        WHERE queue = $1`, [sealedRequests.queue, forMs]);
    }
    await this.killed('gateway');
  }

  /** How many rows the queue has of sealed requests, events and all. */
  async queued(): Promise<number> {
    const [row] = await this.scene.scenario.service.cluster.query<{ rows: number }>('queue', `
      SELECT (SELECT count(*) FROM bullmq.job WHERE queue = $1)::integer
        + (SELECT count(*) FROM bullmq.event WHERE queue = $1)::integer AS rows`,
    [sealedRequests.queue]);
    return row!.rows;
  }

  /** End a process as a crash does; resolves once another one runs in its place. */
  private async killed(part: 'worker' | 'gateway'): Promise<void> {
    const before = this.pidOf(part);
    process.kill(before, 'SIGKILL');
    while ([before, 0].includes(this.pidOf(part))) await pause(10);
    await this.scene.scenario.service.world.service.ready();
  }

  private pidOf(part: 'worker' | 'gateway'): number {
    return this.scene.scenario.service.world.service.pidOf(part) ?? 0;
  }

  private leave<T>(answer: Promise<T>): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const land = () => { resolve(undefined); };
    this.onTheWay.add(promise);
    this.landings.push(land);
    void promise.then(() => { this.onTheWay.delete(promise); });
    return answer.finally(land);
  }

  private follow(body: Uint8Array, answer: Promise<unknown>): void {
    const land = this.landings.shift();
    if (!this.isAway) return;
    let isOver = false;
    const over = () => { isOver = true; };
    answer.then(over, over);
    void (async () => {
      while (!isOver && !await this.isQueued(body)) await pause(5);
      land?.();
    })();
  }

  private async isQueued(body: Uint8Array): Promise<boolean> {
    // Sealed bytes begin with a key of their own: no two are alike.
    const begin = Buffer.from(body.subarray(0, 96)).toString('base64url');
    return (await this.scene.scenario.service.cluster.query('queue',
      'SELECT 1 FROM bullmq.job WHERE queue = $1 AND position($2 IN data::text) > 0',
      [sealedRequests.queue, begin])).length > 0;
  }
}
