import type { AnswerTime } from '../../apps/worker/src/sealed/one-time.ts';
import { OpenRequestsProcessor } from '../../apps/worker/src/sealed/open-requests.processor.ts';
import { OperationExecutor } from '../../apps/worker/src/sealed/operation-executor.ts';
import { RelayKeys } from '../../apps/worker/src/sealed/relay-keys.service.ts';
import type { Vault } from '../../apps/worker/test/vault.ts';
import { silentLog } from '#platform/logging';
import { sealRequest } from '#pseudonym/sealed';

/*
 * The vault's door as it ships, kept busy: somebody has sent a flood of requests, and the database
 * does one thing at a time, one a beat. Time is counted in these beats and in nothing else, so that
 * what an observer sees does not depend on how fast a machine is.
 */

/** How long one work takes of a vault that is kept busy, in milliseconds of its time. */
export const BEAT_MS = 20;

/** What one request was answered, and after how many beats its answer left. */
export interface Seen {
  readonly beat: number;
  readonly answer: Uint8Array;
}

/** Time that passes by beats. */
class BeatTime implements AnswerTime {
  beat = 0;
  /** Answers that wait for their time. */
  waiting = 0;
  private due: { readonly at: number; readonly come: () => void }[] = [];

  readonly now = () => this.beat * BEAT_MS;

  readonly pause = (ms: number) => new Promise<void>((come) => {
    this.waiting += 1;
    this.due.push({ at: this.now() + ms, come });
  });

  /** @returns how many answers waited for this beat. */
  pass(): number {
    this.beat += 1;
    const come = this.due.filter(({ at }) => at <= this.now());
    this.due = this.due.filter(({ at }) => at > this.now());
    for (const one of come) one.come();
    return come.length;
  }
}

/** Works that wait for the database, in the order in which they came. */
class Works {
  private readonly queue: (() => Promise<unknown>)[] = [];

  get count(): number {
    return this.queue.length;
  }

  /** `work` once its turn has come. */
  enter<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((done, failed) => {
      this.queue.push(() => work().then(done, failed));
    });
  }

  /** Do the next one. */
  async doOne(): Promise<void> {
    await this.queue.shift()?.();
  }
}

/** The shipped door on a time of beats. */
class BusyDoor extends OpenRequestsProcessor {
  protected override readonly time: AnswerTime;

  constructor(time: AnswerTime, keys: RelayKeys, executor: OperationExecutor, afterMs: number) {
    super(keys, executor, silentLog, afterMs);
    this.time = time;
  }
}

/** A vault that is kept busy, and who looks at when its answers leave. */
export class BusyVault {
  private readonly time = new BeatTime();
  private readonly works = new Works();
  private readonly door: BusyDoor;
  private left = 0;

  /** @param afterMs when answers leave; 0: as soon as they are there. */
  constructor(private readonly vault: Vault, afterMs: number) {
    const executor = vault.app.get(OperationExecutor, { strict: false });
    const inTurn = Object.assign(Object.create(executor) as OperationExecutor, {
      answer: (...asked: Parameters<OperationExecutor['answer']>) =>
        this.works.enter(() => executor.answer(...asked)) });
    this.door = new BusyDoor(
      this.time, vault.app.get(RelayKeys, { strict: false }), inTurn, afterMs);
  }

  /**
   * Send a flood and then one request, and let beats pass until all are answered.
   *
   * @param isWork whether the vault has to do something for the request.
   */
  async look(flood: readonly Uint8Array[], inner: Uint8Array, isWork: boolean): Promise<Seen> {
    const begun = this.time.beat;
    const before = this.left;
    const sent: Promise<Uint8Array>[] = [];
    for (const bytes of flood) await this.enter(sent, bytes, true);
    await this.enter(sent, inner, isWork);
    const seen = sent.at(-1)!.then((answer) => ({ beat: this.time.beat - begun, answer }));
    const isOver = () => this.left - before >= sent.length;
    while (!isOver()) {
      await this.works.doOne();
      const due = this.time.pass();
      const had = this.left;
      // What leaves at this beat has left before the next one.
      await until(() => this.left - had >= due || isOver());
      await turn();
    }
    // What was late is done all the same.
    while (this.works.count > 0) await this.works.doOne();
    return seen;
  }

  /** Send a request; it has left already, or is in the door: its work, or its answer, waits. */
  private async enter(
    sent: Promise<Uint8Array>[], inner: Uint8Array, isWork: boolean,
  ): Promise<void> {
    const { left, works: { count }, time: { waiting } } = this;
    sent.push(this.send(inner).finally(() => { this.left += 1; }));
    await until(() => this.left > left
      || (isWork ? this.works.count > count : this.time.waiting > waiting));
  }

  private async send(inner: Uint8Array): Promise<Uint8Array> {
    const { config } = this.vault.app.get(RelayKeys, { strict: false }).configs[0]!;
    const { sealed, open } = await sealRequest(config, inner);
    const [reply] = await this.door.process(
      { requests: [Buffer.from(sealed).toString('base64url')] });
    return open(new Uint8Array(Buffer.from(reply!, 'base64url')));
  }
}

const turn = () => new Promise((next) => setImmediate(next));

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn();
}
