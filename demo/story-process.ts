import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { moveClock } from '#platform/clock';
import type { FromStory, ToStory } from './messages.ts';
import { sayAsGateway, type HandAt, type Said } from './story/gateway-hand.ts';
import type { Brief } from './story/scenario.ts';
import { steal, type Loot } from './story/stolen.ts';

/** What the story's process left behind; no result when it broke off. */
export interface StoryRun {
  readonly code: number;
  readonly result: Extract<FromStory, { kind: 'ended' }> | undefined;
}

const SCRIPT = fileURLToPath(new URL('./story.js', import.meta.url));
/** The client needs nothing of the service's environment. */
const PASSED = ['PATH', 'HOME', 'LANG', 'TERM', 'NO_COLOR', 'TMPDIR', 'TZ'];

/** The client as a process of its own; the clock is moved here when it asks for that. */
export class StoryProcess {
  private readonly child: ChildProcess;

  /**
   * @param present ISO 8601: a move to it gives the machine's own time back.
   * @param loot what a thief of both servers finds, and whoever runs the gateway: neither is part
   *   of the client.
   */
  constructor(
    private readonly clockFile: string, private readonly present: string,
    private readonly loot: Loot & HandAt,
  ) {
    const env = Object.fromEntries(PASSED.flatMap((name) =>
      (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
    this.child = fork(SCRIPT, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  /** Run the story to its end, and get the pages ready for people if that is wanted. */
  run(brief: Brief, startedAt: number, getReady: boolean): Promise<StoryRun> {
    let result: StoryRun['result'];
    return new Promise((resolve, reject) => {
      this.child.on('message', (message: FromStory) => {
        if (message.kind === 'ready') this.tell({ kind: 'begin', brief, startedAt, getReady });
        else if (message.kind === 'move-clock') this.move(message.to);
        else if (message.kind === 'steal') void this.steal(message.period);
        else if (message.kind === 'say') void this.say(message.said);
        else result = message;
      });
      this.child.once('error', reject);
      this.child.once('exit', (code) => { resolve({ code: code ?? 1, result }); });
    });
  }

  /** Stop it where it is. */
  kill(): void {
    this.child.kill();
  }

  private move(to: string): void {
    const aheadMs = to === this.present ? 0 : Date.parse(to) - Date.now();
    moveClock(this.clockFile, aheadMs);
    this.tell({ kind: 'clock-moved', aheadMs });
  }

  private async steal(period: string): Promise<void> {
    this.tell({ kind: 'stolen', stolen: await steal(this.loot, period).catch(() => undefined) });
  }

  private async say(said: readonly Said[]): Promise<void> {
    this.tell({ kind: 'said', books: await sayAsGateway(this.loot, said).catch(() => undefined) });
  }

  private tell(message: ToStory): void {
    if (this.child.connected) this.child.send(message);
  }
}
