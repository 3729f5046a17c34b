import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Queue, QueueEvents } from 'bullmq';
import { queueBackend } from '#platform/queue/queue-backend';

/** The queue that the ceiling is measured on; nothing of the service uses it. */
export const ECHO_QUEUE = 'bench-echo';

const ECHO = fileURLToPath(new URL('./echo.js', import.meta.url));
/** What gave most on two cores: more connections or more jobs at once only made it slower. */
export const BARE = { connections: 4, jobsAtOnce: 16 } as const;
const LOOK_AFTER_MS = 50;
const MOST_LOOKS = 300;

/** Request and reply over BullMQ alone: `add` and `waitUntilFinished`, on the same backend. */
export class BareQueue {
  private constructor(
    private readonly queue: Queue,
    private readonly events: QueueEvents,
    private readonly echo: ChildProcess,
  ) {}

  /** Open both ends on a queue server. */
  static async open(url: string): Promise<BareQueue> {
    const backend = queueBackend(url, BARE.connections);
    const queue = backend.queue(ECHO_QUEUE);
    // Each job that is waited for listens to the queue.
    queue.setMaxListeners(0);
    const events = backend.events(ECHO_QUEUE);
    await Promise.all([queue.waitUntilReady(), events.waitUntilReady()]);
    const echo = fork(ECHO, [url], { stdio: 'inherit' });
    await new Promise((resolve, reject) => {
      echo.once('message', resolve);
      echo.once('exit', () => { reject(new Error('the echo process did not start')); });
    });
    return new BareQueue(queue, events, echo);
  }

  /**
   * One job there and back. On PostgreSQL a few events in a hundred are never delivered, so that
   * waiting for them alone would make this ceiling much too low: the row is looked at soon.
   */
  async ask(payload: string): Promise<void> {
    const job = await this.queue.add('echo', { payload }, { removeOnComplete: { age: 60 } });
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      try {
        await job.waitUntilFinished(this.events, LOOK_AFTER_MS);
        return;
      } catch {
        if (await job.getState() === 'completed') return;
      }
    }
    throw new Error('a job on the bare queue was not answered');
  }

  /** Close both ends. */
  async close(): Promise<void> {
    this.echo.disconnect();
    await this.events.close();
    await this.queue.close();
  }
}
